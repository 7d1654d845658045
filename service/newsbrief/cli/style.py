"""`newsbrief style check` and `newsbrief style schema`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsbrief.cli.errors import CannotRun
from newsbrief.cli.options import Style, check_language

if TYPE_CHECKING:
    from newsbrief.style.house import HouseStyle
    from newsbrief.style.review import Place

app = typer.Typer(help="House style: check a text against it.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="Any text; of a briefing its lengths count too.")],
    style: Style = None,
    language: Annotated[str | None, typer.Option(help="The text's language, such as en; else detected.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings for programs.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Print the text with what can be put right put right; nothing is written.")
    ] = False,
) -> int:
    """Check a text against the house style: words, spelling, numbers, dates, lengths. Exit code 1 where it departs.

    What stands in quotation marks is left as it was said. Spelling, numbers, dates and the third person are checked in
    English alone; which rules of the style were not checked is told on standard error.
    """
    import sys

    from newsbrief.article.language import detect, read_primary_subtag
    from newsbrief.cli.streams import allow_closed_pipe, put, read_text
    from newsbrief.style.finding import apply_fixes
    from newsbrief.style.review import review
    from newsbrief.style.rules import check_wording, list_unchecked

    text = read_text(file)
    followed, spoken = _require_style(style), read_primary_subtag(check_language(language)) or detect(text)
    try:
        places = review(text, followed, spoken)
    except ValueError as error:
        raise CannotRun(f"{file}: {error}") from None
    if fix:
        put(apply_fixes(text, check_wording(text, followed, spoken)))
    elif as_json:
        put(_as_json(places, list_unchecked(followed, spoken)))
    else:
        with allow_closed_pipe():
            for place in places:
                print(_line(file, place))
    if unchecked := list_unchecked(followed, spoken):
        print(f"newsbrief: not checked in a text in “{spoken}”: {', '.join(unchecked)}", file=sys.stderr)
    return 1 if places else 0


@app.command()
def schema() -> None:
    """Print the JSON Schema of a house style: editors of YAML complete and check fields by it."""
    import json

    from newsbrief.cli.streams import put
    from newsbrief.style.house import HouseStyle

    put(json.dumps(HouseStyle.model_json_schema(), indent=2, ensure_ascii=False))


def find_chosen_style(wanted: str | None) -> HouseStyle | str | None:
    """Return the style that `--style` names: one in a file, or the name of one of NEWSBRIEF_STYLE.

    Raises:
        MalformedStyle: the file cannot be used.
    """
    from newsbrief.style.reading import DEFAULT, read_styles

    if wanted is None:
        return None
    if wanted.endswith((".yaml", ".yml")) or "/" in wanted:
        place = Path(wanted)
        if place.is_dir():
            raise CannotRun(f"{wanted} is a folder: name one of the styles in it")
        return read_styles(place)[DEFAULT]
    return wanted


def _require_style(wanted: str | None) -> HouseStyle:
    from newsbrief.pipeline import Options
    from newsbrief.pipeline.shape import find_style
    from newsbrief.settings import Settings

    house = find_style(Options(style=find_chosen_style(wanted)), Settings())
    if house is None:
        raise CannotRun("there is no house style: set NEWSBRIEF_STYLE, or give --style FILE")
    return house


def _line(file: Path, place: Place) -> str:
    from newsbrief.article.normalise import to_visible

    where = f"{file}:{place.line}:{place.column}" if place.line else str(file)
    return f"{where}: {place.finding.rule}: {to_visible(place.finding.detail)}"


def _as_json(places: tuple[Place, ...], unchecked: tuple[str, ...]) -> str:
    import json

    faults = [
        {
            "line": place.line or None,
            "column": place.column or None,
            "rule": place.finding.rule,
            "detail": place.finding.detail,
            "instead": place.finding.instead,
        }
        for place in places
    ]
    return json.dumps({"findings": faults, "unchecked": unchecked}, indent=2, ensure_ascii=False)
