"""Make the plug-in's translations anew: `newsbrief.pot` from its texts, and what WordPress loads of each `.po`.

    .venv/bin/python integrations/wordpress/translate.py           # after a text was changed, or a .po
    .venv/bin/python integrations/wordpress/translate.py --check   # exits with 1 where something is out of date

Wants gettext (`xgettext`, `msgmerge`, `msgfmt`). A `.po` keeps its translations; texts that are new, or that were
changed, are empty in it.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog

PLUGIN = Path(__file__).parent / "newsbrief"
LANGUAGES = PLUGIN / "languages"
DOMAIN = "newsbrief"
FUNCTIONS = {
    "PHP": ["__", "_e", "_n:1,2", "_x:1,2c", "esc_html__", "esc_html_e", "esc_attr__", "esc_attr_e"],
    "JavaScript": ["__", "_n:1,2", "_x:1,2c"],
}
SCRIPTS = {
    "assets/panel.js": "newsbrief-panel",
    "assets/variants.js": "newsbrief-variants",
    "assets/block.js": "newsbrief-block",
}
"""Scripts, and the handles by which WordPress knows them."""


def template() -> str:
    """Return the template of translations (`.pot`) of all texts of the plug-in."""
    version = re.findall(r"VERSION = '(.+)'", (PLUGIN / "newsbrief.php").read_text())[0]
    pieces = [_texts("PHP", sorted(PLUGIN.rglob("*.php"))), _texts("JavaScript", sorted(PLUGIN.rglob("*.js")))]
    made = Catalog(project="Newsbrief", version=version, charset="utf-8", header_comment=_HEADER)
    for found in [*map(_read, pieces), _of_block()]:
        for message in found:
            if message.id:
                made.add(
                    message.id,
                    locations=[(place, 1) for place, _ in message.locations],
                    auto_comments=message.auto_comments,
                    context=message.context,
                )
    return _write_catalog(made, sort_by_file=False)


_HEADER = "# Translations of the plug-in Newsbrief.\n# The same licence as the plug-in: GPL-2.0-or-later."


def _texts(language: str, files: list[Path]) -> str:
    keywords = ["--keyword", *(f"--keyword={name}" for name in FUNCTIONS[language])]
    command = ["xgettext", "-L", language, "--from-code=UTF-8", "--add-comments=translators", *keywords, "-o", "-"]
    names = [str(file.relative_to(PLUGIN)) for file in files]
    # Of the names of our own files.
    return subprocess.run([*command, *names], cwd=PLUGIN, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _of_block() -> Catalog:
    """Return the texts of `block.json`, in the contexts that WordPress gives them."""
    found, made = json.loads((PLUGIN / "assets" / "block.json").read_text()), Catalog()
    for name in ("title", "description"):
        made.add(found[name], locations=[("assets/block.json", 1)], context=f"block {name}")
    for word in found["keywords"]:
        made.add(word, locations=[("assets/block.json", 1)], context="block keyword")
    return made


def _read(text: str) -> Catalog:
    header = {
        "charset=CHARSET": "charset=UTF-8",
        "nplurals=INTEGER; plural=EXPRESSION;": "nplurals=2; plural=(n != 1);",
    }
    for empty, filled in header.items():
        text = text.replace(empty, filled)
    return pofile.read_po(io.StringIO(text))


def _write_catalog(catalog: Catalog, sort_by_file: bool = False) -> str:
    """Return a catalog as text without line numbers and dates: what has not changed gives the same text."""
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=120, include_lineno=False, sort_by_file=sort_by_file, omit_header=False)
    changing = "POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To"
    text = re.sub(rf'"({changing}): .*\n', "", out.getvalue().decode())
    # Babel takes every format for one of Python's.
    return text.replace("#, python-format\n", "").replace(", python-format", "")


def merge(po: Path, pot: str) -> str:
    """Return a `.po` with the texts of now."""
    with tempfile.NamedTemporaryFile("w", suffix=".pot", encoding="utf-8") as file:
        file.write(pot)
        file.flush()
        command = ["msgmerge", "--quiet", "--no-fuzzy-matching", str(po), file.name]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    catalog = pofile.read_po(io.StringIO(text), locale=po.stem.removeprefix(f"{DOMAIN}-"))
    catalog.obsolete.clear()
    return _write_catalog(catalog)


def compile_po(po: str, locale: str) -> dict[str, bytes]:
    """Return by name the files that WordPress loads of a `.po`: one for PHP, one for each script."""
    catalog = pofile.read_po(io.StringIO(po), locale=locale)
    # Not by Babel: WordPress wants the address of a hash table, which Babel leaves 0 where there is none.
    command = ["msgfmt", "--no-hash", "--endianness=little", "--check-format", "-o", "-", "-"]
    mo = subprocess.run(command, input=po.encode(), capture_output=True, check=True).stdout  # noqa: S603
    files = {f"{DOMAIN}-{locale}.mo": mo}
    for script, handle in SCRIPTS.items():
        texts = [m for m in catalog if m.id and m.string and script in {place for place, _ in m.locations}]
        words = {"": {"domain": "messages", "lang": locale, "plural-forms": catalog.plural_forms}}
        words |= {m.id: [m.string] for m in texts if isinstance(m.id, str)}  # type: ignore[dict-item]
        made = {"domain": "messages", "locale_data": {"messages": words}}
        files[f"{DOMAIN}-{locale}-{handle}.json"] = (json.dumps(made, ensure_ascii=False, indent=0) + "\n").encode()
    return files


def build_files() -> dict[str, bytes]:
    """Return all files of `languages/` as they ought to be, by their names."""
    pot = template()
    files = {f"{DOMAIN}.pot": pot.encode()}
    for po in sorted(LANGUAGES.glob("*.po")):
        text = merge(po, pot)
        files |= {po.name: text.encode(), **compile_po(text, po.stem.removeprefix(f"{DOMAIN}-"))}
    return files


def main() -> int:
    arguments = argparse.ArgumentParser(description="Make the plug-in's translations anew.")
    arguments.add_argument("--check", action="store_true", help="change nothing; exit with 1 where that is needed")
    check = arguments.parse_args().check
    files = build_files()
    old = {file.name: file.read_bytes() for file in LANGUAGES.iterdir()}
    changed = sorted(name for name in files.keys() | old.keys() if files.get(name) != old.get(name))
    for name in changed:
        print(("out of date: " if check else "written: ") + name, file=sys.stderr)
        if not check and name in files:
            (LANGUAGES / name).write_bytes(files[name])
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
