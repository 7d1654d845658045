"""`newsbrief schema`"""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema of the briefing."""
    import json

    from newsbrief.briefing.schema import Briefing
    from newsbrief.cli.streams import put

    put(json.dumps(Briefing.model_json_schema(), indent=2, ensure_ascii=False))
