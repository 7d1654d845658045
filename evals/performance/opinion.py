"""The answers of a model that is asked to judge: by newsbrief, DeepEval and Ragas, each in a prompt of its own.

Each sentence of a text is a statement, and a statement is carried where most of its words stand in the context. No
model judges like this, but its answers have this form and this length.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

from newsbrief.article.sentences import split_sentences
from newsbrief.evals.recorded import find_known_answer
from newsbrief.verification.characters import fold

Json = dict[str, Any]
Known = Mapping[str, Sequence[str] | None]
"""Claims whose verdict is known: what is wrong in each, and the words to stand in its place; None: nothing is."""
_STEPS = {"truths", "claims", "statements", "questions", "answers", "verdicts", "judgements", "reason"}
"""What is asked for, by the one name in its schema."""
_CARRIED = 0.6
"""Of the statement's words, at least."""
_QUESTIONS = 5
"""As many as DeepEval asks for."""
_WORDS = {True: ("yes", "supported", 1), False: ("no", "unsupported", 0)}
"""What carried and not carried are called."""
_BLOCK = regex.compile(r"^=== (\w+) ===\n(.*?)\n=== \1 ===$", regex.DOTALL | regex.MULTILINE)
_CLAIM = regex.compile(r"^(\d+)(?: \(analysis\))?: (.+)$", regex.MULTILINE)
"""How newsbrief shows an article and claims: a block each, a line a sentence or claim, after its number."""
_INPUT = regex.compile(r"(?:^|\n)input: (?=\{)")
"""How Ragas begins what the prompt is about: JSON of which the last value is to be judged, or made statements of."""
_OURS = {"carried", "inferred", "flagged"}
"""What newsbrief asks for, where a judge is to give reasons for what it flags alone."""
_LABEL = regex.compile(r"^(?:Text|AI Output|Claims|Summary Claims|Questions):\n", regex.MULTILINE)
"""The same in DeepEval's prompts: a text, or a list as Python prints it."""


def opinion(request: Json, known: Known | None = None) -> Json | None:
    """Return what the request asks for, where that is a judgement or a step towards one; else None.

    Claims that are not `known` are judged by their words.
    """
    prompt = "\n".join(map(_text, request["messages"]))
    form = _form(request, prompt)
    names = form.get("properties", {}).keys()
    if names == _OURS:
        return _verdicts(list(_judgements(prompt, known)))
    if len(names) != 1 or not names <= _STEPS:
        return None
    (name,) = names
    wanted = form["properties"][name]
    if wanted["type"] == "string":
        return {name: "The score is what it is because the text carries most of the statements."}
    each = _resolve(wanted["items"], form)
    if each["type"] == "string":
        return {name: _list_answers(name, _split_prompt(prompt)[1])}
    if "verdict" not in each["properties"]:
        return None
    if name == "judgements":
        return {name: list(_judgements(prompt, known))}
    fields = {field: _resolve(kind, form) for field, kind in each["properties"].items()}
    context, given = _split_prompt(prompt)
    told = _words(context)
    return {name: [_verdict(text, told, fields) for text in given]}


def _judgements(prompt: str, known: Known | None) -> Iterator[Json]:
    """Yield newsbrief's judgements: by `known` or the words of a claim; right on its exam and its canaries."""
    (_, article), (_, claims) = _BLOCK.findall(prompt)
    sentences: dict[str, int] = {}
    words: set[str] = set()
    for id, text in _CLAIM.findall(claims):
        if known and text in known:
            fault, instead = known[text] or ("", "")
            yield _judgement(id, not fault, 1, fault, instead)
            continue
        if not sentences:
            sentences = {fold(line): int(number) for number, line in _CLAIM.findall(article)}
            words = _words(article)
        carried = find_known_answer(text, sentences)
        if carried is None:
            # Where the claims are known, this is a canary, of a sentence that was left out as a repeat.
            carried = len(_words(text) & words) >= (1 if known else _CARRIED) * len(_words(text))
        yield _judgement(id, carried, 1, text.split(" ")[-2], "other words")


def _judgement(id: str, carried: bool, sentence: int, fault: str, instead: str) -> Json:
    return {
        "id": id,
        "reason": "It says so in other words." if carried else "The article has other words in this place.",
        "verdict": "supported" if carried else "contradicted",
        "sentences": [sentence, sentence + 1] if carried else [sentence],
        "fault": "" if carried else fault,
        "instead": None if carried else instead,
    }


def _verdicts(judgements: Sequence[Json]) -> Json:
    """Return judgements in the short form."""
    named = [j for j in judgements if j["verdict"] == "supported"]
    # Of every fifth claim the sentences shown with it are not enough.
    carried = [[int(j["id"]), *(j["sentences"] if n % 5 == 4 else ())] for n, j in enumerate(named)]
    flagged = [j for j in judgements if j["verdict"] != "supported"]
    return {"carried": carried, "inferred": [], "flagged": flagged}


def _text(message: Json) -> str:
    said = message["content"]
    return said if isinstance(said, str) else "".join(part["text"] for part in said)


def _form(request: Json, prompt: str) -> Json:
    """Return the JSON schema of the answer: a parameter of the request, or in its prompt if it only asks for JSON."""
    asked = request.get("response_format", {})
    form: Json
    if asked.get("type") != "json_object":
        form = asked.get("json_schema", {}).get("schema", {})
        return form
    form, _ = json.JSONDecoder().raw_decode(prompt, prompt.index("{"))
    return form


def _resolve(kind: Json, form: Json) -> Json:
    return form["$defs"][kind["$ref"].rpartition("/")[2]] if "$ref" in kind else kind


def _split_prompt(prompt: str) -> tuple[str, list[str]]:
    """Return the context, and what the prompt is about: the list at its end, or the sentences of the text there."""
    if begins := list(_INPUT.finditer(prompt)):
        values, _ = json.JSONDecoder().raw_decode(prompt, begins[-1].end())
        context, last = list(values.values())
        return context, last if isinstance(last, list) else _sentences(last)
    begin = [*_LABEL.finditer(prompt)][-1]
    last = prompt[begin.end() :].strip().removesuffix("JSON:").strip()
    return prompt[: begin.start()], ast.literal_eval(last) if last.startswith("[") else _sentences(last)


def _sentences(text: str) -> list[str]:
    return [line[start:end] for line in text.splitlines() for start, end in split_sentences(line, "en")]


def _list_answers(name: str, given: Sequence[str]) -> list[str]:
    if name == "answers":
        return ["yes" for _ in given]
    if name == "questions":
        return [f"Is it so that {text}?" for text in given[:_QUESTIONS]]
    return list(given)


def _words(text: str) -> set[str]:
    return set(regex.findall(r"\w+", text.lower()))


def _verdict(text: str, known: set[str], fields: Json) -> Json:
    words = _words(text)
    carried = len(words & known) >= _CARRIED * len(words)
    said: Json = {"statement": text} if "statement" in fields else {}
    if carried and "anyOf" in fields["reason"]:
        said["reason"] = None
    else:
        said["reason"] = "The context says so in these or other words." if carried else f"Not said there: {text}"
    choices = fields["verdict"].get("enum", (int(carried),))
    said["verdict"] = next(choice for choice in choices if choice in _WORDS[carried])
    return said
