import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.evals.judges.contender import ContenderOptions, UnusableContender, build_contenders, name_family
from newsbrief.settings import Settings


def test_each_model_has_its_server_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY_B", "secret-b")
    monkeypatch.setenv("NEWSBRIEF_JUDGE_API_KEY", "of-another-server")
    servers = ("http://a.example/v1", "https://b.example/v1")
    one, other = build_contenders(ContenderOptions(("a", "b"), servers, ("KEY_B", "KEY_B")))
    assert [one.settings.judge_base_url, other.settings.judge_base_url] == list(servers)
    assert other.settings.judge_api_key
    assert other.settings.judge_api_key.get_secret_value() == "secret-b"
    (alone,) = build_contenders(ContenderOptions(("a",), servers[:1]))
    assert alone.settings.judge_api_key is None, "the key of another server is not shown to this one"


def test_the_judge_of_the_settings_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert [c.model for c in build_contenders(ContenderOptions())] == [Settings().model]
    monkeypatch.setenv("NEWSBRIEF_JUDGE_MODEL", "a,b")
    (panel,) = build_contenders(ContenderOptions())
    assert (panel.model, panel.families) == ("a,b", ("a", "b"))
    assert build_contenders(ContenderOptions(("auto",)))[0].model == "a,b"


def test_a_key_tells_judges_apart() -> None:
    servers = ("http://a.example/v1", "http://b.example/v1")
    settings = ("NEWSBRIEF_DEADLINE_S=5", "newsbrief_deadline_s=6")
    many = [
        *build_contenders(ContenderOptions(("m", "m"), servers)),
        *build_contenders(ContenderOptions(("m", "m"), servers[:1], (), ('{"seed": 1}', '{"seed": 2}'))),
        *build_contenders(ContenderOptions(("m", "m"), servers[:1], (), (), settings)),
    ]
    assert len({c.key for c in many}) == len(many)
    assert len({c.label for c in many}) == len(many)
    again = build_contenders(ContenderOptions(("m", "m"), servers))
    assert [c.key for c in again] == [c.key for c in many[:2]]


def test_each_model_is_a_judge_with_each_form_of_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    found = build_contenders(ContenderOptions(("a", "b"), ("http://a.example/v1",), reasons=("flagged", "all")))
    assert [(c.model, c.settings.judge_reasons) for c in found] == [(m, r) for m in "ab" for r in ("flagged", "all")]
    assert len({c.key for c in found}) == 4
    assert [c.label.partition("JUDGE_REASONS=")[2].strip(")") for c in found] == ["flagged", "all"] * 2
    plain = build_contenders(ContenderOptions(("a",)))[0].key
    assert build_contenders(ContenderOptions(("a",), reasons=("flagged",)))[0].key == plain, "it is paid for once"
    monkeypatch.setenv("NEWSBRIEF_JUDGE_REASONS", "all")
    assert build_contenders(ContenderOptions(("a",)))[0].key != plain, "its answers are no other setting's"


def test_labels_hold_no_secret() -> None:
    options = ('{"headers": {"X-Key": "hush"}, "seed": 1}', "{}")
    servers = ("https://user:hush@a.example/v1",)
    for contender in build_contenders(ContenderOptions(("m", "m"), servers, (), options)):
        assert "hush" not in contender.label
        assert "a.example" in contender.label


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (ContenderOptions(("a", "b", "c"), ("http://x", "http://y")), "--base-url is given once for all models"),
        (ContenderOptions(("a", "a")), "two of the judges are the same"),
        (ContenderOptions(("a",), (), ("NO_SUCH_KEY",)), "no NO_SUCH_KEY"),
        (ContenderOptions(("a",), (), (), (), ("NEWSBRIEF_JUGDE=1",)), "NAME=VALUE"),
        (ContenderOptions(("a",), (), (), (), ("NEWSBRIEF_JUDGE_API_KEY=x",)), "--api-key-env"),
        (ContenderOptions(("off",)), "off is no judge"),
        (ContenderOptions(), "name a judge with --model"),
        (ContenderOptions(("m.gguf",), ("http://x",)), "runs in this process"),
    ],
)
def test_what_cannot_be_a_judge(wanted: ContenderOptions, says: str) -> None:
    with pytest.raises(UnusableContender, match=says):
        build_contenders(wanted)


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("gpt-5.4-mini", "gpt"),
        ("openai/GPT-4o", "gpt"),
        ("meta-llama/Llama-3.3-70B", "llama"),
        ("SmolLM2.gguf", "smollm"),
        ("person", "person"),
    ],
)
def test_families(model: str, family: str) -> None:
    assert name_family(model) == family


@given(st.text())
def test_every_name_has_a_family(model: str) -> None:
    assert name_family(model) == name_family(model.upper()) or not model.isascii()
