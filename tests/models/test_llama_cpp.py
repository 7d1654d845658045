"""Files that hold no model are told as what they are, and nothing goes on loading."""

import threading
from pathlib import Path

import pytest

from newsbrief.models.errors import EngineUnavailable
from newsbrief.models.llama_cpp import serve


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), (b"hello", "no GGUF"), (b"GGUF junk", "damaged")]
)
def test_no_model_in_the_file(tmp_path: Path, content: bytes | None, says: str) -> None:
    file = tmp_path / "model.gguf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EngineUnavailable, match=says):
        serve(file, lambda part: None)
    assert not [t for t in threading.enumerate() if t.name == "model-loading"]
