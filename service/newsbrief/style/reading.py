"""House styles from files: YAML that says on which line it is wrong, one style a file or a folder of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from newsbrief.style.house import NAME, HouseStyle
from newsbrief.validation import list_faults

MOST_BYTES = 64 * 1024
"""Of a style file."""
_DEEPEST = 20
"""Lists and mappings within each other; a style has four."""
DEFAULT = "default"
"""The style of a folder that briefings follow where none is named."""


class MalformedStyle(ValueError):
    """A house style cannot be used; `str()` says which file, line and field, and why."""

    reason = "malformed-style"


def read_style(text: str, name: str = "house style") -> HouseStyle:
    """Return the house style in YAML. Plain words stay words: `no`, `on` and `1.0` are text until a field wants else.

    Raises:
        MalformedStyle: it is no YAML, or no style; the line and the field are named.
    """
    if len(text.encode()) > MOST_BYTES:
        raise MalformedStyle(f"{name}: a style has at most {MOST_BYTES} bytes")
    try:
        _check_nesting(text, name)
        node = yaml.compose(text, yaml.BaseLoader)
        value = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes text, lists and mappings only
    except yaml.YAMLError as error:
        raise MalformedStyle(f"{name}: {_describe_error(error)}") from None
    if not isinstance(value, dict):
        raise MalformedStyle(f"{name}: a style is a mapping of fields, such as “spelling: british”")
    try:
        return HouseStyle.model_validate(value)
    except ValidationError as error:
        raise MalformedStyle(f"{name}: {_complaint(error, node)}") from None


def _check_nesting(text: str, name: str) -> None:
    """Refuse aliases, which unfold, and what is nested deep, which takes the square of its depth to read.

    Raises:
        MalformedStyle, yaml.YAMLError: it is no style.
    """
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        line = f"{name}: line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent):
            raise MalformedStyle(f"{line}: aliases (*) are not read")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise MalformedStyle(f"{line}: it is nested too deep")


@lru_cache(maxsize=16)
def read_styles(place: Path | None) -> Mapping[str, HouseStyle]:
    """Return the styles in a file, called `default`, or in a folder by the names of its `.yaml` files; none of None.

    A folder's own `default.yaml` is followed where no style is named.

    Raises:
        MalformedStyle: one cannot be read.
    """
    if place is None:
        return {}
    try:
        if not place.is_dir():
            return {DEFAULT: _with_name(read_style(_read_text(place), str(place)), place.stem)}
        files = sorted(f for f in place.iterdir() if f.suffix in (".yaml", ".yml"))
        styles = {f.stem: _with_name(read_style(_read_text(f), str(f)), f.stem) for f in files}
    except OSError as error:
        raise MalformedStyle(f"{error.filename}: {error.strerror}") from None
    if not styles:
        raise MalformedStyle(f"{place}: there is no .yaml file in it")
    if wrong := next((name for name in styles if not NAME.fullmatch(name)), None):
        raise MalformedStyle(f"{place}: “{wrong}” is no name of a style: letters, digits, dots, dashes and underscores")
    return styles


def _with_name(style: HouseStyle, name: str) -> HouseStyle:
    """Return the style, called by its file where it has no name of its own."""
    return (
        style.model_copy(update={"name": name})
        if "name" not in style.model_fields_set and NAME.fullmatch(name)
        else style
    )


def _read_text(file: Path) -> str:
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedStyle(f"{file}: it is not in UTF-8") from None


def _describe_error(error: yaml.YAMLError) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    return f"line {mark.line + 1}: {problem or 'no YAML'}" if mark else "it is no YAML"


def _complaint(error: ValidationError, node: yaml.Node) -> str:
    """Return what is wrong with the first field that is, where it stands, and how many more there are."""
    faults = list_faults(error)
    first, place = faults[0], node
    path = [step for step in first.place if step not in ("[key]",)]
    for step in path:
        place = _find_inner(place, step) or place
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    field = ".".join(map(str, path)) or "the style"
    said = "there is no such field" if first.type == "extra_forbidden" else first.message
    return f"line {place.start_mark.line + 1}: {field}: {said}{more}"


def _find_inner(node: yaml.Node, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        inner: yaml.Node = node.value[step]
        return inner
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                # What is under a key begins a line later; the field is meant where it is named.
                return value if isinstance(value, yaml.CollectionNode) and value.value else key
    return None
