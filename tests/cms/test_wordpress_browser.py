"""One editor's day in real Chromium: switch the plug-in on, set it up, write, brief, edit, approve, publish, read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cms.desk import TEXT, TITLE, Desk
from tests.cms.service import KEY, SECRET, Service
from tests.cms.wordpress import PASSWORD, Site
from tests.support.chromium import open_chromium
from tests.support.waiting import wait_until


@pytest.fixture
def fresh(site: Site) -> Site:
    """Return the site as it was when the plug-in lay in its folder, and nobody had switched it on."""
    site.php(
        "require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins('newsbrief/newsbrief.php');"
        "delete_option('newsbrief_settings');"
    )
    return site


@pytest.fixture
def browser() -> Iterator[Any]:
    with open_chromium((1400, 1500)) as started:
        yield started


class Eyes:
    """A person before the browser: finds things by the words on them."""

    def __init__(self, browser: Any, pictures: Path | None) -> None:
        self.browser, self._pictures = browser, pictures

    def find(self, css: str, text: str = "") -> Any:
        from selenium.common.exceptions import StaleElementReferenceException

        def look() -> Any:
            found = self.browser.find_elements("css selector", css)
            try:
                return next(
                    (e for e in found if text in (e.text or e.get_attribute("value") or "") and e.is_displayed()), None
                )
            except StaleElementReferenceException:
                return None  # drawn anew meanwhile

        return wait_until(look)

    @contextmanager
    def in_article(self) -> Iterator[None]:
        """Look into the frame in which newer editors show the article; older ones show it on the page itself."""
        wait_until(
            lambda: self.browser.find_elements("css selector", ".block-editor-block-list__layout, [name=editor-canvas]")
        )
        for frame in self.browser.find_elements("css selector", "iframe[name=editor-canvas]"):
            self.browser.switch_to.frame(frame)
        try:
            yield
        finally:
            self.browser.switch_to.default_content()

    def click(self, css: str, text: str = "") -> None:
        element = self.find(css, text)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        wait_until(lambda: element.is_enabled() and element.get_attribute("aria-disabled") != "true")
        element.click()

    def fill(self, css: str, text: str) -> None:
        field = self.find(css)
        field.clear()
        field.send_keys(text)

    def picture(self, name: str) -> None:
        if self._pictures:
            self._pictures.mkdir(parents=True, exist_ok=True)
            self.browser.save_screenshot(str(self._pictures / f"{name}.png"))


def test_an_editors_day(fresh: Site, service: Service, browser: Any) -> None:
    wanted = os.environ.get("NEWSBRIEF_TEST_PICTURES")
    eyes = Eyes(browser, Path(wanted) if wanted else None)
    _switch_on(eyes, fresh, service)
    post = _write(eyes, fresh)
    _brief(eyes)
    _edit(eyes)
    _take_a_headline(eyes)
    _approve(eyes)
    _publish_and_read(eyes, fresh, post)
    said = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    # The refusal of a text that the article does not carry is one of 422, and the browser logs it.
    said = [entry for entry in said if "422 (Unprocessable Entity)" not in entry["message"]]
    assert [entry["message"] for entry in said if "newsbrief" in entry["message"]] == []
    assert KEY not in browser.page_source
    assert fresh.complaints() == []


def _sign_in(eyes: Eyes, site: Site) -> None:
    eyes.browser.get(f"{site.url}/wp-login.php")
    eyes.find("#user_login")
    wait_until(lambda: eyes.browser.execute_script("return document.activeElement.id") == "user_login")
    eyes.fill("#user_login", "editor-in-chief")
    eyes.fill("#user_pass", PASSWORD)
    eyes.click("#wp-submit")
    eyes.find("#wpadminbar")


def _switch_on(eyes: Eyes, site: Site, service: Service) -> None:
    _sign_in(eyes, site)
    eyes.browser.get(f"{site.url}/wp-admin/plugins.php")
    eyes.click("#activate-newsbrief")
    eyes.find(".notice", "Plugin activated")
    eyes.click("tr[data-slug=newsbrief] a", "Settings")
    eyes.fill("#newsbrief-url", service.url)
    eyes.fill("#newsbrief-key", KEY)
    eyes.fill("#newsbrief-webhook_secret", SECRET)
    eyes.click("#submit")
    eyes.find(".notice-success", "The service answers, and takes this site’s key.")
    assert KEY not in eyes.browser.page_source
    eyes.picture("1-settings")


def _write(eyes: Eyes, site: Site) -> int:
    eyes.browser.get(f"{site.url}/wp-admin/post-new.php")
    wait_until(
        lambda: eyes.browser.execute_script(
            "return !!(window.wp && wp.data && wp.data.select('core/editor').getCurrentPostId())"
        )
    )
    eyes.browser.execute_script(
        "wp.data.dispatch('core/editor').editPost({title: arguments[0]});"
        "wp.data.dispatch('core/block-editor').insertBlocks(["
        " ...arguments[1].map((text) => wp.blocks.createBlock('core/paragraph', {content: text})),"
        " wp.blocks.createBlock('newsbrief/briefing')]);",
        TITLE,
        list(TEXT),
    )
    with eyes.in_article():
        eyes.find(".newsbrief-waiting", "once somebody has approved it")
    eyes.browser.execute_script("wp.data.dispatch('core/edit-post').openGeneralSidebar('edit-post/document')")
    eyes.click(".newsbrief-panel button", "Briefing")
    return int(eyes.browser.execute_script("return wp.data.select('core/editor').getCurrentPostId()"))


def _brief(eyes: Eyes) -> None:
    eyes.click(".newsbrief-panel button", "Save and make a briefing")
    eyes.find(".newsbrief-panel .newsbrief-standing", "Draft: readers do not see it")
    eyes.find(".newsbrief-panel .newsbrief-verdict", "The article carries this.")
    eyes.click(".newsbrief-panel details summary", "Where the article says so")
    eyes.find(".newsbrief-panel blockquote", "Oman")
    eyes.picture("2-panel")


def _edit(eyes: Eyes) -> None:
    eyes.click(".newsbrief-panel .newsbrief-claim button", "Edit")
    title = eyes.find(".newsbrief-panel textarea")
    eyes.browser.execute_script("arguments[0].select()", title)
    title.send_keys("Iran asks for 2,140 delegates")
    eyes.click(".newsbrief-panel button", "Keep")
    eyes.find(".newsbrief-panel .newsbrief-verdict", "The article")
    eyes.find(".newsbrief-panel .newsbrief-reason textarea").send_keys("Told by the ministry at noon")
    eyes.picture("3-refused")
    eyes.click(".newsbrief-panel button", "Keep it with this reason")
    eyes.find(".newsbrief-panel .newsbrief-claim", "Kept by editor-in-chief: Told by the ministry at noon")
    eyes.find(
        ".newsbrief-panel .newsbrief-claim.is-unsupported, .newsbrief-panel .newsbrief-claim.is-contradicted",
        "Edited by hand.",
    )
    eyes.picture("3-edited")
    eyes.click(".newsbrief-panel .newsbrief-claim button", "Edit")
    title = eyes.find(".newsbrief-panel textarea")
    eyes.browser.execute_script("arguments[0].select()", title)
    title.send_keys("Iran asked to move the talks to Oman")
    eyes.click(".newsbrief-panel button", "Keep")
    eyes.find(".newsbrief-panel .newsbrief-claim.is-supported", "Iran asked to move the talks to Oman")


def _take_a_headline(eyes: Eyes) -> None:
    def title() -> str:
        return str(eyes.browser.execute_script("return wp.data.select('core/editor').getEditedPostAttribute('title')"))

    eyes.click(".newsbrief-panel summary", "Headlines, posts and more")
    eyes.click(".newsbrief-variants button", "Make these")
    eyes.click(".newsbrief-variant button", "Copy")
    eyes.find(".newsbrief-variant button", "Copied")
    eyes.click(".newsbrief-variant button", "Use as title")
    wait_until(lambda: title() == "Iran asked to move the talks to Oman")
    eyes.click(".newsbrief-variant button", "Undo")
    wait_until(lambda: title() == TITLE)
    eyes.click(".newsbrief-variant button", "Use as title")
    eyes.click(".newsbrief-variant button", "Use as SEO description")
    eyes.find(".newsbrief-variant .newsbrief-taken", "It is the SEO description now.")
    eyes.picture("4-headline")
    eyes.browser.execute_script("return wp.data.dispatch('core/editor').savePost()")
    eyes.find(".newsbrief-variant .newsbrief-taken", "It is the title now.")
    wait_until(lambda: not eyes.browser.execute_script("return wp.data.select('core/editor').isEditedPostDirty()"))


def _approve(eyes: Eyes) -> None:
    # The article took a headline of its own briefing: nothing is out of date, and there is nothing to check again.
    eyes.click(".newsbrief-panel button", "Approve")
    eyes.find(".newsbrief-panel .newsbrief-standing", "Approved by editor-in-chief")
    assert "has changed since" not in eyes.find(".newsbrief-panel").text
    with eyes.in_article():
        eyes.find(".wp-block-newsbrief-briefing .newsbrief-disclosure", "reviewed by editor-in-chief")
    eyes.picture("4-approved")


def _publish_and_read(eyes: Eyes, site: Site, post: int) -> None:
    assert eyes.browser.execute_script("return wp.data.select('core/editor').getCurrentPost().status") == "draft"
    eyes.click(".editor-post-publish-panel__toggle")
    eyes.click(".editor-post-publish-button")
    eyes.find(".editor-post-publish-panel, .components-snackbar", "ublished")
    eyes.browser.get(f"{site.url}/?p={post}")
    eyes.find("section.newsbrief li")
    eyes.find(".newsbrief-disclosure", "made by software from this article, edited and reviewed by editor-in-chief")
    eyes.picture("5-page")


@pytest.fixture
def classic(site: Site) -> Iterator[None]:
    """Yield the site as one where articles are written in the classic editor."""
    folder = site.folder / "wp-content" / "mu-plugins"
    folder.mkdir(exist_ok=True)
    (folder / "classic.php").write_text("<?php add_filter( 'use_block_editor_for_post', '__return_false' );")
    yield
    (folder / "classic.php").unlink()


def test_a_day_in_the_classic_editor(chief: Desk, classic: None, browser: Any) -> None:
    wanted = os.environ.get("NEWSBRIEF_TEST_PICTURES")
    eyes = Eyes(browser, Path(wanted) if wanted else None)
    content = "\n\n".join(TEXT) + '\n\n[newsbrief_briefing sections="key_points" evidence="yes"]'
    post = chief.post(content=content)
    _sign_in(eyes, chief.site)
    eyes.browser.get(f"{chief.site.url}/wp-admin/post.php?post={post}&action=edit")
    eyes.click("#newsbrief-meta-box button", "Make a briefing")
    eyes.find("#newsbrief-meta-box .newsbrief-standing", "Draft: readers do not see it")
    eyes.click("#newsbrief-meta-box .newsbrief-claim button", "Edit")
    title = eyes.find("#newsbrief-meta-box textarea")
    eyes.browser.execute_script("arguments[0].select()", title)
    title.send_keys("Iran asked to move the talks to Oman")
    eyes.click("#newsbrief-meta-box button", "Keep")
    eyes.find("#newsbrief-meta-box .newsbrief-claim.is-supported", "Iran asked to move the talks to Oman")
    eyes.click("#newsbrief-meta-box summary", "Headlines, posts and more")
    eyes.click("#newsbrief-meta-box button", "Make these")
    eyes.click("#newsbrief-meta-box .newsbrief-variant button", "Use as title")
    assert eyes.find("#title").get_attribute("value") == "Iran asked to move the talks to Oman"
    eyes.click("#newsbrief-meta-box .newsbrief-variant button", "Undo")
    assert eyes.find("#title").get_attribute("value") == TITLE
    eyes.picture("6-classic")
    # What is not saved is not briefed: the article first.
    eyes.fill("#title", "Another title")
    eyes.find("#newsbrief-meta-box", "save the draft first")
    eyes.click("#save-post")
    eyes.find("#message", "updated")
    eyes.click("#newsbrief-meta-box button", "Check it again")
    eyes.click("#newsbrief-meta-box button", "Approve")
    eyes.find("#newsbrief-meta-box .newsbrief-standing", "Approved by editor-in-chief")
    eyes.click("#publish")
    eyes.find("#message", "published")
    eyes.browser.get(f"{chief.site.url}/?p={post}")
    eyes.click("section.newsbrief sup a", "1")
    eyes.find("section.newsbrief .newsbrief-evidence li a")
    eyes.picture("7-evidence")
    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert [message for message in severe if "newsbrief" in message] == []
    assert chief.site.complaints() == []
