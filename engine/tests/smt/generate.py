"""Draws whole policies, such that each kind of finding, and each near miss of one, comes up often."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import ground
from conditions import Conditions
from guards import Guards, Known, at_start
from policy import (
    And, Block, Condition, Connector, Fact, Integer, Invariant, Let, OneOf, Outcome, Plan, Policy, Rule, Stage,
    attempt_facts,
)  # fmt: skip

CONNECTORS = ("adyen", "stripe", "checkout", "worldpay")
OUTCOMES = {
    "screen": (Outcome("allow"), Outcome("review", "desk"), Outcome("deny", "fraud"), Outcome("deny", "embargo")),
    "authenticate": (Outcome("challenge"), Outcome("frictionless"), Outcome("exempt", "low_value")),
    "retry": (Outcome("next"), Outcome("again"), Outcome("again", "2s"), Outcome("stop")),
}
NO_ROUTE = (Outcome("none", "not offered"), Outcome("none", "too risky"))
DECLINES = ("stolen_card", "issuer_unavailable", "other")


@dataclass(frozen=True)
class Style:
    """What the policies are to have."""

    sound_plans: bool = False
    """Only plans with a connector that takes every payment."""
    rules: int = 5
    """How many rules and blocks a stage has at most, but for those that close it."""
    invariants: int = 5
    """How many invariants there are at most."""


def policy(rng: random.Random, style: Style) -> Policy:
    """A policy that the language accepts."""
    return Drawing(rng, style).policy()


class Drawing:
    """A policy while it is drawn."""

    def __init__(self, rng: random.Random, style: Style):
        self.rng = rng
        self.style = style
        self.ground = ground.draw(rng, more=min(style.rules // 10, 6))
        facts = (*self.ground.facts, *attempt_facts(tuple(Connector(name, None) for name in CONNECTORS)))
        self.guards = Guards(facts, self.ground.rates)
        self.conditions = Conditions(rng, self.ground, self.guards, self.ground.testable())
        self.connectors: tuple[Connector, ...] = ()
        self.open_stage = ""

    def policy(self) -> Policy:
        """The policy."""
        self.connectors = self._connectors()
        many = self.rng.choice([0, 1, 2])
        lets = tuple(Let(f"let_{number}", self.conditions.draw()) for number in range(many))
        self.conditions.lets = lets
        optional = [kind for kind in ("screen", "authenticate", "retry") if self.rng.random() < 0.55]
        kinds = [kind for kind in ("screen", "authenticate", "route", "retry") if kind in (*optional, "route")]
        if self.rng.random() < 0.4:
            self.open_stage = self.rng.choice(kinds)
        stages = tuple(self._stage(kind) for kind in kinds)
        claims = range(self.rng.randint(0, self.style.invariants))
        invariants = tuple(self._invariant(number, self.rng.choice(kinds)) for number in claims)
        return Policy(self.ground.facts, self.ground.rates, self.connectors, lets, stages, invariants)

    def _connectors(self) -> tuple[Connector, ...]:
        """Three connectors, of which the first takes all payments."""
        names = list(CONNECTORS)
        self.rng.shuffle(names)
        serves = [self.conditions.draw(depth=1) if self.rng.random() < 0.85 else None for _ in names[1:3]]
        return tuple(Connector(name, condition) for name, condition in zip(names, (None, *serves)))

    # Stages

    def _stage(self, kind: str) -> Stage:
        """A stage with an `otherwise`, or with rules at its end that take what is left or nearly so."""
        conditions, known = self._conditions_of(kind), at_start(kind)
        if kind != self.open_stage:
            items = self._items(kind, conditions, known, self.rng.randint(2, self.style.rules), depth=1)
            return Stage(kind, _named(items), self.outcome(kind))
        slip = self.rng.choice([0.0, 0.4])
        items = self._items(kind, conditions, known, self.rng.randint(0, 2), depth=1)
        items += [self._rule(kind, condition) for condition in conditions.cover(known, slip)]
        return Stage(kind, _named(items), None)

    def _conditions_of(self, kind: str) -> Conditions:
        """In `retry`, conditions may also be about the attempt."""
        if kind != "retry":
            return self.conditions
        facts = [*self.ground.testable(), *_attempt(self.connectors)]
        conditions = Conditions(self.rng, self.ground, self.guards, facts)
        conditions.lets = self.conditions.lets
        return conditions

    def _items(self, kind: str, conditions: Conditions, known: Known, many: int, depth: int) -> list[Rule | Block]:
        items: list[Rule | Block] = []
        for _ in range(many):
            if depth > 0 and self.rng.random() < 0.2:
                items.append(self._block(kind, conditions, known))
            else:
                items += self._rules(kind, conditions, known, items)
        return items

    def _block(self, kind: str, conditions: Conditions, known: Known) -> Block:
        when = conditions.draw(known, depth=1)
        inside = conditions.guards.assume(known, when)
        items = self._items(kind, conditions, inside, self.rng.randint(1, 3), depth=0)
        if self.rng.random() < 0.25:
            items.append(Rule("", None, self.outcome(kind)))
        return Block(when, tuple(items))

    def _rules(self, kind: str, conditions: Conditions, known: Known, before: list[Rule | Block]) -> list[Rule]:
        """A rule of any sort, or a few that have to do with one another."""
        chance = self.rng.random()
        above = [item for item in before if isinstance(item, Rule) and item.when is not None]
        if chance < 0.08:
            return [self._rule(kind, conditions.telling(known))]
        if chance < 0.18 and above:
            return [self._rule(kind, conditions.narrower(self.rng.choice(above).when, known))]
        if chance < 0.28:
            return self._shadowing(kind, conditions, known)
        return [self._rule(kind, conditions.draw(known))]

    def _shadowing(self, kind: str, conditions: Conditions, known: Known) -> list[Rule]:
        """Two rules that together take all, or nearly all, of a third one."""
        whole = conditions.draw(known, depth=1)
        halves = conditions.halves(known)
        parts = [conditions.legal(known, lambda half=half: _both(self.rng, whole, half)) for half in halves]
        return [self._rule(kind, condition) for condition in (*parts, whole)]

    def _rule(self, kind: str, when: Condition | None) -> Rule:
        return Rule("", when, self.outcome(kind))

    # Outcomes and claims

    def outcome(self, kind: str) -> Outcome | Plan:
        """Something that the stage may decide."""
        if kind != "route":
            return self.rng.choice(OUTCOMES[kind])
        if self.rng.random() < 0.12:
            return self.rng.choice(NO_ROUTE)
        names = [connector.name for connector in self.connectors]
        plan = self.rng.sample(names, self.rng.choice([1, 2, 2, 3]))
        always = next(connector.name for connector in self.connectors if connector.serves is None)
        if always not in plan and (self.style.sound_plans or self.rng.random() < 0.7):
            plan[self.rng.randrange(len(plan))] = always
        return Plan(tuple(plan))

    def _invariant(self, number: int, kind: str) -> Invariant:
        """A claim, which about half of the time holds for all payments or nearly so."""
        conditions, known = self._conditions_of(kind), at_start(kind)
        when = None if self.rng.random() < 0.1 else conditions.draw(known, depth=self.rng.choice([1, 2]))
        claim, expected = self._claim(kind)
        return Invariant(f"claim {number + 1}", when, kind, claim, expected)

    def _claim(self, kind: str) -> tuple[str, Outcome | str]:
        if kind == "route" and self.rng.random() < 0.85:
            claim = self.rng.choice(["always", "never", "never", "first"])
            return claim, self.rng.choice(self.connectors).name
        outcome = self.rng.choice(NO_ROUTE if kind == "route" else OUTCOMES[kind])
        if outcome.word in ("deny", "review", "none") and self.rng.random() < 0.5:
            outcome = replace(outcome, reason=None)
        return self.rng.choice(["always", "never", "never"]), outcome


def _attempt(connectors: tuple[Connector, ...]) -> list[Fact]:
    """The facts of an attempt, as far as tests draw values of them."""
    attempt, decline, connector = attempt_facts(connectors)
    return [replace(attempt, type=Integer(1, 4)), replace(decline, type=OneOf(DECLINES)), connector]


def _both(rng: random.Random, one: Condition, other: Condition) -> Condition:
    parts = [one, other]
    rng.shuffle(parts)
    return And(tuple(parts))


def _named(items: Sequence[Rule | Block], prefix: str = "rule ") -> tuple[Rule | Block, ...]:
    """Names for the rules of a stage: their places, as in `rule 2.1`."""
    named: list[Rule | Block] = []
    for place, item in enumerate(items, 1):
        name = f"{prefix}{place}"
        inner = {"name": name} if isinstance(item, Rule) else {"items": _named(item.items, f"{name}.")}
        named.append(replace(item, **inner))
    return tuple(named)
