"""Reports on judges: a table for the terminal and for Markdown, a plot, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from newsbrief.evals.judges.measure import Amount, JudgeMeasures, Miss, Share
from newsbrief.evals.report.markdown import escape_markdown
from newsbrief.version import __version__

_NONE = "–"
_MOST = 20
"""Errors of a judge that the summary shows."""


class Report(BaseModel):
    """Everything that was measured, as the JSON file holds it."""

    model_config = ConfigDict(frozen=True)

    version: str = __version__
    created_at: str
    prompt_sha256: str
    """Of the prompt that judges are asked with."""
    sets: tuple[str, ...]
    articles: int
    claims: int
    own_words: int
    """Claims that no judge is asked about: they are word for word the article's."""
    without_source: int
    """Pairs whose article was not kept."""
    unreadable: int
    """Pairs whose source is no article."""
    runs: int
    spent_usd: float
    """Of all starts together, as far as calls have a price."""
    advice: str
    judges: tuple[JudgeMeasures, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every judge was asked to the end."""
        return not any(judge.stopped for judge in self.judges)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a measure, and each judge's value as text."""

    name: str
    cells: tuple[str, ...]


def tabulate(judges: Sequence[JudgeMeasures]) -> list[Row]:
    """Return the rows of the table."""

    def row(name: str, *cells: str) -> Row:
        return Row(name, cells)

    def shares(name: str, field: str) -> Row:
        return row(name, *(tell_share(getattr(judge, field)) for judge in judges))

    return [
        row("exam: right answers (18 of 24 needed)", *(judge.exam for judge in judges)),
        row("claims asked", *(str(judge.claims) for judge in judges)),
        shares("caught", "caught"),
        shares("flagged for nothing", "flagged"),
        shares("caught by judge and guards", "caught_by_service"),
        shares("flagged by judge and guards", "flagged_by_service"),
        shares("same in every run", "agreement"),
        shares("no verdict", "no_verdict"),
        shares("canaries told apart", "canaries"),
        shares("failed calls", "failed_calls"),
        row("dollars, 1,000 claims", *(_tell_dollars(judge.usd_per_1000) for judge in judges)),
        row("seconds, 1,000 claims", *(_tell_amount(judge.seconds_per_1000) for judge in judges)),
        row("tokens, 1,000 claims", *(_tell_count(judge.tokens_per_1000) for judge in judges)),
        *_tabulate_groups("caught: {}", "caught_by_error", judges),
        *_tabulate_groups("caught, in {}", "caught_by_language", judges),
        *_tabulate_groups("flagged for nothing, in {}", "flagged_by_language", judges),
        *_tabulate_groups("caught, written by {}", "caught_by_writer", judges, is_of_family=True),
        *_tabulate_groups("flagged for nothing, written by {}", "flagged_by_writer", judges, is_of_family=True),
    ]


def _tabulate_groups(
    name: str, field: str, judges: Sequence[JudgeMeasures], *, is_of_family: bool = False
) -> Iterator[Row]:
    """Yield a row for each group; a judge's value on claims of its own family of models is marked."""
    for group in sorted({group for judge in judges for group in getattr(judge, field)}):
        cells = []
        for judge in judges:
            mark = " (own family)" if is_of_family and group in judge.families else ""
            cells.append(tell_share(getattr(judge, field).get(group)) + mark)
        yield Row(name.format(group), tuple(cells))


def tell_share(share: Share | None) -> str:
    """Return a share in per cent with its interval, and the number of claims or calls that it is of."""
    if share is None:
        return _NONE
    value, low, high = (f"{100 * v:.0f}" for v in (share.value, share.low, share.high))
    return f"{value} % [{low}, {high}] of {share.of}"


def _tell_amount(amount: Amount | None) -> str:
    return f"{amount.value:,.0f} [{amount.low:,.0f}, {amount.high:,.0f}]" if amount else _NONE


def _tell_dollars(amount: Amount | None) -> str:
    return f"${amount.value:.3f} [{amount.low:.3f}, {amount.high:.3f}]" if amount else _NONE


def _tell_count(number: float | None) -> str:
    return _NONE if number is None else f"{number:,.0f}"


def write_markdown(report: Report) -> str:
    """Return a summary for a pull request or a wiki: the advice, the table, and where judges erred."""
    return "\n".join(_write_lines(report)) + "\n"


def _write_lines(report: Report) -> Iterator[str]:
    yield "## Judges compared"
    yield ""
    yield f"**{escape_markdown(report.advice)}**"
    yield ""
    yield tell_scope(report)
    yield ""
    yield from (f"- {escape_markdown(line)}" for line in tell_troubles(report))
    heads = ("measure", *(escape_markdown(judge.label) for judge in report.judges))
    yield f"\n| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * len(report.judges)}"
    for row in tabulate(report.judges):
        yield f"| {escape_markdown(row.name)} | {' | '.join(map(escape_markdown, row.cells))} |"
    for judge in report.judges:
        if judge.misses:
            yield f"\n<details><summary>{len(judge.misses)} errors of {escape_markdown(judge.label)}</summary>\n"
            yield from (_tell_miss(miss) for miss in judge.misses[:_MOST])
            yield "\n</details>"


def tell_troubles(report: Report) -> Iterator[str]:
    """Yield a line for each judge that was not asked to the end, and for each reason why claims have no verdict."""
    for judge in report.judges:
        if judge.stopped:
            yield f"{judge.label}: {judge.stopped}"
        yield from (f"{judge.label}: {times} times: {warning}" for warning, times in judge.warnings.items())


def tell_scope(report: Report) -> str:
    """Return in a sentence what was asked about."""
    scope = f"{report.claims} claims on {report.articles} articles ({', '.join(report.sets)}), {report.runs} runs"
    left_out = [
        (report.own_words, "are the article's own words, which no judge is asked about"),
        (report.without_source, "have no source, as their article was not kept"),
        (report.unreadable, "have a source that is no article"),
    ]
    return "; ".join([scope, *(f"{n} more {why}" for n, why in left_out if n)]) + "."


def _tell_miss(miss: Miss) -> str:
    kind = "flagged for nothing" if miss.carried else f"missed, {miss.error or 'wrong'}"
    reason = f" ({escape_markdown(miss.reason)})" if miss.reason else ""
    return f"- *{escape_markdown(kind)}*, {escape_markdown(miss.id)}: {escape_markdown(miss.claim)}{reason}"
