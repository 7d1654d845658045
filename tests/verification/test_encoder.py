"""A small ONNX model of the test's own making, loaded and run as any other."""

import json
import math
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from newsbrief.article.reading import read
from newsbrief.editorial.edits import apply_edits
from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Submission, summarize
from newsbrief.settings import Settings
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.code_checks import check_by_code, list_questions
from newsbrief.verification.edits import ReplaceEdit
from newsbrief.verification.encoder import load
from newsbrief.verification.entailment import EncoderError, with_probabilities
from tests.support.scripted_engine import ScriptedEngine, item, make_draft
from tests.support.scripted_judge import ScriptedChat, SoundJudge, panel

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "mayor", "opened", "a", "bridge", "closed"]
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
ARTICLE = "The mayor of Orford opened a bridge over the river on Monday, the council said in a letter, and all cheered."


def save_model(folder: Path, labels: int = 1, inputs: tuple[str, ...] = INPUTS) -> Path:
    """Return a model that adds up one weight a token: `opened` speaks for the claim, `closed` against it."""
    weights = np.zeros((len(WORDS), labels), dtype=np.float32)
    weights[WORDS.index("opened"), 0], weights[WORDS.index("closed"), 0] = 2.0, -6.0
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["by_token"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["wide"]),
        helper.make_node("Mul", ["by_token", "wide"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["logits"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "tokens",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in inputs],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", labels])],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, folder / "model.onnx")
    tokenizer = Tokenizer(WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    special = [("[CLS]", 2), ("[SEP]", 3)]
    tokenizer.post_processor = TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", special)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_the_log_odds_of_pairs_in_their_order(tmp_path: Path) -> None:
    encoder = load(save_model(tmp_path))
    pairs = [("the mayor", "closed a bridge"), ("the mayor opened a bridge " * 20, "opened"), ("the", "opened")]
    assert encoder.logits(pairs).tolist() == [-6.0, 42.0, 2.0]
    assert encoder.logits([]).shape == (0,)


@pytest.mark.parametrize(
    ("names", "index"),
    [
        (["SUPPORTED", "UNSUPPORTED"], 0),
        (["contradiction", "neutral", "entailment"], 2),
        (["not_entailment", "entailment"], 1),
        (["hallucinated", "grounded"], 1),
        (["Factually Consistent", "factually-inconsistent"], 0),
        (["incorrect", "correct"], 1),
        (["LABEL_0"], 0),
        (["SUPPORTS", "REFUTES", "NOT ENOUGH INFO"], 0),
    ],
)
def test_which_label_says_carried(tmp_path: Path, names: list[str], index: int) -> None:
    folder = save_model(tmp_path, len(names))
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(names))}))
    assert load(folder).carried == index


@pytest.mark.parametrize(
    "names", [["LABEL_0", "LABEL_1"], ["good", "bad"], ["hallucinated"], ["yes", "true"], ["grounded", "odd"], []]
)
def test_labels_that_cannot_be_told_are_refused_until_somebody_says(tmp_path: Path, names: list[str]) -> None:
    folder = save_model(tmp_path, len(names) or 2)
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(names))}))
    with pytest.raises(EncoderError, match=r"newsbrief\.json"):
        load(folder)
    (folder / "newsbrief.json").write_text(json.dumps({"label": 0}))
    assert load(folder).carried == 0


def test_a_label_by_its_name(tmp_path: Path) -> None:
    folder = save_model(tmp_path, 2)
    (folder / "config.json").write_text(json.dumps({"id2label": {"0": "bad", "1": "good"}}))
    (folder / "newsbrief.json").write_text(json.dumps({"label": "good"}))
    assert load(folder).carried == 1


def test_too_long_a_claim_is_cut_and_too_long_a_premise_is_read_in_parts(tmp_path: Path) -> None:
    encoder = load(save_model(tmp_path))
    long = "the " * 600
    assert encoder.logits([("opened", long + "closed")]).tolist() == [2.0]
    assert encoder.logits([(long + "opened", "a bridge")]).tolist() == [2.0]
    assert encoder.logits([(long, long)]).tolist() == [0.0]


def test_premise_and_claim_in_a_template_part_by_part(tmp_path: Path) -> None:
    folder = save_model(tmp_path)
    notes = {"template": "bridge {premise} [SEP] {claim}", "premise_tokens": 2, "languages": ["de"]}
    (folder / "newsbrief.json").write_text(json.dumps(notes))
    encoder = load(folder)
    assert encoder.logits([("closed the mayor closed opened the", "opened")]).tolist() == [4.0]
    assert encoder.reads("de")
    assert not encoder.reads("en")


@pytest.mark.parametrize(
    ("notes", "why"),
    [({"template": "{premise}"}, "each once"), ({"lable": 1}, "lable"), ({"premise_tokens": 0}, "premise_tokens")],
)
def test_what_newsbrief_json_says_is_checked(tmp_path: Path, notes: dict[str, object], why: str) -> None:
    folder = save_model(tmp_path)
    (folder / "newsbrief.json").write_text(json.dumps(notes))
    with pytest.raises(EncoderError, match=why):
        load(folder)


def test_the_folder_that_exports_make(tmp_path: Path) -> None:
    folder = save_model(tmp_path)
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")
    (folder / "onnx" / "model_quantized.onnx").write_bytes(b"another")
    assert load(folder).logits([("the", "opened")]).tolist() == [2.0]


def test_a_model_of_tokens_is_refused(tmp_path: Path) -> None:
    folder = save_model(tmp_path)
    model = onnx.load(folder / "model.onnx")
    last = model.graph.node.pop()
    last.output[0], _ = "kept", model.graph.output.pop()
    model.graph.output.append(helper.make_tensor_value_info("kept", TensorProto.FLOAT, ["batch", "length", 1]))
    onnx.save(model, folder / "model.onnx")
    with pytest.raises(EncoderError, match="labels single tokens"):
        load(folder)


def test_another_language_than_its_own_is_not_asked(tmp_path: Path) -> None:
    article = read(
        "Der Stadtrat von Orford hat am Montag die Brücke über den Fluss geöffnet, sagte die Bürgermeisterin, "
        "und viele Leute sind über die neue Brücke gegangen, obwohl es den ganzen Tag geregnet hat."
    )
    claims = check_by_code([Claim("key_points.0", "key_points", "Die Brücke ist offen.")], article)
    encoder = load(save_model(tmp_path))
    assert with_probabilities(claims, article, encoder)[0].score is None
    article = read(ARTICLE)
    claims = check_by_code([Claim("key_points.0", "key_points", "A bridge was opened.")], article)
    assert with_probabilities(claims, article, encoder)[0].score is not None
    assert with_probabilities(claims, article, encoder, "de")[0].score is None


def test_it_doubts_and_does_not_decide(tmp_path: Path) -> None:
    article = read(ARTICLE)
    texts = ["A bridge was opened.", "A bridge closed.", ARTICLE]
    claims = check_by_code([Claim(f"key_points.{n}", "key_points", t) for n, t in enumerate(texts)], article)
    opened, closed, own = with_probabilities(claims, article, load(save_model(tmp_path)))
    assert opened.score is not None
    assert closed.score is not None
    assert closed.score < 0.5 < opened.score
    assert [c.verdict for c in (opened, closed, own)] == ["unverified", "unverified", "supported"]
    assert own.score is None
    assert [bool(q.doubts) for q in list_questions([opened, closed, own])] == [False, True]


def test_a_folder_that_holds_no_usable_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"must hold model\.onnx"):
        load(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load(tmp_path)
    odd = tmp_path / "odd"
    odd.mkdir()
    with pytest.raises(EncoderError, match="4 labels"):
        load(save_model(odd, labels=4))


CLOSED = "The talks between the U.S. and Iran will be held in closed rooms in Oman on Friday."


def is_cleared(claim: CheckedClaim) -> bool:
    """Return whether the model doubted a claim and the judge, asked about that, carried it."""
    found = claim.find_check("entailment")
    return claim.score is not None and found is not None and found.detail.startswith("asked, and cleared by the judge")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, entailment_model=save_model(tmp_path))  # type: ignore[call-arg]


async def test_it_doubts_a_fix_as_it_doubts_a_draft(settings: Settings, seed_article: str) -> None:
    drafted = make_draft(key_points=(item("The talks will be held in Turkey on Friday.", 21),))
    judge = panel(ScriptedChat(SoundJudge({"Turkey": CLOSED})))
    reply = await summarize(Submission(seed_article), MakingRequest(ScriptedEngine(drafted), settings, judge=judge))
    (mended,) = (c for c in reply.faithfulness.claims if c.action == "repaired")
    assert (mended.text, is_cleared(mended)) == (CLOSED, True)


async def test_it_doubts_an_edit_as_it_doubts_a_draft(settings: Settings, seed_article: str) -> None:
    reply = await summarize(Submission(seed_article), MakingRequest(ExtractiveEngine(), settings))
    edited = await apply_edits(
        reply,
        [ReplaceEdit(op="replace", claim="key_points.0", text=CLOSED)],
        Submission(seed_article),
        by="Ada",
        checker=Checker(panel(ScriptedChat(SoundJudge())), math.inf, entailment=settings.entailment_model),
    )
    assert is_cleared(next(c for c in edited.faithfulness.claims if c.id == "key_points.0"))
