"""Compares what `waypost check` tells of a policy with what z3 finds."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

import z3

import payment
from findings import NEVER, SHOWN, Finding, Questions
from policy import Policy


@dataclass(frozen=True)
class Told:
    """A finding as `waypost` tells it."""

    finding: Finding
    message: str
    witness: dict | None
    by: tuple[str, str] | None = None
    """The stage and the rule that break an invariant."""


def disagreements(policy: Policy, findings: list[dict], kinds: Collection[str]) -> list[str]:
    """Where `waypost` and z3 differ about a policy, as far as findings of these kinds go; empty if they agree."""
    refusals = [each for each in findings if each["severity"] == "error" and each["name"] not in kinds]
    if refusals:
        return [f"refused by {each['code']}, line {each['line']}: {each['message']}" for each in refusals]
    questions = Questions(policy)
    expected = {each: shows for each, shows in questions.answers().items() if each.kind in kinds}
    told = [read(policy, each) for each in findings if each["name"] in kinds]
    missed = sorted(set(expected) - {each.finding for each in told})
    return [_missed(questions, each, expected[each]) for each in missed] + [
        fault for each in told for fault in _faults(questions, expected, each)
    ]


def read(policy: Policy, told: dict) -> Told:
    """A finding from JSON."""
    kind, message = told["name"], told["message"]
    stage, rule, about = told["stage"] or "", told["rule"] or "", ""
    if kind == "broken-invariant":
        about = next((each.name for each in policy.invariants if f'"{each.name}"' in message), "")
        return Told(Finding(kind, about=about), message, told.get("witness"), by=(stage, rule))
    if kind == "ineligible-connector":
        connectors = {connector.name for connector in policy.connectors}
        named = [name for name in re.findall(r"`([^`]*)`", message) if name in connectors]
        about = named[0] + NEVER if NEVER in message else ", ".join(named)
    return Told(Finding(kind, stage, rule, about), message, told.get("witness"))


def _missed(questions: Questions, finding: Finding, shows: z3.BoolRef) -> str:
    model = questions.example(shows)
    example = "" if model is None else f", as for {json.dumps(payment.spelled(questions.space, model))}"
    return f"not told: {finding}{example}"


def _faults(questions: Questions, expected: dict[Finding, z3.BoolRef], told: Told) -> list[str]:
    """What is wrong with a finding that is told."""
    if told.finding not in expected:
        return [f"told, and not so: {told.finding} ({told.message}; witness {json.dumps(told.witness)})"]
    if told.witness is None:
        return [f"without a witness: {told.finding}"] if told.finding.kind in SHOWN else []
    given = payment.equals(questions.space, told.witness)
    if questions.example(given) is None:
        return [f"the witness is no valid payment: {told.finding}, {json.dumps(told.witness)}"]
    shows = [expected[told.finding], *([questions.wins(*told.by)] if told.by else [])]
    if questions.example(given, *shows) is None:
        return [f"the witness does not show it: {told.finding}, {json.dumps(told.witness)}"]
    return []
