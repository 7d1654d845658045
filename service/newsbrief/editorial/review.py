"""Approve a reply, publish it, or make it a draft again."""

from __future__ import annotations

from datetime import datetime

from newsbrief.briefing.review import Review, Status
from newsbrief.reply import Reply
from newsbrief.verification.edits import EditError


class NotReviewed(EditError):
    """A draft must be approved before it is published."""

    reason = "not-reviewed"


def apply_review(reply: Reply, status: Status, *, by: str, at: datetime, unreviewed: bool = False) -> Reply:
    """Return `reply` approved by the person `by`, published, or a draft again. `unreviewed`: a draft may be published.

    A published briefing keeps the name of the person who approved it; without an approval it has no name.

    Raises:
        NotReviewed: a draft was to be published.
    """
    was = reply.review
    if status == "reviewed":
        review = Review(status=status, by=by, at=at, edited=was.edited)
    elif status == "draft":
        review = Review(edited=was.edited)
    elif was.status == "draft" and not unreviewed:
        raise NotReviewed("Nobody has approved the briefing yet: it is a draft.")
    else:
        review = was.model_copy(update={"status": status})
    return reply.model_copy(update={"review": review})


def restore_version(then: Reply) -> Reply:
    """Return the version `then` as a new one: a draft again, whatever it was."""
    return then.model_copy(update={"review": Review(edited=then.review.edited), "source_text": None})
