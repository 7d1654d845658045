"""The file `feeds.yaml`, read and checked: every error names its line and field."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from newsbrief.feeds.configuration import Feeds
from newsbrief.validation import Fault, list_faults

MOST_BYTES = 1024 * 1024
"""Of the file."""


class MalformedFeeds(ValueError):
    """The file cannot be used; `str()` names the file, the line, the field and the remedy."""


def read_feeds(path: Path) -> Feeds:
    """Return what a file says.

    Raises:
        MalformedFeeds: it is no such file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise MalformedFeeds(f"{path.name}: the file has more than {MOST_BYTES} bytes")
        return parse_feeds(data.decode("utf-8"), path.name)
    except OSError as error:
        raise MalformedFeeds(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise MalformedFeeds(f"{path.name}: the file is not in UTF-8") from None


def parse_feeds(text: str, name: str = "feeds.yaml") -> Feeds:
    """Return what the text of a file says; `name` goes into the error.

    Raises:
        MalformedFeeds: it is no such text; the first three errors, each with its line and field.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise MalformedFeeds(f"{name}: the file is empty; docs/feeds.md has an example")
        _refuse(root, name)
        loaded = yaml.safe_load(text)
        return Feeds.model_validate(loaded)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        raise MalformedFeeds(f"{where}: {getattr(error, 'problem', None) or 'no YAML'}") from None
    except RecursionError:
        raise MalformedFeeds(f"{name}: it is nested too deep") from None
    except ValidationError as error:
        raise MalformedFeeds("; ".join(_locate_fault(name, root, fault) for fault in list_faults(error)[:3])) from None


def find_missing_variables(feeds: Feeds, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the environment variables that the file names and that are not set."""
    return tuple(sorted({name for name in feeds.variables() if not environment.get(name)}))


def _refuse(root: yaml.Node, name: str) -> None:
    """Refuse a key that stands twice, of which YAML would keep the last, and nodes that are used again."""
    seen: set[int] = set()
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            raise MalformedFeeds(f"{name}:{node.start_mark.line + 1}: anchors and aliases are not read here")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                if str(key.value) in keys:
                    raise MalformedFeeds(f"{name}:{key.start_mark.line + 1}: {key.value!r} stands twice")
                keys.add(str(key.value))
                nodes.append(value)
        elif isinstance(node, yaml.SequenceNode):
            nodes.extend(node.value)


def _locate_fault(name: str, root: yaml.Node, fault: Fault) -> str:
    """Return a fault with the line of the file that it is about."""
    node, line, field = root, root.start_mark.line, list[str]()
    for part in fault.place:
        if isinstance(node, yaml.MappingNode):
            inner = next(((k, v) for k, v in node.value if str(k.value) == str(part)), None)
            if inner is None:
                # A tag of a union, or a field that is missing: the last is named, the first says nothing.
                if part == fault.place[-1]:
                    field.append(str(part))
                continue
            line, node = inner[0].start_mark.line, inner[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        field.append(str(part))
    return f"{name}:{line + 1}: {'.'.join(field) + ': ' if field else ''}{fault.message}"
