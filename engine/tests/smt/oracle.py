"""Asks z3 what `waypost check` and `waypost diff` say of random policies, and compares them verdict for verdict."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import check
import decide
import generate
import mutate
import way
from diff import Comparison
from findings import KINDS, Questions
from policy import Policy
from shrink import shrunk
from waypost import Failed, Waypost


def main() -> int:
    """Runs the oracle; the exit status says whether all agree."""
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        oracle = Oracle(options, Waypost(options.waypost.resolve(), Path(folder)))
        for number in options.only or range(options.policies):
            oracle.check(number)
        for number in options.only_diffs or range(options.diffs):
            oracle.diff(number)
        return oracle.close()


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waypost", type=Path, required=True, help="the binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policies", type=int, default=60, metavar="N", help="how many policies to check")
    parser.add_argument("--diffs", type=int, default=0, metavar="N", help="how many pairs to compare")
    parser.add_argument("--only", type=int, nargs="*", metavar="N", help="check the policies of these numbers")
    parser.add_argument("--only-diffs", type=int, nargs="*", metavar="N", help="compare the pairs of these numbers")
    parser.add_argument("--kinds", default=",".join(KINDS), help="the findings to compare, with commas between them")
    parser.add_argument("--rules", type=int, default=5, metavar="N", help="how many rules a stage has at most, about")
    parser.add_argument("--keep", type=Path, default=Path("target/smt"), help="where policies are kept that fail")
    return parser.parse_args()


@dataclass
class Oracle:
    """One run."""

    options: argparse.Namespace
    waypost: Waypost
    passed: int = 0
    failed: int = 0
    met: Counter = field(default_factory=Counter)

    def check(self, number: int) -> None:
        """Compares the findings of one policy."""
        rng = random.Random(f"{self.options.seed} policy {number}")
        policy = generate.policy(rng, generate.Style(rules=self.options.rules))
        self.met.update(finding.kind for finding in Questions(policy).answers())
        name = f"policy-{self.options.seed}-{number}"
        faults = self._findings(policy)
        if not self._judge(name, faults):
            small = shrunk(policy, lambda each: bool(sorts(faults) & sorts(self._findings(each))))
            self._keep(name, {"policy.way": policy, "small.way": small})
            tell("made smaller:", self._findings(small))

    def diff(self, number: int) -> None:
        """Compares what is said of one pair."""
        rng = random.Random(f"{self.options.seed} pair {number}")
        old, new = mutate.pair(rng, generate.Style(rules=self.options.rules))
        self.met["same" if Comparison(old, new).is_same() else "changed"] += 1
        name = f"pair-{self.options.seed}-{number}"
        if not self._judge(name, self._changes(old, new)):
            self._keep(name, {"old.way": old, "new.way": new})

    def _changes(self, old: Policy, new: Policy) -> list[str]:
        try:
            return Comparison(old, new).disagreements(self.waypost.diff(old, new))
        except Failed as fault:
            return [str(fault)]

    def _findings(self, policy: Policy) -> list[str]:
        try:
            faults = check.disagreements(policy, self.waypost.check(policy), self.options.kinds.split(","))
            return faults or decide.disagreements(policy, self.waypost)
        except Failed as fault:
            return [str(fault)]

    def _judge(self, name: str, faults: list[str]) -> bool:
        """Whether nothing is wrong; counts it, and tells what is."""
        self.passed += not faults
        self.failed += bool(faults)
        if faults:
            tell(f"{name} fails:", faults)
        return not faults

    def _keep(self, name: str, policies: dict[str, Policy]) -> None:
        folder = self.options.keep / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, policy in policies.items():
            (folder / file).write_text(way.text(policy, file.removesuffix(".way")))
        print(f"kept in {folder}")

    def close(self) -> int:
        """Tells what was met, and how it went."""
        print("met " + ", ".join(f"{kind} {self.met[kind]}" for kind in (*KINDS, "same", "changed")))
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def tell(title: str, faults: list[str]) -> None:
    """Prints faults below a title."""
    print("\n".join([title, *faults]).replace("\n", "\n  "), flush=True)


def sorts(faults: list[str]) -> set[str]:
    """What sorts of faults there are, whatever they are about."""
    return {fault.split(":")[0] for fault in faults}


if __name__ == "__main__":
    sys.exit(main())
