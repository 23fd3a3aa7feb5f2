"""Serves the applications site0 ... siteN-1, each hardened by its own module in a folder.

Called as: django_sites.py FOLDER COUNT PORT [csp]: with django-csp, each module's settings are Django's.
"""
import importlib
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.views.static import serve


def page(request):
    template = engines["django"].from_string('<script nonce="{{ request.csp_nonce }}"></script>')
    return HttpResponse(template.render({}, request))


def fail(request):
    raise RuntimeError("meant to fail")


def denied(request):
    raise PermissionDenied


def set_by_the_application(get_response):
    """Headers that the application had before; they must be replaced, not doubled."""

    def middleware(request):
        response = get_response(request)
        if not settings.LEAVES_POLICIES_ALONE:
            response["content-security-policy"] = "default-src *"
        response["X-T0"] = "from-the-application"
        return response

    return middleware


class Handler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main(folder, count, port, csp=""):
    sys.path.insert(0, folder)
    own = ["django.middleware.http.ConditionalGetMiddleware", "__main__.set_by_the_application"]
    settings.configure(
        ALLOWED_HOSTS=["*"], SECRET_KEY="x", ROOT_URLCONF="__main__", MIDDLEWARE=own, LEAVES_POLICIES_ALONE=bool(csp),
        LOGGING_CONFIG=None,
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }],
    )
    django.setup()

    def load(name):
        """The handler of one site; django-csp reads the settings on each response, so that they are kept beside."""
        module = importlib.import_module(name)
        names = [n for n in dir(module) if n.startswith(("CSP_", "CONTENT_SECURITY_POLICY"))]
        settings.MIDDLEWARE = (
            ([f"{name}.security_headers"] if hasattr(module, "security_headers") else [])
            + (["csp.middleware.CSPMiddleware"] if names else []) + own)
        handler = WSGIHandler()
        return handler, {n: getattr(module, n) for n in names}

    sites = {f"site{i}": load(f"site{i}") for i in range(int(count))}
    current = []

    def dispatch(environ, start_response):
        handler, values = sites[environ["HTTP_HOST"]]
        for name in current:
            delattr(settings, name)
        current[:] = values
        for name, value in values.items():
            setattr(settings, name, value)
        return handler(environ, start_response)

    server = WSGIServer if csp else Server
    make_server("127.0.0.1", int(port), dispatch, server_class=server, handler_class=Handler).serve_forever()


urlpatterns = [
    path("", page), path("fail", fail), path("old", lambda request: redirect("/new")), path("denied", denied),
    path("file", lambda request: serve(request, __file__.lstrip("/"), "/")),
]

if __name__ == "__main__":
    main(*sys.argv[1:])
