"""Makes a policy smaller as long as it still shows a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from policy import Block, Policy, Rule


def shrunk(policy: Policy, fails: Callable[[Policy], bool]) -> Policy:
    """The smallest policy that is found by taking out one thing after the other."""
    smaller = next((each for each in candidates(policy) if fails(each)), None)
    return policy if smaller is None else shrunk(smaller, fails)


def candidates(policy: Policy) -> Iterator[Policy]:
    """The policy without one of its stages, rules, blocks or invariants."""
    for stage in policy.stages:
        others = tuple(each for each in policy.stages if each is not stage)
        if stage.kind != "route":
            claims = tuple(each for each in policy.invariants if each.stage != stage.kind)
            yield replace(policy, stages=others, invariants=claims)
    for place, stage in enumerate(policy.stages):
        for items in _without_one(stage.items):
            stages = list(policy.stages)
            stages[place] = replace(stage, items=items)
            yield replace(policy, stages=tuple(stages))
    for claim in policy.invariants:
        yield replace(policy, invariants=tuple(each for each in policy.invariants if each is not claim))


def _without_one(items: tuple[Rule | Block, ...]) -> Iterator[tuple[Rule | Block, ...]]:
    for place, item in enumerate(items):
        before, behind = items[:place], items[place + 1 :]
        yield before + behind
        if isinstance(item, Block):
            for inner in _without_one(item.items):
                yield (*before, replace(item, items=inner), *behind)
