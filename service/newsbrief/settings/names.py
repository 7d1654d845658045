"""Names of settings in the environment: the name of each field, and variables that no field reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from newsbrief.settings import Settings

PREFIX = "NEWSBRIEF_"
_OTHERS = frozenset({"NEWSBRIEF_GHOST_KEY", "NEWSBRIEF_WORDPRESS_PASSWORD"})
"""Read elsewhere than in `Settings`."""


def name_setting(field: str) -> str:
    """Return the name in the environment of a field of `Settings`; a name from there is returned as it is."""
    known = Settings.model_fields.get(field)
    if known is None:
        return field
    return str(known.validation_alias) if known.validation_alias else PREFIX + field.upper()


def list_names() -> frozenset[str]:
    """Return every name that means something."""
    return frozenset(map(name_setting, Settings.model_fields)) | _OTHERS


def find_unknown(environment: Mapping[str, str] = os.environ, file: Path = Path(".env")) -> Iterator[str]:
    """Yield a sentence for each variable with our prefix that is no setting, with the nearest name."""
    names = {name.upper() for name in (*environment, *_in_file(file)) if name.upper().startswith(PREFIX)}
    unknown = names - list_names()
    if not unknown:
        return
    secrets = _read_mappings(environment.get("NEWSBRIEF_CMS")) + _read_mappings(environment.get("NEWSBRIEF_FEEDS"))
    for name in sorted(unknown):
        if name not in secrets:
            known = [each.removeprefix(PREFIX) for each in list_names() if each.startswith(PREFIX)]
            near = get_close_matches(name.removeprefix(PREFIX), known, 1)
            yield f"{name} is no setting, and is not read" + (f": did you mean {PREFIX}{near[0]}?" if near else "")


def _in_file(file: Path) -> Iterable[str]:
    if not file.is_file():
        return ()
    from dotenv import dotenv_values

    return dotenv_values(file)


def _read_mappings(cms: str | None) -> str:
    """Return the text of files for a CMS or feeds: they name variables that hold secrets."""
    folder = Path(cms) if cms else None
    if folder is None or not folder.exists():
        return ""
    files = folder.iterdir() if folder.is_dir() else (folder,)
    return "\n".join(f.read_text("utf-8", "replace") for f in files if f.is_file())
