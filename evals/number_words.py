"""Read spelled numbers with several libraries and with the project's own code, and print what part each reads right.

The numbers are spelled by Unicode CLDR's rules, which none of the readers was made from. Needs, beside newsbrief:
pip install unicode-rbnf words2num2 ovos-number-parser cn2an
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from newsbrief.verification.numerals import find_figures

LANGUAGES = (
    "en", "de", "es", "fr", "it", "nl", "pt", "pl", "ru", "tr", "sv", "da", "cs", "ar", "fa", "he", "zh", "ja",
)  # fmt: skip
Reader = Callable[[str, str], float]


def numbers(seed: int = 7) -> list[int]:
    """Return some hundred numbers such as news spells: small ones all, larger ones drawn, round ones in millions."""
    draw = random.Random(seed)
    tens_of_thousands = (draw.randrange(2, 90) * 10_000 for _ in range(15))
    millions = (draw.randrange(2, 40) * 1_000_000 for _ in range(10))
    drawn = (*draw.sample(range(21, 1_000), 40), *draw.sample(range(1_000, 20_000), 20))
    return sorted({*range(2, 21), *drawn, *tens_of_thousands, *millions})


def spell_numbers(language: str) -> Iterator[tuple[int, str]]:
    """Yield numbers and their words in a language."""
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language(language)
    for number in numbers():
        yield number, engine.format_number(number).text.replace("\u00ad", "")


def readers() -> dict[str, Reader]:
    """Return the readers by name; each gives the value of a text, or fails."""
    import cn2an
    import ovos_number_parser
    import words2num2

    return {
        "own": _own,
        "words2num2": lambda text, language: float(words2num2.words2num(text, lang=language)),
        "ovos-number-parser": lambda text, language: float(ovos_number_parser.extract_number(text, language)),
        "cn2an": lambda text, language: float(cn2an.cn2an(text.replace("〇", "零"), "smart")),
    }


def _own(text: str, language: str) -> float:
    (figure,) = find_figures(text, language)
    return figure.largest


def _is_right(read: Reader, text: str, language: str, number: int) -> bool:
    try:
        return read(text, language) == number
    except Exception:
        return False


def main() -> None:
    """Print a table: languages down, readers across, per cent read right."""
    found = readers()
    print("| language |", " | ".join(found), "|")
    print("| --- |" + " ---: |" * len(found))
    for language in LANGUAGES:
        cases = list(spell_numbers(language))
        shares = (sum(_is_right(read, text, language, n) for n, text in cases) / len(cases) for read in found.values())
        print(f"| {language} |", " | ".join(f"{100 * share:.0f}" for share in shares), "|")


if __name__ == "__main__":
    main()
