"""A site with an article, and with pages that are none."""

import time
from http.server import BaseHTTPRequestHandler

PAGE = b"""<!doctype html><html lang="en"><head><title>Buses for Leeds</title>
<meta property="article:published_time" content="2026-02-04T09:00:00Z"></head><body><article><h1>Buses for Leeds</h1>
<p>The council of Leeds met on Monday to talk about buses and about trams, as it does every month of the year.</p>
<p>The council will build 12 new bus lanes in 2027, the mayor said. It will cost 4 million pounds.</p>
</article></body></html>"""


class Site(BaseHTTPRequestHandler):
    """Pages, and what is none."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        match self.path.partition("?")[0]:
            case "/page" | "/p%C3%A4ge":
                self.answer(200, PAGE, "text/html; charset=utf-8")
            case "/moved":
                self.answer(302, b"", "text/html", Location="http://169.254.169.254/latest")
            case "/large":
                self.answer(200, PAGE + b" " * 300_000, "text/html")
            case "/zip":
                self.answer(200, b"PK\3\4", "application/zip")
            case "/packed":
                self.answer(200, PAGE, "text/html", **{"Content-Encoding": "gzip"})
            case "/short":
                self.answer(200, b"<html><body>Nothing much.</body></html>", "text/html")
            case "/slow":
                time.sleep(3)
            case _:
                self.answer(404, b"no", "text/plain")

    def answer(self, status: int, body: bytes, media_type: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
