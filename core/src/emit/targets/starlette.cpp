// Starlette and FastAPI: an ASGI application around the whole of theirs.
#include "emit/comment.hpp"
#include "emit/pieces.hpp"
#include "emit/python.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace starlette {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "the ASGI server writes its own (Uvicorn, Hypercorn), some next to ours"},
};

constexpr std::string_view kInstall = R"(
        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in replaced]
                message = {**message, "headers": kept + ours}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def init_app(app):
    # Outermost, so that Starlette's own answer to an exception has them, too; a middleware added
    # with add_middleware() is inside.
    build = app.build_middleware_stack
    app.build_middleware_stack = lambda: SecurityHeaders(build())
    if getattr(app, "middleware_stack", None) is not None:
        app.middleware_stack = app.build_middleware_stack()
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ", "In templates: <script nonce=\"{{ request.state.csp_nonce }}\">");
    text += "import secrets\n";
  }
  text += "\nREPLACED = " + python::tuple_of_replaced(call.fields()) + "\n\n\n";
  text += nonce ? "def headers(csp_nonce):\n    return [\n" : "def headers():\n    return [\n";
  text += python::tuples(spec, call.fields(), "csp_nonce", "        ") + "    ]\n";
  text += R"(

class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
)";
  if (nonce) {
    text +=
        "        csp_nonce = secrets.token_urlsafe(16)\n"
        "        scope.setdefault(\"state\", {})[\"csp_nonce\"] = csp_nonce\n";
  }
  text += "        replaced = [name.lower().encode(\"latin-1\") for name in REPLACED]\n";
  text += "        ours = [(name.lower().encode(\"latin-1\"), value.encode(\"latin-1\")) for name, value in headers(";
  text += nonce ? "csp_nonce)]\n" : ")]\n";
  text += kInstall;
  result.files.push_back({"headstrong_headers.py",
                          "next to your application; then: import headstrong_headers; "
                          "headstrong_headers.init_app(app), where app is Starlette() or FastAPI()",
                          std::move(text)});
}

}  // namespace starlette

extern constexpr TargetSpec k_starlette_target = {
    .id = "starlette",
    .name = "Starlette and FastAPI",
    .evidence = Evidence::Server,
    .check = "python3 -m py_compile headstrong_headers.py",
    .limits = "values up to 65536 bytes; no Server header; names arrive in lower case",
    .coverage =
        "every response that the application makes: pages, static files and their 304, redirects, error "
        "pages, unhandled exceptions and mounted applications; copies that it sets are replaced. Not "
        "what a server or a proxy in front answers itself (a 400 or 431 for a malformed request), and "
        "not a WebSocket's handshake.",
    .max_value_bytes = 65536,
    .left_out_names = starlette::kLeftOutNames,
    .write = starlette::write,
    .receiver = receivers::write_starlette,
};

}  // namespace headstrong::emitters
