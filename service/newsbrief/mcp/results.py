"""Results of the tools: what an assistant needs of a reply, typed, and as a text that it can read out."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.markdown import render_markdown
from newsbrief.briefing.schema import Briefing
from newsbrief.reply import Reply, Update, Verification
from newsbrief.stories.standing import Standing, Stands
from newsbrief.verification.claim import CheckedClaim, Verdict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ClaimReport(_Frozen):
    """One claim and how it stands against the article."""

    id: str
    text: str
    verdict: Verdict = Field(description="`supported` and `inference` are carried; nobody could check `unverified`.")
    evidence: tuple[str, ...] = Field(description="Sentences of the article that it rests on, word for word.")
    problems: tuple[str, ...] = Field(description="What failed, in words.")
    action: str = Field(description="`kept`, `repaired` or `replaced` by the article's words, or `dropped`.")


class Report(_Frozen):
    """The verdict on a whole text."""

    verdict: str = Field(description="`pass`, `review` (a person should look at it) or `fail`.")
    reason: str = Field(description="Why the verdict is not `pass`; empty where it is.")
    score: float = Field(description="Share of the claims that the article carries.")
    claims: tuple[ClaimReport, ...]
    warnings: tuple[str, ...]


class Summary(Report):
    """A verified briefing."""

    id: str = Field(description="Of the briefing; `update` takes it.")
    briefing: Briefing
    markdown: str = Field(description="The same in the fixed format.")
    dropped: tuple[ClaimReport, ...] = Field(description="Claims that were left out: the article does not carry them.")
    engine: str = Field(description="`extractive` copies the article's sentences; the others let a model write.")
    degraded: bool
    degraded_reason: str | None
    disclosure: str = Field(description="How the briefing was made, for its readers.")


class StandingReport(_Frozen):
    """A claim of the older briefing against the newer article."""

    text: str
    standing: Stands = Field(description="`unconfirmed`: the newer article is silent on it.")
    detail: str = Field(description="Of what is out of date: what the newer article says of it.")
    evidence: tuple[str, ...]


class Revision(Summary):
    """An older briefing, brought up to date."""

    standings: tuple[StandingReport, ...]
    new: tuple[str, ...] = Field(description="Claims that the older briefing did not have.")
    correction: str | None = Field(description="A note for readers; null where nothing is out of date.")


def report_on(verification: Verification) -> Report:
    """Return the report on somebody's claims."""
    return Report.model_validate(_report(verification))


def build_summary(reply: Reply) -> Summary:
    """Return what an assistant needs of a briefing."""
    return Summary.model_validate(_summarize(reply))


def build_revision(update: Update) -> Revision:
    """Return what an assistant needs of an update."""
    more = {
        "standings": tuple(map(_report_standing, update.standings)),
        "new": tuple(claim.text for claim in update.new),
        "correction": update.correction,
    }
    return Revision.model_validate(_summarize(update) | more)


def describe_result(result: Report) -> str:
    """Return a result in words, for assistants that read no structured output."""
    lines = [f"Verdict: {result.verdict}" + (f" ({result.reason})" if result.reason else "")]
    if isinstance(result, Summary):
        lines = [result.markdown, "", *lines, f"Briefing id: {result.id}", result.disclosure]
        lines += [f"Left out: {claim.text} ({'; '.join(claim.problems)})" for claim in result.dropped]
    else:
        lines += [f"{c.verdict}: {c.text}" + "".join(f"; {problem}" for problem in c.problems) for c in result.claims]
    if isinstance(result, Revision):
        lines += [f"{s.standing}: {s.text} {s.detail}".strip() for s in result.standings if s.standing != "holds"]
        lines += [f"Correction: {result.correction}"] if result.correction else []
    return "\n".join([*lines, *(f"Warning: {warning}" for warning in result.warnings)])


def _report(verification: Verification) -> dict[str, object]:
    report = verification.faithfulness
    return {
        "verdict": report.verdict,
        "reason": report.reason,
        "score": report.score,
        "claims": _report_claims(report.claims),
        "warnings": verification.meta.warnings,
    }


def _summarize(reply: Reply) -> dict[str, object]:
    meta = reply.meta
    return _report(reply) | {
        "id": reply.id,
        "briefing": reply.briefing,
        "markdown": render_markdown(reply.briefing, meta.created_at, meta.language),
        "dropped": _report_claims(reply.faithfulness.dropped),
        "engine": meta.engine,
        "degraded": meta.degraded,
        "degraded_reason": meta.degraded_reason,
        "disclosure": disclose(reply).text,
    }


def _report_claims(claims: Sequence[CheckedClaim]) -> tuple[ClaimReport, ...]:
    return tuple(
        ClaimReport(
            id=claim.id,
            text=claim.text,
            verdict=claim.verdict,
            evidence=tuple(each.quote for each in claim.evidence),
            problems=tuple(map(str, claim.failures)),
            action=claim.action,
        )
        for claim in claims
    )


def _report_standing(standing: Standing) -> StandingReport:
    return StandingReport(
        text=standing.text,
        standing=standing.standing,
        detail=standing.detail,
        evidence=tuple(each.quote for each in standing.evidence),
    )
