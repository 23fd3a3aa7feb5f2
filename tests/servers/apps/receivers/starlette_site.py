"""A Starlette or FastAPI application with the emitted headers and receiver. Called as: starlette_site.py FOLDER PORT"""
import sys

import uvicorn
from starlette.responses import HTMLResponse

try:
    from fastapi import FastAPI as App
except ImportError:
    from starlette.applications import Starlette as App

folder, port = sys.argv[1:]
sys.path.insert(0, folder)
import headstrong_headers  # noqa: E402
import headstrong_reports  # noqa: E402

app = App()


async def page(request):
    return HTMLResponse(open(folder + "/page.html", encoding="utf-8").read())


app.router.add_route("/{rest:path}", page, methods=["GET"])
headstrong_headers.init_app(app)
headstrong_reports.init_app(app)
uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="critical")
