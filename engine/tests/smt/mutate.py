"""Draws changes of a policy: those that people make, and those that change how it is written but not what it decides."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace

from findings import Questions
from generate import Drawing, Style
from ground import nudged
from guards import policy_is_legal
from policy import And, Block, Condition, Let, Not, Or, Policy, Presence, Rule, Stage

Items = tuple[Rule | Block, ...]


def pair(rng: random.Random, style: Style) -> tuple[Policy, Policy]:
    """A policy and a later version of it, both free of errors."""
    style = replace(style, invariants=0, sound_plans=True)
    while True:
        drawing = Drawing(rng, style)
        old = drawing.policy()
        if not Questions(old).has_errors():
            return old, _changed(rng, drawing, old)


def _changed(rng: random.Random, drawing: Drawing, old: Policy) -> Policy:
    """The policy with one to three changes. Some pairs only differ in how they are written."""
    changes = HARMLESS if rng.random() < 0.3 else (*TELLING, *TELLING, *HARMLESS)
    new = old
    for _ in range(rng.choice([1, 1, 2, 3])):
        trial = rng.choice(changes)(rng, drawing, new)
        if policy_is_legal(trial) and not Questions(trial).has_errors():
            new = trial
    return new


# What changes a policy


def with_other_condition(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """One test asks a little more or less."""

    def nudge(rule: Rule) -> tuple[Rule, ...]:
        when = rule.when and at_some_test(rng, rule.when, lambda test: nudged(rng, test, drawing.ground))
        return (replace(rule, when=when),)

    return at_some_rule(rng, policy, lambda stage, rule: nudge(rule))


def with_other_outcome(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """A rule decides something else."""
    return at_some_rule(rng, policy, lambda stage, rule: (replace(rule, outcome=drawing.outcome(stage.kind)),))


def with_other_otherwise(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """What is left gets something else."""
    stage = rng.choice(policy.stages)
    otherwise = None if stage.otherwise is None else drawing.outcome(stage.kind)
    return _with_stage(policy, replace(stage, otherwise=otherwise))


def without_a_rule(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """A rule is gone."""
    return at_some_rule(rng, policy, lambda stage, rule: ())


def with_a_rule(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """A rule more, before another one."""

    def added(stage: Stage, rule: Rule) -> tuple[Rule, ...]:
        return Rule(new_name(stage), drawing.conditions.draw(), drawing.outcome(stage.kind)), rule

    return at_some_rule(rng, policy, added)


def with_rules_swapped(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """Two neighbours in the other order."""
    stage = rng.choice(policy.stages)
    if len(stage.items) < 2:
        return policy
    items, place = list(stage.items), rng.randrange(len(stage.items) - 1)
    items[place], items[place + 1] = items[place + 1], items[place]
    return _with_stage(policy, replace(stage, items=tuple(items)))


def with_other_rates(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """One currency is worth a little more or less."""
    code = rng.choice([code for code in policy.rates.per_base if code != policy.rates.base])
    rate = policy.rates.per_base[code] * rng.choice([9, 11]) / 10
    return replace(policy, rates=replace(policy.rates, per_base={**policy.rates.per_base, code: rate}))


def with_another_service(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """A connector takes other payments than before."""
    place = rng.choice([place for place, each in enumerate(policy.connectors) if each.serves is not None] or [0])
    connectors = list(policy.connectors)
    if connectors[place].serves is not None:
        connectors[place] = replace(connectors[place], serves=drawing.conditions.draw(depth=1))
    return replace(policy, connectors=tuple(connectors))


# What only changes how it is written


def with_another_name(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """A rule of another name."""
    return at_some_rule(rng, policy, lambda stage, rule: (replace(rule, name=new_name(stage)),))


def written_otherwise(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """A condition that means the same."""
    return at_some_rule(rng, policy, lambda stage, rule: (replace(rule, when=rule.when and alike(rng, rule.when)),))


def with_a_split_rule(rng: random.Random, drawing: Drawing, policy: Policy) -> Policy:
    """Two rules in place of one: the first takes a part of what it took, the second the rest."""

    def split(stage: Stage, rule: Rule) -> tuple[Rule, ...]:
        if rule.when is None:
            return (rule,)
        return replace(rule, name=new_name(stage), when=drawing.conditions.narrower(rule.when)), rule

    return at_some_rule(rng, policy, split)


TELLING = (
    with_other_condition, with_other_outcome, with_other_otherwise, without_a_rule, with_a_rule, with_rules_swapped,
    with_other_rates, with_another_service,
)  # fmt: skip
HARMLESS = (with_another_name, written_otherwise, with_a_split_rule)


def alike(rng: random.Random, condition: Condition) -> Condition:
    """The condition in other words: parts in another order, names written out, two `not`s."""
    match condition:
        case And(parts) | Or(parts):
            parts = [alike(rng, part) for part in parts]
            rng.shuffle(parts)
            return type(condition)(tuple(parts))
        case Not(inner):
            return Not(alike(rng, inner))
        case Let(_, meaning):
            return meaning
        case Presence(fact, present):
            return Not(Presence(fact, not present)) if rng.random() < 0.5 else condition
        case _:
            return Not(Not(condition)) if rng.random() < 0.3 else condition


def new_name(stage: Stage) -> str:
    """A name that no rule of the stage bears."""
    names = {rule.name for rule, _ in stage.rules()}
    return next(name for number in itertools.count(1) if (name := f"new {number}") not in names)


# Where


def at_some_rule(rng: random.Random, policy: Policy, change: Callable[[Stage, Rule], tuple[Rule, ...]]) -> Policy:
    """The policy with some rule replaced by others."""
    stages = [stage for stage in policy.stages if any(True for _ in stage.rules())]
    if not stages:
        return policy
    stage = rng.choice(stages)
    wanted = rng.choice([rule.name for rule, _ in stage.rules()])
    items = _replaced(stage.items, wanted, lambda rule: change(stage, rule))
    return _with_stage(policy, replace(stage, items=items))


def _replaced(items: Items, name: str, change: Callable[[Rule], tuple[Rule, ...]]) -> Items:
    replaced: list[Rule | Block] = []
    for item in items:
        if isinstance(item, Block):
            replaced.append(replace(item, items=_replaced(item.items, name, change)))
        else:
            replaced += change(item) if item.name == name else (item,)
    return tuple(replaced)


def _with_stage(policy: Policy, stage: Stage) -> Policy:
    stages = tuple(stage if each.kind == stage.kind else each for each in policy.stages)
    return replace(policy, stages=stages)


def at_some_test(rng: random.Random, condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """The condition with one of its tests changed; a `let` stays as it is."""
    match condition:
        case And(parts) | Or(parts):
            place = rng.randrange(len(parts))
            changed = at_some_test(rng, parts[place], change)
            return type(condition)((*parts[:place], changed, *parts[place + 1 :]))
        case Not(inner):
            return Not(at_some_test(rng, inner, change))
        case Let():
            return condition
        case _:
            return change(condition)
