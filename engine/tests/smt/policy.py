"""A policy as a tree: what the generator makes, `way.py` writes down for `waypost`, and `formulas.py` hands to z3.

It knows as much of the language as the oracle asks about, and nothing of how `waypost` reads or proves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

DECIMALS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0, "KWD": 3}
"""How many decimals the currencies have that the generator uses (ISO 4217)."""

MOST_MINOR = 2**53 - 1
"""The greatest amount in minor units."""

DECLINES = tuple(
    """
    account_closed authentication_failed authentication_required avs_mismatch cancelled card_not_activated
    card_restricted compliance_blocked currency_not_supported do_not_honor do_not_retry duplicate expired_card
    fraud_blocked_merchant fraud_blocked_psp insufficient_funds invalid_amount invalid_card_data invalid_card_number
    invalid_cvc invalid_pin invalid_request issuer_technical issuer_unavailable limit_exceeded lost_card
    mandate_revoked merchant_config new_card_data_available outcome_unknown pin_tries_exceeded prepaid_single_use
    psp_technical retry_limit_reached route_not_possible stolen_card suspected_fraud three_ds_technical token_invalid
    transaction_not_permitted other
    """.split()
)
"""Why an attempt may have been declined (`docs/language/retry.md`)."""


# Facts


@dataclass(frozen=True)
class Integer:
    """The whole numbers of a range, both ends included."""

    low: int
    high: int


@dataclass(frozen=True)
class OneOf:
    """One of some names."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Money:
    """An amount in one of some currencies."""

    currencies: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One thing that a payment has; `part_of` names the amount that a currency belongs to."""

    name: str
    type: Integer | OneOf | Flag | Money
    optional: bool = False
    only_when: Condition | None = None
    part_of: str | None = None

    @property
    def may_be_absent(self) -> bool:
        return self.optional or self.only_when is not None

    def parts(self) -> list[Fact]:
        """The facts that come with it."""
        if not isinstance(self.type, Money):
            return []
        return [replace(self, name=f"{self.name}.currency", type=OneOf(self.type.currencies), part_of=self.name)]


# Conditions


@dataclass(frozen=True)
class Amount:
    """An amount of money, as a literal."""

    minor: int
    currency: str

    def worth(self, rates: Rates) -> Fraction:
        """What it is worth in the base of the rates."""
        return Fraction(self.minor, 10 ** DECIMALS[self.currency]) / rates.per_base[self.currency]


Value = int | str | Amount


@dataclass(frozen=True)
class Member:
    """`fact in [low .. high, …]`, or `is` with a single value; ends of ranges are included."""

    fact: Fact
    ranges: tuple[tuple[Value, Value], ...]
    negative: bool = False


@dataclass(frozen=True)
class Compare:
    """`fact < value`, and the like."""

    fact: Fact
    sign: str
    value: Value


@dataclass(frozen=True)
class Against:
    """`fact < other`, `fact is other` and the like: two facts of one type."""

    fact: Fact
    sign: str
    other: Fact
    negative: bool = False


@dataclass(frozen=True)
class IsTrue:
    """A flag as its own test."""

    fact: Fact


@dataclass(frozen=True)
class Presence:
    """`fact is present`, or `fact is absent`."""

    fact: Fact
    present: bool


@dataclass(frozen=True)
class And:
    """All of them hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """At least one of them holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """It does not hold."""

    inner: Condition


@dataclass(frozen=True)
class AtOldRates:
    """It holds by the rates of the policy that another one is compared with."""

    inner: Condition


@dataclass(frozen=True)
class Let:
    """A condition with a name; in a condition, the use of that name."""

    name: str
    meaning: Condition


Test = Member | Compare | Against | IsTrue | Presence
Condition = Test | And | Or | Not | AtOldRates | Let


# Outcomes, rules, stages


@dataclass(frozen=True)
class Outcome:
    """What a rule decides but for a plan: `deny "fraud"` is the word `deny` and the reason `fraud`."""

    word: str
    reason: str | None = None


@dataclass(frozen=True)
class Plan:
    """Connectors in the order in which they are tried."""

    connectors: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A condition, or none, and what it decides."""

    name: str
    when: Condition | None
    outcome: Outcome | Plan


@dataclass(frozen=True)
class Block:
    """A condition before all that it holds."""

    when: Condition
    items: tuple[Rule | Block, ...]


@dataclass(frozen=True)
class Stage:
    """Rules, the first of which wins, and what is decided for the rest."""

    kind: str
    items: tuple[Rule | Block, ...]
    otherwise: Outcome | Plan | None

    def rules(self) -> Iterator[tuple[Rule, tuple[Condition, ...]]]:
        """All rules from the top, each with the conditions around it and its own."""
        return _rules(self.items, ())


def _rules(items, around) -> Iterator[tuple[Rule, tuple[Condition, ...]]]:
    for item in items:
        own = around if item.when is None else (*around, item.when)
        if isinstance(item, Block):
            yield from _rules(item.items, own)
        else:
            yield item, own


# The whole


@dataclass(frozen=True)
class Rates:
    """How many units of each currency a unit of the base is worth; the base itself is worth 1."""

    base: str
    per_base: dict[str, Fraction]


@dataclass(frozen=True)
class Connector:
    """Whom payments can be sent to, and which ones it takes."""

    name: str
    serves: Condition | None


@dataclass(frozen=True)
class Invariant:
    """A claim (`always`, `never`, `first`) about a stage; of a route it may expect a connector, by its name.

    An outcome without the reason that its word has stands for any reason.
    """

    name: str
    when: Condition | None
    stage: str
    claim: str
    expected: Outcome | str


@dataclass(frozen=True)
class Policy:
    """All that a file says."""

    facts: tuple[Fact, ...]
    rates: Rates
    connectors: tuple[Connector, ...]
    lets: tuple[Let, ...]
    stages: tuple[Stage, ...]
    invariants: tuple[Invariant, ...] = ()

    def stage(self, kind: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.kind == kind), None)

    def all_facts(self) -> tuple[Fact, ...]:
        """The facts that are declared, and those that tell of an attempt, which a policy with `retry` has besides."""
        if self.stage("retry") is None:
            return self.facts
        return (*self.facts, *attempt_facts(self.connectors))


def attempt_facts(connectors: tuple[Connector, ...]) -> tuple[Fact, ...]:
    """What a payment tells of its last attempt: all of it or nothing."""
    attempt = Fact("attempt", Integer(1, 1000), optional=True)
    told = Presence(attempt, True)
    names = tuple(connector.name for connector in connectors)
    return attempt, Fact("decline", OneOf(DECLINES), only_when=told), Fact("connector", OneOf(names), only_when=told)
