"""The editor's last word: a text that its check refuses is kept with a reason, and nobody is told that it passed."""

import html
import re
from typing import Any

from tests.cms.desk import FURTHER, TEXT, Desk, with_block

FALSE = "Officials counted 900 delegates in the hall."
EVIDENCE = with_block(*TEXT, *FURTHER).replace(
    "newsbrief/briefing", 'newsbrief/briefing {"sections":["the_story","key_points"],"evidence":true}'
)


def overridden(chief: Desk, post: int) -> dict[str, Any]:
    """Return a briefing with one key point that the article does not carry, kept with a reason."""
    view = chief.make_and_wait(post)
    claim = next(c for c in view["claims"] if c["section"] == "key_points")
    sent = {"version": view["version"], "claims": {claim["id"]: FALSE}}
    assert chief.ask("PATCH", post, **sent, reason="  \n ").status_code == 422, "white space is no reason"
    kept = chief.ask("PATCH", post, **sent, reason="The hall was\ncounted again.")
    assert kept.status_code == 200
    found: dict[str, Any] = kept.json()
    return found


def test_it_is_kept_with_its_verdict_its_reason_and_its_history(chief: Desk) -> None:
    post = chief.post()
    view = overridden(chief, post)
    claim = next(c for c in view["claims"] if c["text"] == FALSE)
    assert claim["verdict"] in ("unsupported", "contradicted")
    assert (claim["reason"], claim["reason_by"]) == ("The hall was counted again.", "editor-in-chief")
    (line,) = view["history"]
    assert (line["by"], line["after"], line["reason"]) == ("editor-in-chief", FALSE, "The hall was counted again.")
    assert line["words"] == claim["words"]
    refused = chief.approve(post, view["version"])
    assert (refused.status_code, refused.json()["code"]) == (422, "newsbrief_did_not_pass")
    better = chief.ask(
        "PATCH", post, version=view["version"], claims={claim["id"]: TEXT[2].split(". ")[0] + "."}
    ).json()
    mended = next(c for c in better["claims"] if c["id"] == claim["id"])
    assert (mended["verdict"], mended["reason"]) == ("supported", "")
    assert [entry["after"] for entry in better["history"]] == [mended["text"], FALSE]


def test_readers_are_told_and_are_shown_evidence_only_of_what_passed(chief: Desk) -> None:
    post = chief.post(status="publish", content=EVIDENCE)
    view = overridden(chief, post)
    assert chief.ask("POST", post, "/approval", version=view["version"], anyway=True).status_code == 200
    assert chief.view(post)["approved"]["current"] is True
    page = chief.page(post)
    assert re.search(r"The editor answers for \d statements? that the check did not find in the article", page)
    assert "checked against" not in page.replace("Not checked against", "")
    items = {item: "<sup>" in item for item in re.findall("<li>(.*?)</li>", page)}
    assert items.pop(FALSE) is False
    assert all(items.values())
    numbers = [int(n) for n in re.findall(r'href="#newsbrief-\d+-(\d+)"', page)]
    assert numbers
    listed = dict(re.findall(rf'<li id="newsbrief-{post}-(\d+)"><a href="#:~:text=[^"]+">(.*?)</a></li>', page))
    assert {str(n) for n in numbers} == set(listed)
    assert all(any(html.unescape(words) in told for told in (*TEXT, *FURTHER)) for words in listed.values())


def test_without_the_choice_readers_see_no_evidence(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)
    page = chief.page(post)
    assert "Summary made by software" in page
    assert "newsbrief-evidence" not in page
    assert "<sup>" not in page


def test_what_the_changed_article_denies_needs_a_reason_to_be_approved(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    chief.save(
        post, content=with_block("Nothing of what was said here stands any more.", *["A wholly other story."] * 9)
    )
    view = chief.ask("POST", post, "/check", version=view["version"]).json()
    assert any(claim["lacks_reason"] for claim in view["claims"])
    anyway = chief.ask("POST", post, "/approval", version=view["version"], anyway=True)
    assert (anyway.status_code, anyway.json()["code"]) == (422, "newsbrief_reason_needed")
    said = {"version": view["version"], "anyway": True, "reason": "It stood in the first edition."}
    approved = chief.ask("POST", post, "/approval", **said).json()
    assert (approved["status"], approved["approved"]["current"]) == ("approved", True)
    assert all(line["reason"] == "It stood in the first edition." for line in approved["history"])


def test_nothing_is_said_to_be_checked_that_was_not(chief: Desk) -> None:
    lines = {
        verdict: chief.site.php(
            "return Newsbrief\\disclosure(['by' => 'Ada', 'at' => 0, 'claims' => [['verdict' => $args[0]]]]);", verdict
        )
        for verdict in (
            "supported",
            "inference",
            "unverified",
            "unattributed",
            "unsupported",
            "contradicted",
            "outdated",
            "unchecked",
        )
    }
    told = {verdict: line.split(". ", 1)[1] if ". " in line else "" for verdict, line in lines.items()}
    assert told["supported"] == told["inference"] == ""
    for verdict in ("unsupported", "contradicted", "unattributed"):
        assert told[verdict] == "The editor answers for 1 statement that the check did not find in the article."
    for verdict in ("unverified", "outdated", "unchecked"):
        assert told[verdict] == "Not checked against the article: 1 statement."


def test_what_rests_on_no_sentence_is_not_said_to_be_carried(chief: Desk) -> None:
    view = chief.make_and_wait(chief.post())
    for claim in view["claims"]:
        carried = claim["words"] == "The article carries this."
        rests = claim["evidence"] or claim["section"] == "title"
        assert carried == bool(claim["verdict"] == "supported" and rests)
    assert any("rests on no sentence" in claim["words"] for claim in view["claims"])


def test_the_shortcode_shows_what_the_block_shows(chief: Desk) -> None:
    content = "\n\n".join(TEXT) + '\n\n[newsbrief_briefing sections="key_points" evidence="yes"]'
    post = chief.post(status="publish", content=content)
    chief.make_and_wait(post)
    chief.approve(post)
    page = chief.page(post)
    assert re.findall("<h3>(.*?)</h3>", page) == ["Key Points"]
    assert "newsbrief-evidence" in page
    assert "newsbrief_briefing" not in chief.site.php("return Newsbrief\\article_text(get_post($args[0]));", post)
