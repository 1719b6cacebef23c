"""Payments in JSON, as `waypost` prints witnesses: to z3 and back (`docs/payments.md`)."""

from __future__ import annotations

import z3

from formulas import Space, is_true
from policy import Fact, Flag, Integer, Money, OneOf

ATTEMPT = {"attempt": ("attempt", "number"), "decline": ("attempt", "decline"), "connector": ("attempt", "connector")}
"""Where a payment tells of its attempt; all other facts stand where their names say."""


def equals(space: Space, payment: dict) -> z3.BoolRef:
    """That a payment is this one. What is not given is absent, a flag that is not optional is false."""
    return z3.And([_given(space, fact, _member(payment, fact)) for fact in space.facts])


def _given(space: Space, fact: Fact, value) -> z3.BoolRef:
    there = space.present(fact)
    if value is None:
        may_be_false = isinstance(fact.type, Flag) and not fact.optional
        return z3.Implies(there, z3.Not(space.value(fact))) if may_be_false else z3.Not(there)
    if not _fits(fact, value):
        return z3.BoolVal(False)
    if isinstance(fact.type, Money):
        in_currency = space.is_(fact.parts()[0], value["currency"])
        return z3.And(there, in_currency, space.value(fact) == value["minor"])
    return z3.And(there, space.is_(fact, value))


def _fits(fact: Fact, value) -> bool:
    """Whether a value in JSON is of the type of the fact; its range is for `valid` to say."""
    match fact.type:
        case Flag():
            return isinstance(value, bool)
        case Integer():
            return isinstance(value, int) and not isinstance(value, bool)
        case OneOf(values):
            return value in values
        case Money(currencies):
            minor, currency = (value.get("minor"), value.get("currency")) if isinstance(value, dict) else (None, None)
            return isinstance(minor, int) and currency in currencies


def _path(fact: Fact) -> tuple[str, ...]:
    return ATTEMPT.get(fact.name, tuple(fact.name.split(".")))


def _member(payment: dict, fact: Fact):
    """What a payment gives for a fact."""
    found = payment
    for name in _path(fact):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def spelled(space: Space, model: z3.ModelRef) -> dict:
    """The payment of a model, in JSON."""
    payment: dict = {}
    for fact in space.facts:
        if not is_true(model, space.present(fact)):
            continue
        *groups, last = _path(fact)
        inner = payment
        for name in groups:
            inner = inner.setdefault(name, {})
        inner[last] = _value(space, model, fact)
    return payment


def _value(space: Space, model: z3.ModelRef, fact: Fact):
    value = model.eval(space.value(fact), model_completion=True)
    match fact.type:
        case Flag():
            return z3.is_true(value)
        case OneOf(values):
            return values[value.as_long()]
        case Money():
            return {"minor": value.as_long(), "currency": _value(space, model, fact.parts()[0])}
        case _:
            return value.as_long()
