"""What an English sentence says of each of its words: denied or not, done or only planned, possible, or alleged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import regex

from service.article.words import content_stems, stem, stems, words
from service.faithfulness.vocabulary import listed

Mode = Literal["", "may", "plan", "will"]
"""How far a word's deed has come: told as it is, possible, intended or asked for, or certain to come."""

_NOT = listed("not no never neither nor without cannot nobody none nothing hardly barely unable")
_AVOID = listed("fail fails failed failing refuse refuses refused refusing decline declines declined declining unable")
_MAY = listed("may might could possibly perhaps if whether unless")
_WILL = listed("will shall would")
_PLAN = listed(
    "plan plans planned planning expect expects expected set due scheduled intend intends intended aim aims aimed hope"
    " hopes hoped want wants wanted seek seeks sought threatened threatens threaten vowed vows propose proposes "
    "proposed"
    " considering considers consider considered likely poised ready prepared preparing asked ask asks urged urges urge"
    " called calls call should must ought agreed wish wishes offer offers offered ordered request requested told"
    " demanded demands promise promised pledged pledges need needs able tried try tries trying attempt attempted"
    " attempting attempts bid plot plotted plotting"
)
_AUXILIARY = listed("be been being is are was were am has have had having do does did get got to also then now yet")
_FUNCTION = _AUXILIARY | listed(
    "a an the this that these those it its he his him she her they their them we our us you your i my me who whom whose"
    " which what when where why how of in on at by for with from into onto over under about as than to up down out off"
    " through during against between among within per and or but so if while because although though until since after"
    " before there here such own same very too just both each other another all some any more most much many few only"
    " also still even s t not no nor"
)
_NO_CONTENT = _FUNCTION | _NOT | _MAY | _WILL
_MARKS = _NO_CONTENT | _AVOID | _PLAN
_TOLD: Mode = ""
_CLAUSE = regex.compile(r"[,;:—–()“”\"]|\s-\s")
_IRREGULAR = {
    form: base
    for base, forms in {
        "beat": "beaten", "become": "became", "begin": "began begun", "break": "broke broken", "bring": "brought",
        "build": "built", "buy": "bought", "catch": "caught", "choose": "chose chosen", "come": "came", "cut": "",
        "do": "did done", "draw": "drew drawn", "fall": "fell fallen", "fight": "fought", "find": "found",
        "fly": "flew flown", "forget": "forgot", "give": "gave given", "go": "went gone", "grow": "grew grown",
        "hear": "heard", "hold": "held", "keep": "kept", "lead": "led", "leave": "left", "lose": "lost",
        "make": "made",
        "meet": "met", "pay": "paid", "quit": "", "rise": "rose risen", "run": "ran", "say": "said", "sell": "sold",
        "send": "sent", "shoot": "shot", "sign": "signed", "speak": "spoke spoken", "spend": "spent",
        "stand": "stood", "steal": "stole stolen", "strike": "struck", "take": "took taken", "tell": "told",
        "think": "thought", "win": "won", "withdraw": "withdrew withdrawn", "write": "wrote written",
    }.items()
    for form in forms.split()
}  # fmt: skip
_DETERMINERS = listed("the a an its his her their this that any some of no")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The words of a sentence, lower-cased, and their stems; for function words an empty one."""

    lowered: tuple[str, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A content word: its stem (of the base form for irregular verbs), and what is said of it."""

    stem: str
    word: str
    denied: bool
    mode: Mode
    sentence: _Sentence
    at: int
    """Its place in the sentence."""

    # What follows is looked up when it is asked for: of most words it never is.
    @property
    def done(self) -> bool:
        """In a past form that tells of a finished deed: `shot`, `has agreed`, `was held`."""
        word, before = self.word, self.sentence.lowered[max(0, self.at - 3) : self.at]
        passive = before[-1:] in (("was",), ("were",)) and not word.endswith("ing")
        past = word.endswith("ed") or word in _IRREGULAR or passive
        return past and not (before and before[-1] in _DETERMINERS) and "to" not in before and "be" not in before

    @property
    def near(self) -> frozenset[str]:
        """Content stems of the words close by."""
        window = slice(max(0, self.at - 4), self.at + 5)
        around = zip(self.sentence.lowered[window], self.sentence.content[window], strict=True)
        return frozenset([base for other, base in around if base and other != self.word])


@lru_cache(maxsize=4096)
def predicates(text: str) -> tuple[Predicate, ...]:
    """The content words of a sentence with what it says of them, in order."""
    found = words(text)
    lowered = tuple([w.text.lower().replace("’", "'") for w in found])
    bases = tuple([stem(_IRREGULAR.get(w, w), "en") for w in lowered])
    if any(w.endswith(".") for w in lowered):
        bases = stems(text, "en")
    gaps = [text[a.end : b.start] for a, b in pairwise(found)]
    ends = [gap != " " and bool(_CLAUSE.search(gap)) for gap in gaps]
    return tuple(_told(lowered, bases, [*ends, True]))


def _told(lowered: tuple[str, ...], bases: tuple[str, ...], ends: list[bool]) -> Iterator[Predicate]:
    content = tuple([b if w not in _FUNCTION else "" for w, b in zip(lowered, bases, strict=True)])
    sentence = _Sentence(lowered, content)
    denied, mode, kept = 0, _TOLD, 0
    plans = chained = False
    for at, (word, base, after, end) in enumerate(zip(lowered, bases, (*lowered[1:], ""), ends, strict=True)):
        marked = word in _MARKS or word.endswith(("n't", "'ll"))
        if not marked or (word not in _NO_CONTENT and not word.endswith("n't")):
            # To call off is not to call.
            called = f"{base} {after}" if after in ("off", "down") else base
            yield Predicate(called, word, denied > 0, mode if kept else "", sentence, at)
            if not (word in _PLAN or word.endswith("ly")):
                denied, kept = max(0, denied - 1), max(0, kept - 1)
        if marked:
            if word.endswith("n't") or word in _NOT:
                denied = 2 if word in ("no", "without") else 1
            if word in _AVOID and after == "to":
                denied = 1
            if word in _MAY or word in _WILL or word.endswith("'ll") or word == "won't":
                mode, kept = "may" if word in _MAY else "will", 2 if word in ("if", "whether", "unless") else 1
        plans = word in _PLAN or (plans and word not in _FUNCTION and not end)
        if plans and after == "to":
            mode, kept, plans, chained = "plan", 1, False, True
        elif chained and word == "to":
            mode, kept = "plan", 1  # "set to travel to Qatar to meet the prime minister"
        if word == "be" and lowered[at - 1 : at] == ("to",) and not plans:
            mode, kept = "plan", 1  # "asked for the villa to be sold"
        if end:
            denied, kept, plans, chained = 0, 0, False, False


def base(word: str) -> str:
    """The base form of an irregular verb's form; any other word as it is."""
    return _IRREGULAR.get(word.lower(), word)


def coverage(claim: str, sentence: str) -> float:
    """Share of a claim's content words that a sentence has."""
    wanted = set(content_stems(claim, "en"))
    return len(wanted.intersection(content_stems(sentence, "en"))) / len(wanted) if wanted else 0.0


_SENTENCE = regex.compile(r"(?<=(?:\p{Ll}{3}|\d|[)”\"])[.!?][\"”’]?)\s+(?=\p{Lu})")


@lru_cache(maxsize=1024)
def parts(text: str) -> tuple[str, ...]:
    """The sentences of a claim: some judge whole summaries."""
    return tuple(_SENTENCE.split(text.strip()))
