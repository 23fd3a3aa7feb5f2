"""Serves the applications site0 ... siteN-1, each hardened by its own module in a folder.

Called as: aiohttp_sites.py FOLDER COUNT PORT
"""
import importlib
import os
import sys

from aiohttp import web


async def set_by_the_application(request, response):
    """Headers that the application had before; they must be replaced, not doubled."""
    response.headers["content-security-policy"] = "default-src *"
    response.headers["X-T0"] = "from-the-application"


def make_app(name, folder):
    module = importlib.import_module(name)

    async def page(request):
        nonce = module.csp_nonce(request) if hasattr(module, "csp_nonce") else ""
        return web.Response(text=f'<script nonce="{nonce}"></script>', content_type="text/html")

    async def fail(request):
        raise RuntimeError("meant to fail")

    async def denied(request):
        raise web.HTTPForbidden()

    async def old(request):
        raise web.HTTPTemporaryRedirect("/new")

    async def socket(request):
        answer = web.WebSocketResponse()
        await answer.prepare(request)
        return answer

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/fail", fail)
    app.router.add_get("/old", old)
    app.router.add_get("/denied", denied)
    app.router.add_get("/socket", socket)
    app.router.add_static("/static", os.path.join(folder, "static"))
    below = web.Application()
    below.router.add_get("/", page)
    app.add_subapp("/below", below)
    app.on_response_prepare.append(set_by_the_application)
    module.init_app(app)
    return app


async def start(folder, count, port):
    sys.path.insert(0, folder)
    apps = {}
    for i in range(int(count)):
        app = make_app(f"site{i}", folder)
        # Each its own signals and routes, behind one port.
        app.freeze()
        await app.startup()
        apps[f"site{i}"] = app

    # What aiohttp's own server does for one application, told apart by the Host header.
    first = next(iter(apps.values()))

    async def handle(request):
        return await apps.get(request.host, first)._handle(request)

    def make_request(message, payload, protocol, writer, task):
        host = message.headers.get("Host", "")
        return apps.get(host, first)._make_request(message, payload, protocol, writer, task)

    server = web.Server(handle, request_factory=make_request)
    runner = web.ServerRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(port)).start()


def main(*arguments):
    import asyncio

    loop = asyncio.new_event_loop()
    loop.run_until_complete(start(*arguments))
    loop.run_forever()


main(*sys.argv[1:])
