"""Makes a policy smaller as long as it still shows a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from policy import And, Block, Condition, Let, Not, Or, Policy, Rule

MOST_TRIES = 300

Items = tuple[Rule | Block, ...]


def shrunk(policy: Policy, fails: Callable[[Policy], bool]) -> Policy:
    """A smaller policy that fails too, found by taking out one thing after the other."""
    tries = 0
    candidates = _smaller(policy)
    while tries < MOST_TRIES and (candidate := next(candidates, None)) is not None:
        tries += 1
        if fails(candidate):
            policy, candidates = candidate, _smaller(candidate)
    return policy


def _smaller(policy: Policy) -> Iterator[Policy]:
    """The policy without one of its stages, invariants, rules, blocks, lets or parts of conditions."""
    for stage in policy.stages:
        others = tuple(each for each in policy.stages if each is not stage)
        if stage.kind != "route":
            claims = tuple(each for each in policy.invariants if each.stage != stage.kind)
            yield replace(policy, stages=others, invariants=claims)
    for claim in policy.invariants:
        yield replace(policy, invariants=tuple(each for each in policy.invariants if each is not claim))
    for change in (_without_one, _with_less):
        for place, stage in enumerate(policy.stages):
            for items in change(stage.items):
                stages = (*policy.stages[:place], replace(stage, items=items), *policy.stages[place + 1 :])
                yield replace(policy, stages=stages)
    for let in policy.lets:
        yield replace(policy, lets=tuple(each for each in policy.lets if each is not let))


def _without_one(items: Items) -> Iterator[Items]:
    """The items without one of them, or of those within."""
    for place, item in enumerate(items):
        yield (*items[:place], *items[place + 1 :])
        if isinstance(item, Block):
            yield from _within(items, place, _without_one)


def _with_less(items: Items) -> Iterator[Items]:
    """The items with one condition made simpler."""
    for place, item in enumerate(items):
        for when in _simpler(item.when):
            yield (*items[:place], replace(item, when=when), *items[place + 1 :])
        if isinstance(item, Block):
            yield from _within(items, place, _with_less)


def _within(items: Items, place: int, change: Callable[[Items], Iterator[Items]]) -> Iterator[Items]:
    for inner in change(items[place].items):
        yield (*items[:place], replace(items[place], items=inner), *items[place + 1 :])


def _simpler(condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case And(parts) | Or(parts):
            yield from parts
            for place, part in enumerate(parts):
                for simpler in _simpler(part):
                    yield type(condition)((*parts[:place], simpler, *parts[place + 1 :]))
        case Not(inner):
            yield inner
            yield from map(Not, _simpler(inner))
        case Let(_, meaning):
            yield meaning
