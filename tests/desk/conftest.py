"""A real Chromium before a real service. Without a browser these tests skip; where `CI` is set, they fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.remote.webelement import WebElement

from tests.desk.editor import Desk, Editor
from tests.support.chromium import open_chromium
from tests.support.http_service import serve
from tests.support.settings import plain_settings


class Element(WebElement):
    """An element that is scrolled to the middle before a click, as a person does: a bar may cover the edge."""

    def click(self) -> None:
        self.parent.execute_script("arguments[0].scrollIntoView({block: 'center'})", self)
        super().click()


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """Yield one browser for all tests: it takes longer to start than most of them to run."""
    with open_chromium((1300, 900)) as started:
        started._web_element_cls = Element
        started.set_script_timeout(30)
        yield started


@pytest.fixture
def desk(chromium: webdriver.Chrome, tmp_path: Path) -> Desk:
    """Return `with desk(api_keys="k") as editor`: an editor before a service of their own, with no fault at its end."""

    @contextmanager
    def start(**chosen: Any) -> Iterator[Editor]:
        with serve(plain_settings(**chosen)) as url:
            editor = Editor(chromium, url, tmp_path / "downloads")
            try:
                yield editor
                assert editor.complaints() == []
                assert editor.elsewhere() == set()
            finally:
                editor.leave()

    return start
