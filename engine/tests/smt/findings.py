"""The findings that a policy must have: each question that `waypost check` answers, put to z3.

A question is about all valid payments. Its answer comes with the formula that a witness of the finding has to meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import z3

from formulas import Space, example, solver_of
from meaning import Choice, Meaning
from policy import Plan, Policy, Stage

ERRORS = ("gap", "empty-plan", "broken-invariant")
"""Findings that keep a policy from being decided with; a gap keeps it from being analyzed any further."""
KINDS = (*ERRORS, "unreachable-rule", "contradiction", "tautology", "redundant-rule", "ineligible-connector")
SHOWN = (*ERRORS, "ineligible-connector")
"""Findings that always come with a witness."""

NEVER = " serves none"
"""What is said of a connector that is always struck from a plan."""


@dataclass(frozen=True, order=True)
class Finding:
    """A finding by what it is about: `about` are the connectors or the invariant that it names; no rule is `otherwise`."""

    kind: str
    stage: str = ""
    rule: str = ""
    about: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.kind, self.stage, self.rule, self.about) if part)


class Questions:
    """The questions about one policy."""

    def __init__(self, policy: Policy):
        self.policy = policy
        self.space = Space(policy.all_facts())
        self.meaning = Meaning(policy, self.space)
        self.solver = solver_of(self.meaning.formulas.valid())

    def answers(self) -> dict[Finding, z3.BoolRef]:
        """All findings, each with what its witness must meet. Where there is a gap, only gaps are told."""
        gaps = dict(self._gaps())
        if gaps:
            return gaps
        found = dict(self._broken())
        for stage in self.policy.stages:
            found |= dict(self._rules(stage))
        return found | dict(self._plans())

    def has_errors(self) -> bool:
        """Whether some finding keeps the policy from being decided with."""
        found = (finding for findings in (self._gaps(), self._broken(), self._plans()) for finding, _ in findings)
        return any(finding.kind in ERRORS for finding in found)

    def wins(self, stage: str, rule: str) -> z3.BoolRef:
        """That a rule, or `otherwise`, wins."""
        choices = self.meaning.choices.get(stage, [])
        return z3.Or([choice.wins for choice in choices if (choice.name or "") == rule])

    def example(self, *formulas: z3.BoolRef) -> z3.ModelRef | None:
        """A valid payment that meets the formulas."""
        return example(self.solver, *formulas)

    def _is_possible(self, *formulas: z3.BoolRef) -> bool:
        return self.example(*formulas) is not None

    def _gaps(self) -> Iterator[tuple[Finding, z3.BoolRef]]:
        """A stage without `otherwise` that leaves some payment over."""
        for stage in self.policy.stages:
            choices = self.meaning.choices[stage.kind]
            left_over = z3.And(self.meaning.asked(stage.kind), z3.Not(z3.Or([each.met for each in choices])))
            if self._is_possible(left_over):
                yield Finding("gap", stage.kind), left_over

    def _rules(self, stage: Stage) -> Iterator[tuple[Finding, z3.BoolRef]]:
        """Rules that say nothing, or nothing more than others do."""
        asked = self.meaning.asked(stage.kind)
        choices = self.meaning.choices[stage.kind]
        for place, choice in enumerate(choices):
            kind = None if choice.name is None else self._kind(asked, choice, choices[place + 1 :])
            if kind is not None:
                yield Finding(kind, stage.kind, choice.name), z3.And(asked, choice.met)

    def _kind(self, asked: z3.BoolRef, choice: Choice, later: list[Choice]) -> str | None:
        """What there is to say of a rule: one thing at most."""
        if not self._is_possible(asked, choice.met):
            return "contradiction"
        if not self._is_possible(asked, choice.wins):
            return "unreachable-rule"
        if choice.has_condition and not self._is_possible(asked, z3.Not(choice.met)):
            return "tautology"
        if not self._is_possible(asked, choice.wins, z3.Not(_decides_alike(choice, later))):
            return "redundant-rule"
        return None

    def _plans(self) -> Iterator[tuple[Finding, z3.BoolRef]]:
        """Plans that may end up empty, and connectors in others that do not serve all that get there."""
        for choice in self.meaning.choices["route"]:
            if not isinstance(choice.outcome, Plan):
                continue
            reached = z3.And(self.meaning.decided("route"), choice.wins)
            left_alone = z3.And(reached, z3.Not(self.meaning.tried(choice.outcome)))
            if self._is_possible(left_alone):
                yield Finding("empty-plan", "route", choice.name or ""), left_alone
            elif about := self._struck(reached, choice.outcome):
                first = about[0].removesuffix(NEVER)
                struck = z3.And(reached, z3.Not(self.meaning.serves[first]))
                yield Finding("ineligible-connector", "route", choice.name or "", ", ".join(about)), struck

    def _struck(self, reached: z3.BoolRef, plan: Plan) -> list[str]:
        """The connectors that are struck for some payments; of those that are always struck, the first alone."""
        serves = self.meaning.serves
        struck = [name for name in plan.connectors if self._is_possible(reached, z3.Not(serves[name]))]
        never = [name for name in struck if not self._is_possible(reached, serves[name])]
        return [never[0] + NEVER] if never else struck

    def _broken(self) -> Iterator[tuple[Finding, z3.BoolRef]]:
        """Invariants that some payment breaks."""
        for invariant in self.policy.invariants:
            asked = z3.And(self.meaning.decided(invariant.stage), self.meaning.formulas.holds(invariant.when))
            breaks = z3.And(asked, z3.Not(self.meaning.keeps(invariant)))
            if self._is_possible(breaks):
                yield Finding("broken-invariant", about=invariant.name), breaks


def _decides_alike(choice: Choice, later: list[Choice]) -> z3.BoolRef:
    """That without a rule the same would be decided, by the first of those below it that is met."""
    alike = z3.BoolVal(False)
    for each in reversed(later):
        alike = z3.If(each.met, z3.BoolVal(each.outcome == choice.outcome), alike)
    return alike
