"""A Django project with CSRF protection, the emitted headers and receiver. Called as: django_site.py FOLDER PORT"""
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

folder, port = sys.argv[1:]
sys.path.insert(0, folder)
settings.configure(
    ALLOWED_HOSTS=["*"], SECRET_KEY="x", ROOT_URLCONF="__main__",
    MIDDLEWARE=["headstrong_headers.security_headers", "django.middleware.common.CommonMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware"],
)
django.setup()
import headstrong_reports  # noqa: E402

urlpatterns = [path("", lambda request: HttpResponse(open(folder + "/page.html", encoding="utf-8").read()))]
urlpatterns = headstrong_reports.urlpatterns + urlpatterns


class Handler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


make_server("127.0.0.1", int(port), WSGIHandler(), server_class=Server, handler_class=Handler).serve_forever()
