"""Compares what `waypost diff` tells of two policies with what z3 finds."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import z3

import payment
import region
from formulas import Space, example, is_true, solver_of
from meaning import Meaning
from policy import Outcome, Plan, Policy

Group = tuple[str, str, str]
"""A stage, and the rules that won there before and after; the empty name is `otherwise`. Where one of the policies refuses
what the other decides, `payment`, and which of the two each does."""


class Comparison:
    """Two policies over one space: they have the same facts and connectors."""

    def __init__(self, old: Policy, new: Policy):
        self.space = Space(old.all_facts())
        self.old = Meaning(old, self.space)
        self.new = Meaning(new, self.space)
        self.new.formulas.old = self.old.formulas
        self.valid = self.old.formulas.valid(), self.new.formulas.valid()
        self.solver = solver_of(z3.Or(self.valid))
        self.changed = dict(self._groups())

    def disagreements(self, told: dict) -> list[str]:
        """Where z3 and what is told differ; empty if they agree."""
        changes, undecided = told["changes"], told["undecided"]
        groups = set(map(group_of, changes))
        if unknown := groups - set(self.changed):
            return [f"there are no such rules: {each}" for each in sorted(unknown)]
        faults = [f"undecided: {each}" for each in undecided]
        faults += [fault for change in changes for fault in self._faults(change)]
        faults += self._regions(changes)
        untold = {group: formula for group, formula in self.changed.items() if group not in groups}
        missed = self._example(z3.Or(list(untold.values())))
        if missed is not None:
            faults.append(f"a change that is not told: {self._described(missed, untold)}")
        if told["same"] == bool(changes or undecided):
            faults.append(f"`same` is {told['same']} beside {len(changes)} changes")
        return faults

    def is_same(self) -> bool:
        """Whether both decide each payment alike."""
        return self._example(z3.Or(list(self.changed.values()))) is None

    def _example(self, *formulas: z3.BoolRef) -> z3.ModelRef | None:
        return example(self.solver, *formulas)

    def _groups(self) -> Iterator[tuple[Group, z3.BoolRef]]:
        """What is refused on one side only; and for each two rules, the payments that they win and decide otherwise."""
        yield ("payment", "decided", "refused"), z3.Not(self.valid[1])
        yield ("payment", "refused", "decided"), z3.Not(self.valid[0])
        for stage, before in self.old.choices.items():
            decided = z3.And(*self.valid, self.old.decided(stage), self.new.decided(stage))
            for one in before:
                for other in self.new.choices[stage]:
                    differ = z3.Not(self._alike(one.outcome, other.outcome))
                    formula = z3.And(decided, one.wins, other.wins, differ)
                    yield (stage, one.name or "", other.name or ""), formula

    def _alike(self, one: Outcome | Plan, other: Outcome | Plan) -> z3.BoolRef:
        """That two outcomes come to the same: of plans, that the same connectors are left in the same order."""
        if not (isinstance(one, Plan) and isinstance(other, Plan)):
            return z3.BoolVal(one == other)
        left, right = one.connectors, other.connectors
        parts = []
        for name in self.old.serves:
            in_one = self.old.serves[name] if name in left else z3.BoolVal(False)
            in_other = self.new.serves[name] if name in right else z3.BoolVal(False)
            parts.append(in_one == in_other)
        for first, second in itertools.combinations([name for name in left if name in right], 2):
            if right.index(first) > right.index(second):
                parts.append(z3.Not(z3.And(self.old.serves[first], self.old.serves[second])))
        return z3.And(parts)

    def _faults(self, change: dict) -> list[str]:
        """What is wrong with a change that is told."""
        group = group_of(change)
        named = f"{' · '.join(group)}, {json.dumps(change['witness'])}"
        given = payment.equals(self.space, change["witness"])
        model = self._example(given)
        if model is None:
            return [f"the witness is no valid payment: {named}"]
        share = change["share"]
        faults = [] if share is not None and share > 0 else [f"the share is {share}: {named}"]
        if self._example(given, self.changed[group]) is None:
            return [*faults, f"the witness is not decided otherwise by these rules: {named}"]
        for side, meaning in (("before", self.old), ("after", self.new)) if group[0] != "payment" else ():
            decided = meaning.decision(group[0], model)
            wrong = {key for key in change[side] if key in decided and change[side][key] != decided[key]}
            faults += [f"`{key}` {side} is {decided[key]}: {named}, {change[side]}" for key in sorted(wrong)]
        return faults

    def _regions(self, changes: list[dict]) -> list[str]:
        """What is wrong with the regions: those of a group hold the payments that change so, and no others."""
        regions: dict[Group, list[z3.BoolRef]] = {}
        for change in changes:
            try:
                condition = region.read(change["region"] or "", self.space.facts)
            except (ValueError, LookupError) as fault:
                return [f"the region cannot be read: {change['region']} ({fault})"]
            regions.setdefault(group_of(change), []).append(self.new.formulas.holds(condition))
        groups = ((group, self._example(z3.Or(held) != self.changed[group])) for group, held in regions.items())
        wrong = [(group, payment.spelled(self.space, model)) for group, model in groups if model is not None]
        return [f"the region is not exact: {' · '.join(group)}, as for {json.dumps(shown)}" for group, shown in wrong]

    def _described(self, model: z3.ModelRef, groups: dict[Group, z3.BoolRef]) -> str:
        """The change that a payment shows."""
        shown = next(group for group, formula in groups.items() if is_true(model, formula))
        return f"{' · '.join(shown)}, as for {json.dumps(payment.spelled(self.space, model))}"


def group_of(change: dict) -> Group:
    """The group of a change that is told."""
    what = "outcome" if change["stage"] == "payment" else "rule"
    return change["stage"], change["before"][what] or "", change["after"][what] or ""
