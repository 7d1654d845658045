"""Parts of a page that stand around its article, told by how the page is built: no word of any language is needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from newsbrief.article.inline import find_last_character
from newsbrief.article.quotations import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_SAID_OF_PICTURES = 400
"""Characters at most that a page says of a picture."""
_SMALL = 0.25
"""Part of a page's text at most that something around the article holds."""
_STORY = 1_000
"""Characters from which an element that holds the headline holds its article, too."""
_NAME = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+")
"""A word of a name such as `imgCaption`, `img-caption` or `IMG_caption`."""
_CAPTIONS = frozenset({"caption", "captions", "figcaption"})
_PICTURES = frozenset({"image", "images", "img", "photo", "photos", "picture", "pictures", "foto", "figure"})
_QUOTED = regex.compile(f"[{MARKS}]")
_START, _END = "\u2e22" * 3, "\u2e23" * 3
"""Half brackets, of which editors of papyri set one. The extractor drops characters that have no sign of their own."""
_MARKED = regex.compile(rf"{_START}(?:(?!{_START}|{_END}).)*+{_END}", regex.DOTALL)
_NOTICES = frozenset({"cookie", "cookies", "cookiemsg", "cookiebar", "gdpr", "consent", "footer", "copyright"})
_INLINE = frozenset({"a", "span", "button", "em", "i"})
"""Tags within a line: where one holds a picture, its text is said of that."""
_COMMENTS = frozenset(
    ["comment", "comments", "comentarios", "comentários", "commentaires", "commenti", "kommentare", "kommentarer"]
)
_LINKED = 0.8
"""Part of a line's text from which links are all of it: it names other stories."""
_WORDED = 12
"""Characters from which a line of links may be a story's headline."""
_CARD = 600
"""Characters at most of a teaser with its headline."""
_MOST_TOLD = 100_000
"""Letters of comments and teasers that the lines of an article are looked for in: a page has a tenth of that."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_BLOCKS = ("p", "li", "div", "td", "dd")
_MORE = 20
"""Characters at most of a link that leads on to the rest of a story."""
_NOTE = regex.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
_SEVERAL = 3
"""Links of a page from which what they share is no part of its text."""
_UNSEEN = frozenset({"head", "script", "style", "noscript", "template"})
_TELLING = frozenset({*_HEADINGS, "p", "img", "article"})
"""Tags that tell what the elements around them are."""


@dataclass(slots=True)
class _Content:
    """The content of an element, counted from its innermost parts outwards."""

    length: int = 0
    """Characters of the text that is shown."""
    tags: set[str] = field(default_factory=set)
    """Those of `_TELLING` inside of it."""


def mark_surroundings(tree: HtmlElement, title: str | None) -> None:
    """Set marks around what a page says of its pictures, notices on cookies, its foot, and teasers of other stories.

    The text stays where it is, so that the extractor finds the article as it would. What holds much of the page's text
    is not marked, whatever it is called. By its headline, `title`, the article is told from another that follows it.
    """
    text = _text(tree)
    if _START in text or _END in text:
        return
    contents = _measure(tree)
    most = int(_SMALL * contents[tree].length)
    left = list(tree)
    while left:
        element = left.pop()
        held = contents[element]
        around = _is_of_picture(element, held) or _is_notice(element, held) or _is_teaser(element, held)
        if around and held.length <= most:
            _mark(element)
        else:
            left.extend(element)
    for article in _find_other_articles(tree, title):
        _mark(article)


def without_marked(text: str) -> str:
    """Return `text` without what was marked, and without the lines of which nothing else is left."""
    lines = ((line, without_marks(line)) for line in _MARKED.sub(_START, text).splitlines())
    return "\n".join(kept for line, kept in lines if kept == line or any(map(str.isalnum, kept)))


def without_marks(text: str) -> str:
    """Return all of `text`, what was marked too."""
    return text.replace(_START, "").replace(_END, "")


def without_others(tree: HtmlElement, text: str) -> str:
    """Return `text` without the lines that the page has only in comments, in lines of links, and in teasers.

    A teaser is a block that ends in a link of the same few words as others do. Nothing of this is marked before the
    article is looked for: how much of a page is links tells the extractor what its article is.
    """
    contents = _measure(tree)
    most = int(_SMALL * contents[tree].length)
    others = [e for e in tree.iterdescendants() if _is_line_of_links(e) or _is_comment(e, contents[e], most)]
    others += (*_find_openings_of_stories(tree), *_find_cards(tree, contents))
    blocks: list[HtmlElement] = []
    inside: set[HtmlElement] = set()
    for block in others:
        if block not in inside:
            blocks.append(block)
            inside.update(block.iter())
    own = {_letters(_text(e)) for e in tree.iter("p", *_HEADINGS) if e not in inside}
    letters = "\n".join(_letters(_text(block)) for block in blocks)
    if len(letters) > _MOST_TOLD:
        return text
    lines = ((line, _letters(line)) for line in text.splitlines())
    left = "\n".join(line for line, said in lines if len(said) < _WORDED or said in own or said not in letters)
    return left if 2 * len(left) >= len(text) else text


def mend_sentences(tree: HtmlElement) -> None:
    """Take out what breaks sentences: drawings inside of them, and how their characters are read aloud."""
    from lxml import etree  # type: ignore[import-untyped,unused-ignore]

    for element in tree.iter("ruby"):
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "").rstrip()
        elif element.getparent() is not None:
            element.getparent().text = (element.getparent().text or "").rstrip()
        element.tail = (element.tail or "").lstrip()
    etree.strip_elements(tree, "svg", "rt", "rp", with_tail=False)
    etree.strip_tags(tree, "ruby", "rb")
    for note in list(_find_notes_of_links(tree)):
        note.drop_tree()


def _find_notes_of_links(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what several links hold behind their words, in brackets: what a link does, read aloud to who cannot see."""
    notes = [e for e in tree.xpath("//a[@href]//*[not(*)]") if _NOTE.fullmatch(" ".join((e.text or "").split()))]
    often = Counter(_text(note) for note in notes)
    yield from (note for note in notes if often[_text(note)] >= _SEVERAL)


def quote_blocks(tree: HtmlElement) -> None:
    """Set quotation marks around what a page sets apart or tags as a quotation and has none."""
    for block in tree.xpath("//blockquote[not(.//blockquote)] | //q[not(ancestor::blockquote)]"):
        if block.tag == "q" and _QUOTED.match(find_last_character(block)):
            continue
        for part in block.xpath(".//p") or [block]:
            text = _text(part)
            if (
                text
                and text[0] not in "-–—"
                and not _is_line_of_links(part)
                and not _QUOTED.search(text)
                and not _holds_more(part, _STORY)
            ):
                part.text = f"“{(part.text or '').lstrip()}"
                last = part[-1] if len(part) else None
                if last is None:
                    part.text = f"{part.text.rstrip()}”"
                else:
                    last.tail = f"{(last.tail or '').rstrip()}”"


def _measure(tree: HtmlElement) -> dict[HtmlElement, _Content]:
    """Return what each element of a page holds; each is looked at once, after all that is in it."""
    contents: dict[HtmlElement, _Content] = defaultdict(_Content)
    for element in reversed(list(tree.iter())):
        held, around = contents[element], element.getparent()
        held.length = 0 if element.tag in _UNSEEN else held.length + _count_shown(element.text)
        if around is not None:
            contents[around].length += held.length + _count_shown(element.tail)
            contents[around].tags |= held.tags | (_TELLING & {element.tag})
    return contents


def _count_shown(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0


def _mark(element: HtmlElement) -> None:
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag not in _UNSEEN:
            part.text = _mark_text(part.text)
        if part is not element:
            part.tail = _mark_text(part.tail)


def _mark_text(text: str | None) -> str | None:
    return f"{_START}{text}{_END}" if text and text.strip() and _START not in text else text


def _is_of_picture(element: HtmlElement, held: _Content) -> bool:
    """Return whether an element is a caption, or holds a picture and little else."""
    names = _find_names(element)
    of_picture = "img" in held.tags and (bool(names & _PICTURES) or element.tag in _INLINE)
    if not (of_picture or element.tag == "figcaption" or names & _CAPTIONS):
        return False
    return held.length <= _SAID_OF_PICTURES and held.tags.isdisjoint(("h1", "h2", "h3"))


def _is_notice(element: HtmlElement, held: _Content) -> bool:
    named = element.tag not in ("html", "body") and bool(_find_names(element) & _NOTICES)
    return named and held.tags.isdisjoint(("h1", "article"))


def _is_comment(element: HtmlElement, held: _Content, most: int) -> bool:
    named = element.tag not in ("html", "body") and bool(_find_names(element) & _COMMENTS)
    return named and "h1" not in held.tags and held.length <= most


def _is_teaser(element: HtmlElement, held: _Content) -> bool:
    """Return whether an element is a link around paragraphs, and not around the headline: it leads to another story."""
    return element.tag == "a" and bool(element.get("href")) and "p" in held.tags and "h1" not in held.tags


def _is_line_of_links(element: HtmlElement) -> bool:
    if element.tag not in ("p", "li", "blockquote") or element.find(".//a") is None:
        return False
    return _is_linked(element)


def _is_linked(element: HtmlElement) -> bool:
    """Return whether nearly all of an element's text is links to other pages."""
    linked = sum(len(_text(a)) for a in element.xpath(".//a[@href and not(starts-with(@href, '#'))]"))
    return linked >= _WORDED and linked >= _LINKED * len(_text(element))


def _find_cards(tree: HtmlElement, contents: dict[HtmlElement, _Content]) -> Iterator[HtmlElement]:
    """Yield what stands with a heading that is a link, where there are several: each tells of another story."""
    linked = [h for h in tree.xpath("//h2 | //h3 | //h4 | //h5") if _is_linked(h) or h.xpath("ancestor::a[@href]")]
    small: dict[HtmlElement, bool] = {}
    for heading in linked if len(linked) > 1 else ():
        card = heading
        for around in heading.iterancestors():
            if around not in small:
                small[around] = contents[around].length <= _CARD and len(list(around.iter(*_HEADINGS))) == 1
            if not small[around]:
                break
            card = around
        if card is not heading:
            yield card


def _find_openings_of_stories(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the blocks that end in a link of the same few words as others do: it leads on to the rest of each."""
    ends: dict[str, dict[str, HtmlElement]] = {}
    for link in tree.xpath("//a[@href]"):
        href = link.get("href")
        block = link.getparent()
        while block is not None and block.tag == "span" and block[-1] is link and not (block.tail or "").strip():
            link, block = block, block.getparent()
        if block is None or block.tag not in _BLOCKS or (link.tail or "").strip() or link.getnext() is not None:
            continue
        label, text = _text(link), _text(block)
        if 0 < len(label) <= _MORE and len(label) + _MORE < len(text) <= _STORY:
            ends.setdefault(label, {})[href] = block
    for blocks in ends.values():
        if len(blocks) > 1:
            yield from blocks.values()


def _find_other_articles(tree: HtmlElement, title: str | None) -> Iterator[HtmlElement]:
    """Yield the articles beside the one under the headline, where a page marks both."""
    articles = tree.xpath("//article[not(ancestor::article)]")
    own = [a for a in articles if title and any(_text(h) == title for h in a.xpath(".//h1"))]
    if len(own) == 1 and _holds_more(own[0], _STORY):
        yield from (a for a in articles if a is not own[0])


def _find_names(element: HtmlElement) -> frozenset[str]:
    """Return the words in an element's class and id."""
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return frozenset(name.lower() for name in _NAME.findall(written))


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _holds_more(element: HtmlElement, most: int) -> bool:
    """Return whether an element holds more text than `most` characters; no more of it is read than tells."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > most:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
