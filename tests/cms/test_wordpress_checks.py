"""Texts that an editor changes in WordPress: checked against the article, kept, or taken out."""

from tests.cms.desk import FURTHER, TEXT, Desk
from tests.cms.service import Service


def test_a_check_that_cannot_be_made_changes_nothing(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    chief.site.settings(url="http://127.0.0.1:9")
    refused = chief.ask("POST", post, "/check", version=view["version"])
    assert (refused.status_code, refused.json()["code"]) == (503, "newsbrief_unchecked")
    assert chief.view(post) == view


def test_an_edited_text_is_checked_against_the_article(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    claim = next(c for c in view["claims"] if c["section"] == "key_points")
    wrong = chief.ask("PATCH", post, version=view["version"], claims={claim["id"]: "Officials counted 900 delegates."})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "newsbrief_refused")
    assert wrong.json()["data"]["refused"][claim["id"]]["words"] == "The article does not carry this."
    assert chief.view(post)["version"] == view["version"], "nothing is kept"
    right = chief.ask(
        "PATCH",
        post,
        version=view["version"],
        claims={claim["id"]: "Officials counted 214 delegates in the hall."},
    )
    edited = next(c for c in right.json()["claims"] if c["id"] == claim["id"])
    assert edited["verdict"] == "supported"
    assert any("214" in quote for quote in edited["evidence"])
    chief.approve(post, right.json()["version"])
    line = chief.site.php("return Newsbrief\\disclosure(get_post_meta($args[0], '_newsbrief_approved', true));", post)
    assert "edited and reviewed by editor-in-chief" in line


def test_a_judgement_is_not_checked_without_a_judge_and_two_sentences_both_are(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    claim = next(c for c in view["claims"] if c["section"] == "critical_analysis")

    def said_of(text: str) -> str:
        version = chief.view(post)["version"]
        sent = {"version": version, "claims": {claim["id"]: text}, "reason": "A colleague was there."}
        edited = chief.ask("PATCH", post, **sent).json()
        return str(next(c["verdict"] for c in edited["claims"] if c["id"] == claim["id"]))

    assert said_of("The move to Oman may ease tensions.") == "unverified"
    assert said_of("The move to Oman may ease tensions. Officials counted 900 delegates.") == "unsupported"
    assert said_of("The move to Oman may ease tensions. It could also delay the talks.") == "unverified"


def test_words_without_a_full_stop_are_checked_with_the_claim_that_follows(chief: Desk) -> None:
    post = chief.post(*TEXT, *FURTHER)
    view = chief.make_and_wait(post)
    first, second, *_ = (claim for claim in view["claims"] if claim["section"] == "the_story")
    told = {first["id"]: f"{first['text']} The president of France paid for all of it"}
    sent = {"version": view["version"], "claims": told, "reason": "A colleague was there."}
    edited = chief.ask("PATCH", post, **sent).json()
    verdicts = {claim["id"]: claim["verdict"] for claim in edited["claims"]}
    assert verdicts[first["id"]] not in ("supported", "inference")
    assert verdicts[second["id"]] == "supported", "nobody changed it"
    again = chief.ask("POST", post, "/check", version=edited["version"]).json()["claims"]
    checked = {claim["id"]: claim["verdict"] for claim in again}
    assert checked[first["id"]] == checked[second["id"]] == verdicts[first["id"]]


def test_a_claim_of_which_the_check_left_out_a_word_was_not_checked(chief: Desk) -> None:
    code = "return array_column(array_map('Newsbrief\\said_of', Newsbrief\\parts_of($args[0], $args[1])), 'verdict');"

    def verdicts(claims: list[str], parts: list[str], section: str = "the_story") -> list[str]:
        def list_parts(texts: list[str]) -> list[dict[str, object]]:
            return [{"section": section, "text": text, "verdict": "supported"} for text in texts]

        found: list[str] = chief.site.php(code, list_parts(claims), list_parts(parts))
        return found

    assert verdicts(["It rained. It snowed."], ["It rained.", "It snowed."]) == ["supported"]
    assert verdicts(["雨が降った。雪が降った。"], ["雨が降った。", "雪が降った。"]) == ["supported"]
    assert verdicts(["It rained. It snowed."], ["It rained."]) == ["unchecked"]
    assert verdicts(["It rained. It snowed", "It froze."], ["It rained.", "It snowed It froze."]) == ["supported"] * 2
    assert verdicts(["It rained.", "It froze."], ["It froze."], "key_points") == ["unchecked", "supported"]
    assert verdicts(["It rained."], []) == ["unchecked"]


def test_a_text_is_kept_when_nobody_can_check_it(chief: Desk, service: Service) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    chief.site.settings(url="http://127.0.0.1:9")
    claim = view["claims"][-1]["id"]
    edited = chief.ask("PATCH", post, version=view["version"], claims={claim: "Written in a hurry."}).json()
    assert (edited["claims"][-1]["text"], edited["claims"][-1]["verdict"]) == ("Written in a hurry.", "unchecked")
    assert chief.approve(post).status_code == 422
    anyway = chief.ask("POST", post, "/approval", version=edited["version"], anyway=True)
    assert anyway.json()["status"] == "approved"


def test_an_emptied_text_is_taken_out_and_never_all_of_them(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    several = {view["claims"][n]["id"]: f"Iran asked to move {n} talks to Oman." for n in (0, 2)}
    both = chief.ask("PATCH", post, version=view["version"], claims=several).json()
    assert [both["claims"][n]["text"] for n in (0, 2)] == list(several.values())
    assert all(both["claims"][n]["edited"] for n in (0, 2))
    view = both
    first, *rest = [c["id"] for c in view["claims"] if c["section"] != "title"]
    shorter = chief.ask("PATCH", post, version=view["version"], claims={first: "  "}).json()
    assert first not in [c["id"] for c in shorter["claims"]]
    nothing = chief.ask("PATCH", post, version=shorter["version"], claims=dict.fromkeys(rest, ""))
    assert (nothing.status_code, nothing.json()["code"]) == (422, "newsbrief_empty")
    assert len(chief.view(post)["claims"]) == len(shorter["claims"])
