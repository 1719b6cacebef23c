"""What a policy decides, in z3: which rule wins, what is left of a plan, what an invariant claims."""

from __future__ import annotations

from dataclasses import dataclass

import z3

from formulas import Formulas, Space, is_true
from policy import Invariant, Outcome, Plan, Policy, Stage


@dataclass(frozen=True)
class Choice:
    """A rule, or the `otherwise` of a stage if it has no name: when it is met, and when it wins."""

    name: str | None
    has_condition: bool
    outcome: Outcome | Plan
    met: z3.BoolRef
    wins: z3.BoolRef


class Meaning:
    """The formulas of a policy over a space, which two policies may share."""

    def __init__(self, policy: Policy, space: Space):
        self.policy = policy
        self.space = space
        self.formulas = Formulas(space, policy.rates)
        self.serves = {each.name: self.formulas.holds(each.serves) for each in policy.connectors}
        self.choices = {stage.kind: self._choices(stage) for stage in policy.stages}
        self.denied = z3.Or([each.wins for each in self.choices.get("screen", []) if each.outcome.word == "deny"])

    def _choices(self, stage: Stage) -> list[Choice]:
        above: list[z3.BoolRef] = []
        choices = []
        for rule, conditions in stage.rules():
            met = self.formulas.all_hold(conditions)
            choices.append(Choice(rule.name, bool(conditions), rule.outcome, met, z3.And(met, z3.Not(z3.Or(above)))))
            above.append(met)
        if stage.otherwise is not None:
            choices.append(Choice(None, False, stage.otherwise, z3.BoolVal(True), z3.Not(z3.Or(above))))
        return choices

    def asked(self, stage: str) -> z3.BoolRef:
        """That a payment is one that the stage can be asked about: `retry` wants an attempt."""
        return self.space.presences["attempt"] if stage == "retry" else z3.BoolVal(True)

    def decided(self, stage: str) -> z3.BoolRef:
        """That the stage is decided: after a denial, none is."""
        return self.asked(stage) if stage == "screen" else z3.And(self.asked(stage), z3.Not(self.denied))

    def tried(self, plan: Plan) -> z3.BoolRef:
        """That some connector of a plan serves."""
        return z3.Or([self.serves[name] for name in plan.connectors])

    def decision(self, stage: str, model: z3.ModelRef) -> dict | None:
        """What a stage decides for the payment of a model, as in the JSON of a decision; nothing if it is not asked."""
        if not is_true(model, self.decided(stage)):
            return None
        won = next(choice for choice in self.choices[stage] if is_true(model, choice.wins))
        return {**self._spelled(won.outcome, model), "rule": won.name}

    def _spelled(self, outcome: Outcome | Plan, model: z3.ModelRef) -> dict:
        match outcome:
            case Plan(connectors):
                tried = [name for name in connectors if is_true(model, self.serves[name])]
                struck = [name for name in connectors if name not in tried]
                return {"outcome": "plan", "connectors": tried, "struck": struck}
            case Outcome("again", pause):
                return {"outcome": "again", "after_ms": 1000 * int((pause or "0s").removesuffix("s"))}
            case Outcome(word, None):
                return {"outcome": word}
            case Outcome(word, reason):
                return {"outcome": word, "reason": reason}

    def keeps(self, invariant: Invariant) -> z3.BoolRef:
        """That what its stage decides is as an invariant claims."""
        choices = self.choices[invariant.stage]
        if invariant.claim == "first":
            return z3.Or([z3.And(each.wins, self._is_first(each.outcome, invariant.expected)) for each in choices])
        is_so = z3.Or([z3.And(each.wins, self._is(each.outcome, invariant.expected)) for each in choices])
        return is_so if invariant.claim == "always" else z3.Not(is_so)

    def _is(self, outcome: Outcome | Plan, expected: Outcome | str) -> z3.BoolRef:
        """That an outcome is the one that is expected, or that a plan has the connector once others are struck."""
        match outcome, expected:
            case Plan(connectors), str(name):
                return self.serves[name] if name in connectors else z3.BoolVal(False)
            case Outcome(word, _), Outcome(("deny" | "review" | "none") as any_reason, None):
                return z3.BoolVal(word == any_reason)
            case _:
                return z3.BoolVal(outcome == expected)

    def _is_first(self, outcome: Outcome | Plan, name: str) -> z3.BoolRef:
        """That a plan begins with a connector once others are struck."""
        if not isinstance(outcome, Plan) or name not in outcome.connectors:
            return z3.BoolVal(False)
        before = outcome.connectors[: outcome.connectors.index(name)]
        return z3.And(self.serves[name], *(z3.Not(self.serves[each]) for each in before))
