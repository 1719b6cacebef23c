"""Reads the conditions that `waypost` writes, in which it tells regions."""

from __future__ import annotations

import re

from policy import (
    DECIMALS, Against, Amount, And, AtOldRates, Compare, Condition, Fact, Flag, IsTrue, Member, Not, Or, Presence, Value,
)  # fmt: skip

TOKEN = re.compile(r"\s*(\d+(?:\.\d+)? [A-Z]{3}|-?\d+|[A-Z]{3}|\.\.|[<>]=?|[\[\](),]|[a-z_0-9.]*[a-z_0-9])")


def read(text: str, facts: tuple[Fact, ...]) -> Condition:
    """A condition about these facts."""
    reader = Reader(text, facts)
    condition = reader.alternatives()
    if reader.next is not None:
        raise ValueError(f"`{reader.next}` is left over of `{text}`")
    return condition


class Reader:
    """The words of a condition, read from the left."""

    def __init__(self, text: str, facts: tuple[Fact, ...]):
        self.words = TOKEN.findall(text)
        self.facts = {each.name: each for fact in facts for each in (fact, *fact.parts())}
        if "".join(self.words).replace(" ", "") != re.sub(r"\s", "", text):
            raise ValueError(f"a word is not known in `{text}`")

    @property
    def next(self) -> str | None:
        return self.words[0] if self.words else None

    def takes(self, *words: str) -> bool:
        """Whether these words come next; they are taken then."""
        if tuple(self.words[: len(words)]) != words:
            return False
        del self.words[: len(words)]
        return True

    def alternatives(self) -> Condition:
        parts = [self.parts()]
        while self.takes("or"):
            parts.append(self.parts())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def parts(self) -> Condition:
        parts = [self.part()]
        while self.takes("and"):
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def part(self) -> Condition:
        if self.takes("not"):
            return Not(self.part())
        if not self.takes("("):
            return self.test()
        inner = self.alternatives()
        if not self.takes(")"):
            raise ValueError(f"`)` is missing before `{self.next}`")
        return inner

    def test(self) -> Condition:
        fact = self.facts[self.words.pop(0)]
        for word in ("present", "absent"):
            if self.takes("is", word):
                return Presence(fact, word == "present")
        if self.next in ("<", "<=", ">", ">="):
            return self.by_rates(self.compared(fact, self.words.pop(0)))
        if self.takes("is", "not"):
            return self.by_rates(self.equal(fact, negative=True))
        if self.takes("is"):
            return self.by_rates(self.equal(fact, negative=False))
        negative = self.takes("not")
        if self.takes("in"):
            return Member(fact, self.ranges(fact), negative)
        if isinstance(fact.type, Flag) and not negative:
            return IsTrue(fact)
        raise ValueError(f"no test of `{fact.name}` begins with `{self.next}`")

    def by_rates(self, test: Condition) -> Condition:
        return AtOldRates(test) if self.takes("at", "the", "old", "rates") else test

    def compared(self, fact: Fact, sign: str) -> Condition:
        if self.next in self.facts:
            return Against(fact, sign, self.facts[self.words.pop(0)])
        return Compare(fact, sign, self.value())

    def equal(self, fact: Fact, negative: bool) -> Condition:
        if self.next in self.facts:
            return Against(fact, "is", self.facts[self.words.pop(0)], negative)
        value = self.value()
        return Member(fact, ((value, value),), negative)

    def ranges(self, fact: Fact) -> tuple[tuple[Value, Value], ...]:
        if not self.takes("["):
            return (self.range(),)
        ranges = [self.range()]
        while self.takes(","):
            ranges.append(self.range())
        if not self.takes("]"):
            raise ValueError(f"`]` is missing before `{self.next}`")
        return tuple(ranges)

    def range(self) -> tuple[Value, Value]:
        low = self.value()
        return (low, self.value()) if self.takes("..") else (low, low)

    def value(self) -> Value:
        word = self.words.pop(0)
        if re.fullmatch(r"-?\d+", word):
            return int(word)
        if " " not in word:
            return word
        number, currency = word.split()
        return Amount(round(float(number) * 10 ** DECIMALS[currency]), currency)
