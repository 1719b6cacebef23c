"""Runs the `waypost` binary."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import way
from policy import Policy


class Failed(Exception):
    """The binary did not answer as it should."""


class Waypost:
    """The binary, and a folder for the policies that it is to read."""

    def __init__(self, binary: Path, folder: Path):
        self.binary = binary
        self.folder = folder

    def check(self, policy: Policy) -> list[dict]:
        """The findings of `waypost check`."""
        path = self.write(policy, "checked")
        return self._json("check", "--format", "json", path)["findings"]

    def decide(self, policy: Policy, payments: list[dict]) -> list[dict]:
        """The decisions of `waypost decide`, without what they say of the policy."""
        lines = "".join(json.dumps(payment) + "\n" for payment in payments)
        told = self._run("decide", self.write(policy, "checked"), "--ndjson", "-", given=lines)
        decisions = [json.loads(line) for line in told.splitlines()]
        return [{key: value for key, value in decision.items() if key != "policy"} for decision in decisions]

    def diff(self, old: Policy, new: Policy) -> dict:
        """What `waypost diff` says of two policies."""
        return self._json("diff", self.write(old, "old"), self.write(new, "new"), "--format", "json")

    def write(self, policy: Policy, name: str) -> Path:
        """The path of a policy as a file, alone in a folder of that name. Both sides of a diff have one name."""
        path = self.folder / name / "policy.way"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(way.text(policy, "checked"))
        return path

    def _json(self, *arguments: str | Path) -> dict:
        return json.loads(self._run(*arguments))

    def _run(self, *arguments: str | Path, given: str = "") -> str:
        """What it prints. Findings and differences end it with 1, which is as good as 0."""
        command = [str(self.binary), *map(str, arguments)]
        ran = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=120)
        if ran.returncode not in (0, 1) or not ran.stdout:
            raise Failed(f"`waypost {arguments[0]}` ended with {ran.returncode}: {ran.stderr.strip()}")
        return ran.stdout
