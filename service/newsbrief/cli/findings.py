"""Findings of `newsbrief verify-repository`: as lines for people, as workflow commands of GitHub, as a job summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict

from newsbrief.article.normalise import to_visible
from newsbrief.briefing.schema import BULLETED, Section
from newsbrief.reply import Verification
from newsbrief.verification.claim import CARRIED, WRONG, CheckedClaim

Level = Literal["error", "warning"]
BriefingOutcome = Literal["pass", "review", "fail", "unchecked"]
MOST_SUMMARY = 1_000_000
"""Bytes of a job summary; GitHub takes 1 MiB of a step."""
_LIVE = regex.compile(r"[\\`*_{}\[\]<>()#+\-.!|~@&:]")
"""What means something in GitHub's Markdown."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Annotation(_Frozen):
    """Something that a person should look at, on a line of a file, counted from 1."""

    path: str
    line: int
    level: Level
    title: str
    message: str


class CheckedFile(_Frozen):
    """A briefing and what was found of it; `unchecked` where it could not be held against its article."""

    path: str
    outcome: BriefingOutcome
    claims: int = 0
    carried: int = 0
    findings: tuple[Annotation, ...] = ()


def collect_findings(
    path: str, verification: Verification, lines: Mapping[Section, Sequence[int]], first_line: int
) -> CheckedFile:
    """Return what was found of a briefing whose sections stand on `lines` after the first `first_line` of its file."""
    claims = verification.faithfulness.claims
    findings = (
        Annotation(
            path=path,
            line=first_line + _find_line(claim, lines),
            level="error" if claim.verdict in WRONG else "warning",
            title=f"newsbrief: {claim.verdict}",
            message=_describe(claim),
        )
        for claim in claims
        if claim.verdict not in CARRIED
    )
    return CheckedFile(
        path=path,
        outcome=verification.faithfulness.verdict,
        claims=len(claims),
        carried=sum(claim.verdict in CARRIED for claim in claims),
        findings=tuple(findings),
    )


def report_unchecked(path: str, line: int, reason: str) -> CheckedFile:
    """Return that a briefing could not be checked, and why."""
    finding = Annotation(path=path, line=line, level="error", title="newsbrief: not checked", message=reason)
    return CheckedFile(path=path, outcome="unchecked", findings=(finding,))


def format_line(finding: Annotation) -> str:
    """Return a finding as compilers write theirs."""
    kind = finding.title.removeprefix("newsbrief: ")
    return to_visible(f"{finding.path}:{finding.line}: {finding.level}: {kind}: {finding.message}")


def format_command(finding: Annotation) -> str:
    """Return a finding as a workflow command; nothing in it can begin another.

    Source: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    values = {"file": finding.path, "line": str(finding.line), "title": finding.title}
    properties = ",".join(f"{name}={_escape_property(value)}" for name, value in values.items())
    return f"::{finding.level} {properties}::{_escape_data(to_visible(finding.message))}"


def write_summary(checked: Sequence[CheckedFile]) -> str:
    """Return a job summary in GitHub's Markdown, of `MOST_SUMMARY` bytes at most."""
    lines, size = [], 0
    for line in _write_summary_lines(checked):
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MOST_SUMMARY - 100:
            lines.append("\nThe rest is in the log.")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def describe_counts(checked: Sequence[CheckedFile]) -> str:
    """Return how many briefings came to what."""
    outcomes: tuple[BriefingOutcome, ...] = ("pass", "review", "fail", "unchecked")
    numbers = {outcome: sum(each.outcome == outcome for each in checked) for outcome in outcomes}
    counts = ", ".join(f"{number} {outcome}" for outcome, number in numbers.items() if number)
    return f"{len(checked)} briefing{'' if len(checked) == 1 else 's'}" + (f": {counts}" if counts else "")


def _write_summary_lines(checked: Sequence[CheckedFile]) -> Iterator[str]:
    yield f"## Newsbrief: {describe_counts(checked)}\n"
    if not checked:
        return
    yield "| briefing | verdict | claims carried |\n| --- | --- | --- |"
    for each in checked:
        yield f"| {_escape(each.path)} | {each.outcome} | {each.carried} of {each.claims} |"
    yield ""
    for finding in (finding for each in checked for finding in each.findings):
        kind = finding.title.removeprefix("newsbrief: ")
        yield f"- **{kind}** {_escape(finding.path)}, line {finding.line}: {_escape(finding.message)}"


def _find_line(claim: CheckedClaim, lines: Mapping[Section, Sequence[int]]) -> int:
    known = lines[claim.section]
    number = int(claim.id.rpartition(".")[2]) if claim.section in BULLETED else 0
    return known[min(number, len(known) - 1)]


def _describe(claim: CheckedClaim) -> str:
    reasons = [str(check) for check in claim.failures if check.detail]
    said = [f"the article: “{claim.evidence[0].quote}”"] if claim.evidence else []
    return " – ".join(part for part in (claim.text, "; ".join([*reasons, *said])) if part)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _escape(text: str) -> str:
    """Return text that GitHub shows as it is."""
    return _LIVE.sub(lambda found: f"&#{ord(found[0])};", to_visible(text))
