"""A WordPress with the plug-in switched on, and services for it to ask. One site serves all tests of the folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cms import wordpress
from tests.cms.desk import Desk
from tests.cms.service import KEY, SECRET, Service, serve
from tests.cms.wordpress import Site
from tests.support.requirement import require


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    require(wordpress.find_missing())
    with wordpress.site(tmp_path_factory.mktemp("wordpress") / "site") as made:
        made.php(
            "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
            "$failed = activate_plugin('newsbrief/newsbrief.php'); return $failed ? $failed->get_error_message() : '';"
        )
        yield made
        assert made.complaints() == []


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serve(tmp_path_factory.mktemp("service") / "one") as made:
        yield made


@pytest.fixture
def chief(site: Site, service: Service) -> Iterator[Desk]:
    """Yield the editor-in-chief, at a site that is set up for the service."""
    site.settings(
        url=service.url,
        key=KEY,
        webhook_secret=SECRET,
        post_types=["post"],
        style="",
        language="",
        automatic=False,
        fill_excerpt=False,
        forget=True,
    )
    with site.user("editor-in-chief", "administrator") as client:
        yield Desk(site, client)
