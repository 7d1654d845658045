"""The pages around the API: its reference at `/docs`, which loads nothing from other hosts, and `/`."""

from __future__ import annotations

from importlib.resources import as_file, files

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from newsbrief.api.accept_header import choose_media_type

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_FILES = "/docs/files"
_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Newsbrief API</title>
<link rel="stylesheet" href="{_FILES}/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="reference"></div>
<script src="{_FILES}/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
"""
routes = APIRouter(include_in_schema=False)
"""Open to everybody, as `/openapi.json` is."""


@routes.get("/")
async def open_reference(request: Request) -> Response:
    """Redirect a browser to the desk, and list the entry points for a program."""
    if choose_media_type(request.headers.get("accept"), ("application/json", "text/html")) == "text/html":
        return RedirectResponse("/desk")
    return JSONResponse({"desk": "/desk", "docs": "/docs", "openapi": "/openapi.json", "summarize": "/summarize"})


@routes.get("/docs")
async def show_reference() -> Response:
    """Show the reference of the API in Swagger UI, whose files the service itself serves."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": POLICY})


@routes.get("/docs/start.js")
async def read_start_script() -> Response:
    """Return the script that starts Swagger UI; the content security policy forbids an inline one."""
    return Response(_START, media_type="text/javascript")


def install(app: FastAPI) -> None:
    """Serve the pages and the files of Swagger UI."""
    app.include_router(routes)
    with as_file(files("fastapi_offline") / "static") as folder:
        app.mount(_FILES, StaticFiles(directory=folder), name="reference")
