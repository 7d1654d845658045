"""Do the actions of an editor at the desk in a browser."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

ADA = "Ada Lovelace"

Desk = Callable[..., Any]

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
ARABIC = "\n\n".join(
    (
        "عقد وزيرا خارجية مصر والأردن اجتماعًا في القاهرة يوم الأربعاء لبحث التعاون في مجال المياه.",
        "وقال الوزير المصري إن البلدين سيوقعان اتفاقية جديدة في شهر مارس المقبل. "
        "وأضاف أن الاتفاقية تشمل بناء محطتين لتحلية المياه بتكلفة 300 مليون دولار.",
        "وأوضح الوزير الأردني أن المحطة الأولى ستبدأ العمل في عام 2028. ولم يعلن الجانبان عن مواقع المحطتين.",
        "ورحب البنك الدولي بالمشروع، وقال إنه يدرس تمويل جزء منه.",
    )
)


class Editor:
    """A person with a browser."""

    def __init__(self, browser: Chrome, url: str, downloads: Path) -> None:
        self.browser, self.url, self._downloads = browser, url, downloads
        self.expected: list[str] = []
        """Parts of what the console may say: the statuses of refusals that a test provokes."""
        self._requests: list[str] = []
        browser.get_log("browser")
        browser.get_log("performance")

    def leave(self) -> None:
        """Clear all that this editor left in the browser."""
        self.browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": "all"})
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        while len(self.browser.window_handles) > 1:
            self.browser.switch_to.window(self.browser.window_handles[-1])
            self.browser.close()
        self.browser.switch_to.window(self.browser.window_handles[0])
        self.browser.get("about:blank")
        shutil.rmtree(self._downloads, ignore_errors=True)

    # ---- looking

    def open(self, path: str) -> None:
        self.browser.get(self.url + path)

    def find(self, css: str, within: WebElement | None = None) -> WebElement:
        return (within or self.browser).find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def texts(self, css: str) -> list[str]:
        found: list[str] = self.script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css
        )
        return found

    def until(self, wanted: Callable[[], Any], seconds: float = 15) -> Any:
        return WebDriverWait(self.browser, seconds, poll_frequency=0.05).until(lambda _: wanted())

    def script(self, code: str, *arguments: Any) -> Any:
        return self.browser.execute_script(code, *arguments)

    @property
    def status_text(self) -> str:
        return self.find("#said").text

    @property
    def focus(self) -> str:
        return str(self.script("return document.activeElement.id"))

    def focuses(self, id: str) -> None:
        """Wait until the focus is on `id`: it comes a moment after what it is set on."""
        self.until(lambda: self.focus == id)

    def size(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, scheme: str) -> None:
        """Ask for pages in `light` or `dark` colours."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    # ---- doing

    def brief(self, text: str, *, name: str = "Ada Lovelace") -> str:
        """Paste an article and wait for its briefing; return the path of its page."""
        self.paste(text)
        return self.sign_in(name=name)

    def paste(self, text: str) -> None:
        self.open("/desk")
        self.script("document.getElementById('text').value = arguments[0]", text)
        self.find("#compose button.main").click()

    def sign_in(self, *, name: str = "Ada Lovelace") -> str:
        self.until(lambda: "/desk/briefings/" in self.browser.current_url)
        self.until(lambda: self.all("#article .text"))
        field = self.find("#by")
        if name and not field.get_property("readOnly"):
            field.clear()
            field.send_keys(name + Keys.TAB)
        return urlsplit(self.browser.current_url).path

    def does(self, claim: str, deed: str) -> None:
        """Press a button of a claim, and wait until the workbench is as it is then."""
        self.change(lambda: self.find(f"#{claim} button[value='{deed}']").click())

    def rewrites(self, claim: str, text: str, deed: str = "replace") -> None:
        """Edit a claim and send it; what comes of that is for the caller to see."""
        if self.find(f"#{claim} .edit").get_attribute("open") is None:
            self.find(f"#{claim} .edit summary").click()
        field = self.find(f"#{claim} textarea")
        field.clear()
        field.send_keys(text)
        self.find(f"#{claim} button[value='{deed}']").click()

    def change(self, deed: Callable[[], None]) -> None:
        version = self.script("return document.getElementById('version').value")
        deed()
        self.until(lambda: self.script("return document.getElementById('version').value") != version)

    def keys(self, *pressed: str) -> None:
        chain = ActionChains(self.browser)
        for key in pressed[:-1]:
            chain = chain.key_down(key)
        chain = chain.send_keys(pressed[-1])
        for key in pressed[:-1]:
            chain = chain.key_up(key)
        chain.perform()

    def hovers(self, css: str) -> None:
        ActionChains(self.browser).move_to_element(self.find(css)).perform()

    def download(self, css: str, name: str) -> str:
        """Return the text of a file that a link gives."""
        # The shell downloads nothing unless it is told where to, and forgets that with a window.
        allowed = {"behavior": "allow", "downloadPath": str(self._downloads)}
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
        self.find(css).click()
        file = self._downloads / name
        self.until(file.exists)
        time.sleep(0.05)
        return file.read_text()

    # ---- what must not be

    def violations(self) -> list[str]:
        """Return the violations that axe finds on the page, best practices included, and those of its dark colours."""
        light = self._run_axe({})
        self.prefer("dark")
        dark = self._run_axe({"runOnly": ["color-contrast"]})
        self.prefer("light")
        return light + dark

    def _run_axe(self, options: dict[str, Any]) -> list[str]:
        found = self.browser.execute_async_script(
            # Each time: a page that was left in between has taken the script with it.
            AXE
            + ";const [options, done] = arguments;"
            # Colours on their way from one to another are neither.
            + "document.getAnimations().forEach(each => each.finish());"
            + "axe.run(options).then(done, error => done({violations: [{id: String(error), nodes: []}]}))",
            options,
        )
        return [f"{v['id']}: {[n['html'][:200] for n in v['nodes'][:3]]}" for v in found["violations"]]

    def complaints(self) -> list[str]:
        """Return the console's errors of scripts and its refusals by the content security policy."""
        entries = [e["message"] for e in self.browser.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]
        return [said for said in entries if not any(part in said for part in self.expected)]

    def elsewhere(self) -> set[str]:
        """Return the hosts that pages asked for something, other than the service."""
        self._requests += [
            message["params"]["request"]["url"]
            for entry in self.browser.get_log("performance")
            if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
        ]
        hosts = {urlsplit(url).netloc for url in self._requests if url.startswith(("http", "ws", "ftp"))}
        return hosts - {urlsplit(self.url).netloc}


def read_kept(editor: Editor, path: str) -> dict[str, Any]:
    reply: dict[str, Any] = httpx.get(editor.url + path.removeprefix("/desk")).json()
    return reply


def pick(editor: Editor, code: str) -> None:
    Select(editor.browser.find_element(By.ID, "language")).select_by_value(code)
    editor.until(lambda: editor.script("return document.documentElement.lang") == code)
