"""A digest for chats: Slack's Block Kit and Teams' Adaptive Cards, within what they take.

Sources: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and
https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from newsbrief.article.normalise import shorten
from newsbrief.briefing.opening import take_opening
from newsbrief.feeds.edition import Edition, Item

SLACK_CHARACTERS = 12_000
"""Of all blocks: Slack refuses somewhat more than 13,000."""
SLACK_ITEMS = 20
"""Two blocks each, of 50 that a message may have."""
TEAMS_BYTES = 20_000
"""Documented are 28 KB; messages of less were refused."""
_SECTION, _HEADER, _CONTEXT = 2_900, 150, 1_900
_PARAGRAPH, _NOTE = 3_000, 1_000
"""Of a card."""
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render_slack(edition: Edition) -> str:
    """Return the payload of an incoming webhook of Slack."""
    return _fit_items(edition, _build_slack, SLACK_ITEMS, lambda text: len(text) <= SLACK_CHARACTERS)


def render_teams(edition: Edition) -> str:
    """Return the payload of a workflow of Teams that posts a card. Its texts are no Markdown: nothing in them acts."""
    return _fit_items(edition, _build_teams, len(edition.items), lambda text: len(text.encode()) <= TEAMS_BYTES)


def _fit_items(
    edition: Edition, build: Callable[[Edition], dict[str, Any]], most: int, fits: Callable[[str], bool]
) -> str:
    """Return the payload with as many items as fit; the first is always there."""
    for number in range(min(most, len(edition.items)), 1, -1):
        if fits(text := json.dumps(build(edition.shorten(number)), ensure_ascii=False)):
            return text
    return json.dumps(build(edition.shorten(1)), ensure_ascii=False)


def _build_slack(edition: Edition) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(shorten(edition.title, _HEADER))}]
    more = edition.more
    for item in edition.items:
        if not (block := _write_slack_item(item)):
            more += 1
            continue
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": block, "verbatim": True}})
        blocks.append({"type": "context", "elements": [_plain(_about(item, _CONTEXT))]})
    if more:
        blocks.append({"type": "context", "elements": [_plain(f"{more} more")]})
    return {"text": escape_slack(edition.title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _write_slack_item(item: Item) -> str:
    """Return the title and the beginning of the story, within a section; empty where the title alone is longer.

    The title is no link where its address leaves no room for a claim.
    """
    title = escape_slack(item.title)
    linked = [f"*<{_escape_signs(item.url).replace('|', '%7C')}|{title}>*"] if item.url else []
    heads = [head for head in (*linked, f"*{title}*") if len(head) <= _SECTION]
    claims = [escape_slack(line.marked_text) for line in item.section("the_story")]
    openings = ((head, take_opening(claims, partial(_fits_below, head))) for head in heads)
    return next((f"{head}\n{said}" for head, said in openings if said), heads[0] if heads else "")


def _fits_below(head: str, story: str) -> bool:
    return len(f"{head}\n{story}") <= _SECTION


def escape_slack(text: str) -> str:
    """Return `text` as Slack shows it as it is: no mention, no link. What makes words bold is left without effect."""
    # A word joiner beside them keeps *, _, ~ and ` from being marks.
    return "".join(f"\u2060{c}\u2060" if c in "*_~`" else c for c in _escape_signs(text))


def _escape_signs(text: str) -> str:
    return "".join(_SIGNS.get(c, c) for c in text)


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _about(item: Item, most: int) -> str:
    """Return the names of the first origins, as many as there is room for, and how the briefing was made."""
    names = [origin.name for origin in item.origins[:5]]
    lines = (" · ".join((*names[:number], item.disclosure)) for number in range(len(names), 0, -1))
    return next((line for line in lines if len(line) <= most), item.disclosure)


def _build_teams(edition: Edition) -> dict[str, Any]:
    body: list[dict[str, Any]] = [_rich([_run(edition.title, size="Large", weight="Bolder")])]
    for item in edition.items:
        head = _run(item.title, weight="Bolder")
        if item.url:
            head["selectAction"] = {"type": "Action.OpenUrl", "url": item.url}
        body.append(_rich([head]))
        claims = [line.marked_text for line in item.section("the_story")]
        if story := take_opening(claims, lambda text: len(text) <= _PARAGRAPH):
            body.append(_rich([_run(story)]))
        body.append(_rich([_run(_about(item, _NOTE), size="Small", isSubtle=True)]))
    if edition.more:
        body.append(_rich([_run(f"{edition.more} more", isSubtle=True)]))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _rich(inlines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": inlines}


def _run(text: str, **more: object) -> dict[str, Any]:
    return {"type": "TextRun", "text": text, **more}
