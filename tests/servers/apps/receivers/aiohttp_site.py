"""An aiohttp application with the emitted headers and receiver. Called as: aiohttp_site.py FOLDER PORT"""
import sys

from aiohttp import web

folder, port = sys.argv[1:]
sys.path.insert(0, folder)
import headstrong_headers  # noqa: E402
import headstrong_reports  # noqa: E402


async def page(request):
    return web.Response(text=open(folder + "/page.html", encoding="utf-8").read(), content_type="text/html")


app = web.Application()
app.router.add_get("/{rest:.*}", page)
headstrong_headers.init_app(app)
headstrong_reports.init_app(app)
web.run_app(app, host="127.0.0.1", port=int(port), print=None)
