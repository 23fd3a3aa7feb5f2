"""Serves the applications site0 ... siteN-1, each hardened by its own module in a folder.

Called as: starlette_sites.py FOLDER COUNT PORT
"""
import importlib
import os
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles


class SetByTheApplication:
    """Headers that the application had before; they must be replaced, not doubled."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def send_more(message):
            if message["type"] == "http.response.start":
                more = [(b"content-security-policy", b"default-src *"), (b"X-T0", b"from-the-application")]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self.app(scope, receive, send_more)


def page(request):
    nonce = getattr(request.state, "csp_nonce", "")
    return HTMLResponse(f'<script nonce="{nonce}"></script>')


def fail(request):
    raise RuntimeError("meant to fail")


def denied(request):
    raise HTTPException(403)


def make_app(name, folder):
    routes = [
        Route("/", page),
        Route("/fail", fail),
        Route("/old", lambda request: RedirectResponse("/new")),
        Route("/denied", denied),
        Mount("/static", StaticFiles(directory=os.path.join(folder, "static"))),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(SetByTheApplication)])
    importlib.import_module(name).init_app(app)
    return app


def main(folder, count, port):
    sys.path.insert(0, folder)
    apps = {f"site{i}".encode(): make_app(f"site{i}", folder) for i in range(int(count))}

    async def dispatch(scope, receive, send):
        if scope["type"] == "http":
            await apps[dict(scope["headers"])[b"host"]](scope, receive, send)

    uvicorn.run(dispatch, host="127.0.0.1", port=int(port), log_level="critical", lifespan="off")


main(*sys.argv[1:])
