"""Serves the applications site0 ... siteN-1, each hardened by its own module in a folder.

Called as: flask_sites.py FOLDER COUNT PORT
"""
import importlib
import sys

from flask import Flask, abort, redirect, render_template_string, send_file
from werkzeug.serving import make_server

PAGE = '<script nonce="{{ csp_nonce() if csp_nonce is defined else "" }}"></script>'


def make_app(name):
    app = Flask(name)

    @app.get("/")
    def page():
        return render_template_string(PAGE)

    @app.get("/fail")
    def fail():
        raise RuntimeError("meant to fail")

    @app.get("/old")
    def old():
        return redirect("/new")

    @app.get("/denied")
    def denied():
        abort(403)

    @app.get("/file")
    def file():
        return send_file(__file__)

    @app.after_request
    def set_by_the_application(response):
        """Headers that the application had before; they must be replaced, not doubled."""
        response.headers["Content-Security-Policy"] = "default-src *"
        response.headers["X-T0"] = "from-the-application"
        return response

    importlib.import_module(name).init_app(app)
    return app


def main(folder, count, port):
    sys.path.insert(0, folder)
    apps = {f"site{i}": make_app(f"site{i}") for i in range(int(count))}

    def dispatch(environ, start_response):
        return apps[environ["HTTP_HOST"]](environ, start_response)

    make_server("127.0.0.1", int(port), dispatch, threaded=True).serve_forever()


main(*sys.argv[1:])
