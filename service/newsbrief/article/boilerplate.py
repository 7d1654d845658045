"""Lines that a page puts around an article: calls to subscribe, share buttons, credits, notices.

Words are data, by language, in `furniture.toml`; what is built from names of networks, agencies and persons is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import regex

from newsbrief.article.date_lines import is_date
from newsbrief.article.ends import ends_sentence
from newsbrief.resources import read_language_table

FURNITURE_LENGTH = 240
"""Characters; a longer line is text, whatever it opens with."""
_LEADING = r"[^\w©\"“”„«»‘'「]*+"
"""Signs before a line around an article: none of speech, which is somebody's."""
_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|email|messenger|pinterest|print|instagram|bluesky"
    r"|threads)"
)
_AGENCY = r"(?:getty images|reuters|ap|afp|epa|anadolu|shutterstock|xinhua|dpa|bloomberg)"
_PICTURE = r"(?:photo|image|picture|photograph|file photo|credit|photo credit|image credit|getty images|ap photo)s?"
# The whole line.
_WHOLE = (
    r"(?:advertisement|sponsored|promoted)(?: content)?|story continues below(?: this)?(?: advertisement)?",
    r"share(?: this)?(?: (?:article|story|post))?(?: (?:on|via|with) .{1,60})?",
    r"tweet|print|email|save|copy link|link copied!?|comments(?: \(\d+\))?|\d+ comments?|leave a (?:comment|reply)",
    rf"(?:(?:{_NETWORK}|copy link)(?:[\s|,•·/]+|$)){{2,}}",
    r"skip to (?:main )?content|back to top|(?:load|show|read) more|continue reading",
    r"more|menu|search|home|(?:log|sign) ?(?:in|up)",
    r"(?:related|recommended|popular|trending|more|top|most read)"
    r"(?: (?:articles?|stories|topics?|posts?|news|now|content))?",
    r"more from .{1,40}|more on this(?: story)?",
    r"(?:\d+|one|two|three|four|five)[ -]min(?:ute)?s? read|reading time:? .{1,20}",
    r"listen to (?:this )?(?:article|story)(?: .{1,30})?",
    r"(?:image|media) (?:copyright|caption|source)(?:,? .{1,60})?",
    r"published|updated|opinion|analysis|breaking news|live updates",
)
# The start of a line.
_OPENING = (
    r"(?:please )?(?:subscribe|sign up|register) (?:to|for|now|today|here|with)\b",
    r"(?:click|tap) (?:here|below|the link)\b",
    r"(?:read|see|also read|watch|listen|related|more|don['’]t miss|recommended|you (?:may|might) also like)"
    r"(?: (?:more|also|now|next|stories|this|on this|coverage))*+\s*:",
    r"read (?:more|the full (?:story|article)|next|also)\b",
    r"(?:get|receive) (?:our|the|all the|your) .{0,50}\b(?:newsletters?|inbox|app|alerts)\b",
    rf"(?:follow|like|join|find) us (?:on|at)\b|follow .{{1,40}} on {_NETWORK}\b",
    r"download (?:our|the) .{0,30}\bapp\b",
    r"(?:©|copyright)\s?(?:©|\(c\)|\d{4})|© .{0,60}\b(?:19|20)\d\d\b",
    r"all rights reserved\b|this material may not be published\b",
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies(?: (?:to|and|on|for)\b|\.?$)",
    r"by (?:continuing|using|clicking) .{0,80}\b(?:cookies?|privacy policy|terms)\b",
    r"(?:accept|manage|reject)(?: all)? cookies\b",
    rf"{_PICTURE}\s?[:/©—–].{{0,80}}$",
    r"(?:to )?(?:report a (?:typo|correction)|contact the (?:author|reporter))\b",
    r"enter your email\b|already a subscriber\b|support (?:our|independent) journalism\b",
    r"this (?:story|article|post) (?:was|has been) "
    r"(?:originally |first )?(?:published|updated|edited|syndicated|translated)\b",
    r"(?:first |last )?(?:published|updated|posted)(?: on| at)?:? (?:\w+day,? )?"
    r"(?:\d|(?:jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec)\w* \d)"
    r".{0,40}$",
)
# The end of an item of a feed, as blogs' software writes it in their languages.
_FEED = (
    r"the (?:post|article) .{1,200}? (?:appeared first|first appeared) (?:on|in)\b",
    r"der beitrag .{1,200}? erschien zuerst auf\b",
    r"l['’]article .{1,200}? est apparu en premier sur\b",
    r"la entrada .{1,200}? (?:se publicó|apareció) primero en\b",
    r"l['’]articolo .{1,200}? (?:proviene da|sembra essere il primo su)\b",
    r"o (?:post|conteúdo|artigo) .{1,200}? aparec\w+ primeiro em\b",
    r"het bericht .{1,200}? verscheen eerst op\b",
    r"inlägget .{1,200}? (?:dök först upp|publicerades först) på\b",
    r"innlegget .{1,200}? (?:dukket først opp|ble først publisert) på\b",
    r"indlægget .{1,200}? (?:blev først udgivet|vises først|dukkede først op) på\b",
    r"artykuł .{1,200}? pochodzi z serwisu\b",
    r"příspěvek .{1,200}? (?:pochází z|se nejdříve objevil na)\b",
    r"сообщение .{1,200}? появил\w+ сначала на\b",
)
_TAG = regex.compile(r"</?[a-z][^<>]{0,300}>", regex.IGNORECASE)
_CREDIT = (
    rf".{{0,{FURNITURE_LENGTH}}}(?:/\s?{_AGENCY}\b.{{0,30}}|\b(?:getty images|ap photo|file photo)\)?\.?"
    r"|\((?:ap photo|file|photo)\b[^()]{0,80}\))$"
)
# Letters' case tells names from words.
_SIGNED = (
    r"(?:Reporting|Additional reporting|Writing|Editing|Written|Edited|Compiled) by \p{Lu}",
    r"\(?(?:Photo|Image|Picture|Photograph)s? by \p{Lu}",
    r"(?:By|BY) (?:\p{Lu}[\p{L}.'’-]*+[ ,|]*+(?:and |& )?){2,6}+(?:[|,(–—-].{0,60})?$",
)
_LINE = regex.compile(
    rf"{_LEADING}(?:(?:{'|'.join(_WHOLE)})\W*+$|(?:{'|'.join((*_OPENING, *_FEED))})|{_CREDIT})", regex.IGNORECASE
)
_BYLINE = regex.compile(rf"\W*+(?:{'|'.join(_SIGNED)})")


class _Furniture(NamedTuple):
    """The patterns of lines around an article: at their start, anywhere, and at the start of one on its author."""

    around: regex.Pattern[str]
    anywhere: regex.Pattern[str]
    about: regex.Pattern[str]


FEWEST_MENU_LINES = 3
_MENU_WORDS = 3
_CLOSING = 4
"""Lines at the end of an article among which those on its author stand."""
_HEAD = 20
"""Lines at the start of a page among which its author's name stands."""
_NAME = regex.compile(r"(?:By |Von |Par |Por |Di |Door )?(\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3})$")
"""A line that is a name alone, as of who wrote the article: a line below that opens with it may be about them."""


def is_boilerplate(line: str, language: str, *, closing: bool = False) -> bool:
    """Return whether a line stands around the article rather than in it.

    `closing` says that it is among the last lines, where a sentence on a journalist is about who wrote the article.
    In whatever language, English lines count too.
    """
    line = _TAG.sub("", line)
    if len(line) > FURNITURE_LENGTH:
        return False
    if _LINE.match(line) or _BYLINE.match(line):
        return True
    if is_date(line, language):
        return True
    for code in {language, "en"}:
        words = _furniture(code)
        if words and (words.around.match(line) or words.anywhere.search(line) or (closing and words.about.match(line))):
            return True
    return False


def find_furniture(lines: list[str], language: str) -> frozenset[int]:
    """Return the numbers of the lines of a text that stand around its article."""
    last = max(len(lines) // 2, len(lines) - _CLOSING)
    authors = tuple(name[1] for line in lines[:_HEAD] if (name := _NAME.match(line)))
    furniture = {
        n
        for n, line in enumerate(lines)
        if is_boilerplate(line, language, closing=n >= last or (bool(authors) and line.startswith(authors)))
    }
    return frozenset(furniture | set(_menu(lines)))


def _menu(lines: list[str]) -> Iterator[int]:
    """Yield the lines of a menu that was copied with its page: at the start, each of a few words and without a stop."""
    short = list(takewhile(lambda line: len(line.split()) <= _MENU_WORDS and not ends_sentence(line), lines))
    # The last of them may be the title.
    if len(short) > FEWEST_MENU_LINES:
        yield from range(len(short) - 1)


@lru_cache(maxsize=64)
def _furniture(language: str) -> _Furniture | None:
    words = read_language_table("article/furniture.toml", language)
    if not words:
        return None
    whole, opening, anywhere, ending = (
        "|".join(words.get(kind, ())) or "(?!)" for kind in ("whole", "opening", "anywhere", "ending")
    )
    return _Furniture(
        regex.compile(rf"{_LEADING}(?:(?:{whole})\W*+$|(?:{opening}))", regex.IGNORECASE),
        regex.compile(anywhere, regex.IGNORECASE),
        regex.compile(rf"\W*+(?:{ending})"),
    )
