// aiohttp, Flask, Starlette and FastAPI, Django: one reading, four ways to be asked.
#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace python_detail {

constexpr std::string_view kReading = R"(
import json
import logging
import re

@IMPORTS@

PATH = @PATH@
MAX_BYTES = 65536
MAX_REPORTS = 100
MAX_TEXT = 200
TYPES = ("application/csp-report", "application/reports+json", "application/json")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "content-type",
    "Access-Control-Max-Age": "86400",
}
# The name in the log, and the names in reports.
FIELDS = [row.split() for row in (
@FIELDS@)]

log = logging.getLogger("csp_reports")


def shown(key, value):
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31:
        return value
    if not isinstance(value, str):
        return None
    if key in ("document", "blocked", "source"):
        # Queries, user names and passwords may be secrets.
        value = re.sub("//[^/]*@", "//", value.split("?")[0].split("#")[0], count=1)
    return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + "..."


def line_of(report):
    if not isinstance(report, dict):
        raise ValueError
    if isinstance(report.get("csp-report"), dict):
        found = {**report["csp-report"], "type": "csp-violation"}
    elif isinstance(report.get("type"), str):
        body = report.get("body")
        found = {**(body if isinstance(body, dict) else {}), "type": report["type"], "url": report.get("url")}
    else:
        raise ValueError
    line = {}
    for key, *names in FIELDS:
        values = [shown(key, found[name]) for name in names if name in found]
        if any(value is not None for value in values):
            line[key] = next(value for value in values if value is not None)
    # json.dumps writes ASCII, DEL included.
    return "csp-report " + json.dumps(line).replace("\x7f", "\\u007f")


def status_of(content_type, body):
    """The status of the answer; logs what came."""
    if content_type.split(";")[0].strip().lower() not in TYPES:
        return 415
    if len(body) > MAX_BYTES:
        return 413
    try:
        reports = json.loads(body.decode("utf-8"))
        reports = reports if isinstance(reports, list) else [reports]
        if len(reports) > MAX_REPORTS:
            return 413
        lines = [line_of(report) for report in reports]
    except (ValueError, RecursionError):
        return 400
    for line in lines:
        log.warning("%s", line)
    return 204

)";

/// For what is read as a file is.
constexpr std::string_view kRead = R"(
def read(stream):
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        stream.read(16 * MAX_BYTES)  # so that the client hears the answer
    return body

)";

constexpr std::string_view kFlask = R"(
def receive():
    if request.method == "OPTIONS":
        return Response(status=204, headers=CORS)
    # Not get_json(), which answers 415 to application/csp-report.
    body = read(request.stream)
    return Response(status=status_of(request.headers.get("Content-Type", ""), body), headers=CORS)


def init_app(app):
    methods = ["POST", "OPTIONS"]
    app.add_url_rule(PATH, "csp_reports", receive, methods=methods, provide_automatic_options=False)
    # Reports carry no token: Flask-WTF's protection, if it is there, lets them through.
    csrf = app.extensions.get("csrf")
    if csrf is not None:
        csrf.exempt(receive)
)";

constexpr std::string_view kStarlette = R"(
async def receive(request):
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=CORS)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            break
    return Response(status_code=status_of(request.headers.get("content-type", ""), body), headers=CORS)


def init_app(app):
    # Before the other routes, of which one may match every path.
    app.router.routes.insert(0, Route(PATH, receive, methods=["POST", "OPTIONS"]))
)";

constexpr std::string_view kAiohttp = R"(
@web.middleware
async def receive(request, handler):
    if request.path != PATH:
        return await handler(request)
    if request.method == "OPTIONS":
        return web.Response(status=204, headers=CORS)
    if request.method != "POST":
        return web.Response(status=405, headers={"Allow": "POST, OPTIONS"})
    body = b""
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            break
    return web.Response(status=status_of(request.headers.get("Content-Type", ""), body), headers=CORS)


def init_app(app):
    # Outermost, before routes of which one may match every path, and before what asks for a token.
    app.middlewares.insert(0, receive)
)";

constexpr std::string_view kDjango = R"(
@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def receive(request):
    status = 204
    if request.method == "POST":
        status = status_of(request.META.get("CONTENT_TYPE", ""), read(request))
    response = HttpResponse(status=status)
    for name, value in CORS.items():
        response[name] = value
    return response


urlpatterns = [path(PATH[1:], receive)]
)";

void add(std::string_view imports, std::string_view part, std::string_view path, std::string_view place,
         EmitResult& result) {
  std::string text(kReading);
  text.replace(text.find("@IMPORTS@"), 9, imports);
  if (part != kAiohttp && part != kStarlette) text.append(kRead);
  text.append(part);
  result.files.push_back({"headstrong_reports.py", std::string(place), opening("# ") + filled(text, path, "    ")});
}

}  // namespace python_detail

void write_aiohttp(std::string_view path, EmitResult& result) {
  python_detail::add("from aiohttp import web", python_detail::kAiohttp, path,
                     "next to your application; then: import headstrong_reports; headstrong_reports.init_app(app)",
                     result);
}

void write_flask(std::string_view path, EmitResult& result) {
  python_detail::add("from flask import Response, request", python_detail::kFlask, path,
                     "next to your application; then, after Flask-WTF's CSRFProtect if you have it: "
                     "import headstrong_reports; headstrong_reports.init_app(app)",
                     result);
}

void write_starlette(std::string_view path, EmitResult& result) {
  python_detail::add("from starlette.responses import Response\nfrom starlette.routing import Route",
                     python_detail::kStarlette, path,
                     "next to your application; then: import headstrong_reports; "
                     "headstrong_reports.init_app(app)",
                     result);
}

void write_django(std::string_view path, EmitResult& result) {
  python_detail::add(
      "from django.http import HttpResponse\nfrom django.urls import path\n"
      "from django.views.decorators.csrf import csrf_exempt\n"
      "from django.views.decorators.http import require_http_methods",
      python_detail::kDjango, path,
      "next to manage.py; then in the project's urls.py: import headstrong_reports; "
      "urlpatterns = headstrong_reports.urlpatterns + urlpatterns",
      result);
}

}  // namespace headstrong::emitters::receivers
