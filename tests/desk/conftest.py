"""A real Chromium before a real service. Without a browser these tests skip; where `CI` is set, they fail."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement

from tests.api.conftest import plain_settings, serve
from tests.desk.editor import Editor
from tests.upstream import upstream

__all__ = ["upstream"]
Desk = Callable[..., Any]


class Element(WebElement):
    """An element that is scrolled to the middle before a click, as a person does: a bar may cover the edge."""

    def click(self) -> None:
        self.parent.execute_script("arguments[0].scrollIntoView({block: 'center'})", self)
        super().click()


def _program(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for all tests: it takes longer to start than most of them to run."""
    browser = _program("chromium", "chromium-browser", "google-chrome")
    driver = _program("chromedriver")
    if not browser or not driver:
        reason = "NOT TESTED IN A BROWSER: chromium or chromedriver is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(reason, stacklevel=1)
        pytest.skip(reason)
    os.environ["SE_OFFLINE"] = "true"  # selenium looks for no browser or driver of its own
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    profile = tmp_path_factory.mktemp("chromium")
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        f"--user-data-dir={profile}",
        "--window-size=1300,900",
        "--lang=en",
    ):
        options.add_argument(argument)
    downloads = profile / "downloads"
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    started._web_element_cls = Element
    started.downloads = downloads  # type: ignore[attr-defined]
    started.set_script_timeout(30)
    try:
        yield started
    finally:
        started.quit()


@pytest.fixture
def desk(chromium: webdriver.Chrome) -> Desk:
    """`with desk(api_keys="k") as editor: …`: an editor before a service of their own. Afterwards nothing is wrong."""
    downloads: Path = chromium.downloads  # type: ignore[attr-defined]

    @contextmanager
    def start(**chosen: Any) -> Iterator[Editor]:
        with serve(plain_settings(**chosen)) as url:
            editor = Editor(chromium, url, downloads)
            try:
                yield editor
                assert editor.complaints() == []
                assert editor.elsewhere() == set()
            finally:
                editor.leave()

    return start
