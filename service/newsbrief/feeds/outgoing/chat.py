"""A digest for chats: Slack's Block Kit and Teams' Adaptive Cards, within what they take.

Sources: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and
https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from newsbrief.feeds.edition import Edition, Item
from newsbrief.feeds.outgoing.text import render_story

SLACK_CHARACTERS = 12_000
"""Of all blocks: Slack refuses somewhat more than 13,000."""
SLACK_ITEMS = 20
"""Two blocks each, of 50 that a message may have."""
TEAMS_BYTES = 20_000
"""Documented are 28 KB; messages of less were refused."""
_SECTION, _HEADER, _CONTEXT = 2_900, 150, 1_900
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
    header = {"type": "header", "text": {"type": "plain_text", "text": cut(edition.title, _HEADER), "emoji": False}}
    blocks: list[dict[str, Any]] = [header]
    for item in edition.items:
        blocks.append(
            {"type": "section", "text": {"type": "mrkdwn", "text": _write_slack_item(item), "verbatim": True}}
        )
        blocks.append({"type": "context", "elements": [_plain(cut(_about(item), _CONTEXT))]})
    if edition.more:
        blocks.append({"type": "context", "elements": [_plain(f"{edition.more} more")]})
    return {"text": escape_slack(edition.title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _write_slack_item(item: Item) -> str:
    title = escape_slack(cut(item.title, 300))
    url = _escape_signs(item.url).replace("|", "%7C") if item.url else None
    head = f"*<{url}|{title}>*" if url else f"*{title}*"
    # Cut before it is escaped: half an entity would be shown as it is.
    room = (_SECTION - len(head)) // 5
    told = render_story(item)
    body = escape_slack(told)
    return f"{head}\n{body if len(head) + len(body) < _SECTION else escape_slack(cut(told, max(room, 100)))}"


def escape_slack(text: str) -> str:
    """Return `text` as Slack shows it as it is: no mention, no link. What makes words bold is left without effect."""
    # A word joiner beside them keeps *, _, ~ and ` from being marks.
    return "".join(f"\u2060{c}\u2060" if c in "*_~`" else c for c in _escape_signs(text))


def _escape_signs(text: str) -> str:
    return "".join(_SIGNS.get(c, c) for c in text)


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _about(item: Item) -> str:
    return " · ".join((*(origin.name for origin in item.origins[:5]), item.disclosure))


def _build_teams(edition: Edition) -> dict[str, Any]:
    body: list[dict[str, Any]] = [_rich([_run(cut(edition.title, 300), size="Large", weight="Bolder")])]
    for item in edition.items:
        head = _run(cut(item.title, 300), weight="Bolder")
        if item.url:
            head["selectAction"] = {"type": "Action.OpenUrl", "url": item.url}
        body += [_rich([head]), _rich([_run(cut(render_story(item), 3_000))])]
        body.append(_rich([_run(cut(_about(item), 1_000), size="Small", isSubtle=True)]))
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


def cut(text: str, most: int) -> str:
    """Return `text` with at most `most` characters; what is cut ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
