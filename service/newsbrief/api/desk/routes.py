"""The routes of the desk, and which of them are behind the gate."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from newsbrief.api.desk import bench, entry, listing, session, signing, today, variants
from newsbrief.api.desk.responses import DeskRoute
from newsbrief.api.problems import ProblemError
from newsbrief.desk import pages

_YEAR_S = 31_536_000
open_routes = APIRouter(prefix="/desk", route_class=DeskRoute, include_in_schema=False)


def install(app: FastAPI, *shared: APIRouter) -> None:
    """Serve the desk, and the routes that it shares with programs under `/desk/api`."""
    gate = [Depends(session.admit)]
    app.include_router(open_routes)
    app.include_router(signing.routes)
    app.include_router(today.routes)
    for own in (entry.routes, listing.routes, bench.routes, variants.routes):
        app.include_router(own, dependencies=gate)
    for router in shared:
        app.include_router(router, prefix="/desk/api", dependencies=gate, include_in_schema=False)


@open_routes.get("/static/{name}")
async def read_static(request: Request, name: str) -> Response:
    """Return a file that pages load. Its address changes with it, so it is kept for good."""
    asset = pages.find_asset(name)
    if asset is None:
        raise ProblemError("not-found", "The desk has no such file.")
    headers = {"Cache-Control": f"public, max-age={_YEAR_S}, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.zipped, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.body, media_type=asset.media_type, headers=headers)
