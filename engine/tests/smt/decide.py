"""Compares what `waypost decide` decides with what z3 does, for a payment of each rule.

It is what all else rests on: that both mean the same by a policy.
"""

from __future__ import annotations

import json
from dataclasses import replace

import z3

import payment
from findings import Questions
from policy import Policy
from waypost import Waypost


def disagreements(policy: Policy, waypost: Waypost) -> list[str]:
    """Payments that are decided otherwise; a policy that is not decided with has none."""
    policy = replace(policy, invariants=())
    questions = Questions(policy)
    if questions.has_errors():
        return []
    models = [model for model in map(questions.example, _wins(questions)) if model is not None]
    payments = [payment.spelled(questions.space, model) for model in models]
    told = waypost.decide(policy, payments)
    if len(told) != len(payments):
        return [f"{len(told)} decisions for {len(payments)} payments"]
    expected = [_decision(questions, model) for model in models]
    rows = zip(payments, told, expected)
    return [f"decided {one}, and not {other}: {json.dumps(given)}" for given, one, other in rows if one != other]


def _wins(questions: Questions) -> list[z3.BoolRef]:
    """For each rule, that it wins."""
    return [
        z3.And(questions.meaning.decided(stage), choice.wins)
        for stage, choices in questions.meaning.choices.items()
        for choice in choices
    ]


def _decision(questions: Questions, model: z3.ModelRef) -> dict:
    stages = {stage: questions.meaning.decision(stage, model) for stage in questions.meaning.choices}
    return {stage: decided for stage, decided in stages.items() if decided is not None}
