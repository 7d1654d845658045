import pytest

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.drafting.draft import Draft, Item
from newsbrief.verification.itemise import (
    UnusableText,
    itemise_briefing,
    itemise_draft,
    itemise_item,
    itemise_list,
    itemise_text,
)


def test_a_bullet_is_a_claim_and_so_is_a_sentence_of_a_paragraph(seed_briefing: str) -> None:
    claims = itemise_briefing(parse_markdown(seed_briefing)[0], "en")

    assert [c.id for c in claims if c.section == "key_points"] == [f"key_points.{n}" for n in range(6)]
    assert [c.text[:14] for c in claims if c.section == "the_story"] == [
        "On February 3,",
        "This announcem",
        "Despite this i",
        "These developm",
    ]
    assert {c.section: c.kind for c in claims} == {
        "title": "reported",
        "the_story": "reported",
        "key_points": "reported",
        "critical_analysis": "inference",
        "key_takeaways": "inference",
        "impact_analysis": "inference",
    }


def test_paragraphs_join_back_from_their_claims(seed_briefing: str) -> None:
    briefing, _ = parse_markdown(seed_briefing)
    story = [c.text for c in itemise_briefing(briefing, "en") if c.section == "the_story"]
    assert " ".join(story) == briefing.the_story


def test_an_item_of_several_sentences_is_several_claims_with_its_sources() -> None:
    two = Item(text="The U.S. agreed.  Iran\ndid not.", sources=(1, 2), kind="inference")
    one = Item(text="Talks. Or not", sources=(), kind="reported")
    blank = Item(text=" ", sources=(), kind="reported")
    draft = Draft(
        title=one,
        the_story=(two, blank),
        key_points=(two,),
        critical_analysis=(two,),
        key_takeaways=(),
        impact_analysis=(),
    )

    claims = itemise_draft(draft, "en")

    assert [(c.id, c.text, c.kind, c.cited) for c in claims] == [
        ("title.0", "Talks. Or not", "reported", ()),
        ("the_story.0", "The U.S. agreed.", "reported", (1, 2)),
        ("the_story.1", "Iran did not.", "reported", (1, 2)),
        ("key_points.0", "The U.S. agreed.", "reported", (1, 2)),
        ("key_points.1", "Iran did not.", "reported", (1, 2)),
        ("critical_analysis.0", "The U.S. agreed.", "inference", (1, 2)),
        ("critical_analysis.1", "Iran did not.", "inference", (1, 2)),
    ]


def test_an_item_that_is_whole_is_one_claim() -> None:
    bound = Item(text="The U.S. agreed.  Iran did not.", sources=(1, 2), kind="reported", is_whole=True)
    assert [claim.text for claim in itemise_item("key_points", bound, "en")] == ["The U.S. agreed. Iran did not."]


def test_a_list_is_held_to_what_is_reported() -> None:
    assert [(c.id, c.kind, c.text) for c in itemise_list(["a", " ", "b"])] == [
        ("key_points.0", "reported", "a"),
        ("key_points.1", "reported", ""),
        ("key_points.2", "reported", "b"),
    ]


def test_of_a_text_of_any_form_each_sentence_is_a_claim_and_no_heading() -> None:
    text = """# Talks\n**Key points:**\n\n- The **talks** moved to Oman. Iran asked for that.\n* A drone was shot down.
1. Prices rose by 3.5 percent.\n---\n> They said: no.\n\nWhat follows:\nIn short: nothing is certain."""
    assert [claim.text for claim in itemise_text(text, "en", most=6)] == [
        "The talks moved to Oman.",
        "Iran asked for that.",
        "A drone was shot down.",
        "Prices rose by 3.5 percent.",
        "They said: no.",
        "In short: nothing is certain.",
    ]
    with pytest.raises(UnusableText, match="headings alone"):
        itemise_text("# Talks\n---\n", "en", most=6)
    with pytest.raises(UnusableText, match="5 sentences"):
        itemise_text(text, "en", most=5)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("12. Oktober war der Tag der Wahl.", ["12. Oktober war der Tag der Wahl."]),
        ("1. Mai war ein Feiertag.\nAlle blieben daheim.", ["1. Mai war ein Feiertag.", "Alle blieben daheim."]),
        ("1. Prices rose.\n2. Banks agreed.", ["Prices rose.", "Banks agreed."]),
        ("1) Prices rose.\n\n- Banks agreed.\n\n2) Sales fell.", ["Prices rose.", "Banks agreed.", "Sales fell."]),
        ("> Prices rose.\n• Banks agreed.", ["Prices rose.", "Banks agreed."]),
    ],
)
def test_a_number_marks_an_item_where_it_counts_on(text: str, texts: list[str]) -> None:
    assert [claim.text for claim in itemise_text(text, "de", most=9)] == texts


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        (
            "The bank raised its main interest rate by half a\npoint on Tuesday. More followed in spring,\nit said.",
            [
                "The bank raised its main interest rate by half a point on Tuesday.",
                "More followed in spring, it said.",
            ],
        ),
        (
            "> - The bank raised its main interest rate by\n>   half a point.\n> - Prices rose.",
            ["The bank raised its main interest rate by half a point.", "Prices rose."],
        ),
        ("The court,<!-- aside --> , ruled.", ["The court, ruled."]),
        ("Sales <b>rose</b> by <two percent and growth > too.", ["Sales rose by <two percent and growth > too."]),
        ("*Prices* rose by __5__ percent, _again_ 3 * 2.", ["Prices rose by 5 percent, again 3 * 2."]),
        ("The hall has 5*6*7 metres.", ["The hall has 5*6*7 metres."]),
        ("[Prices](https://x.example/?p=12345) rose\\!", ["Prices rose!"]),
        ("<b>Prices</b> rose, `sales` &amp; costs fell.\n\n| - | - |", ["Prices rose, sales & costs fell."]),
        ("Prices rose\nSales fell", ["Prices rose", "Sales fell"]),
    ],
)
def test_wrapped_lines_are_joined_and_marks_of_markdown_are_no_words(text: str, texts: list[str]) -> None:
    assert [claim.text for claim in itemise_text(text, "en", most=9)] == texts
