// aiohttp: a handler of the signal that every response passes before it is sent.
#include "emit/comment.hpp"
#include "emit/pieces.hpp"
#include "emit/python.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace aiohttp {

constexpr std::string_view kNonceFunction = R"(

def csp_nonce(request):
    """The nonce of this request's response: 128 random bits, the same for every call."""
    if "csp_nonce" not in request:
        request["csp_nonce"] = secrets.token_urlsafe(16)
    return request["csp_nonce"]

)";

constexpr std::string_view kInstall = R"(
    for name in REPLACED:
        response.headers.popall(name, None)
    for name, value in fields:
        response.headers.add(name, value.encode("latin-1").decode("utf-8"))


def init_app(app):
    # These run in the order in which they are added: what comes later is sent next to ours.
    app.on_response_prepare.append(set_headers)
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ",
                          "Handlers give csp_nonce(request) to their templates, which write it: "
                          "<script nonce=\"{{ csp_nonce }}\">");
    text += "import secrets\n";
    text += kNonceFunction;
  }
  text += "\nREPLACED = " + python::tuple_of_replaced(call.fields()) + "\n\n\n";
  text += nonce ? "def headers(csp_nonce):\n    return [\n" : "def headers():\n    return [\n";
  text += python::tuples(spec, call.fields(), "csp_nonce", "        ") + "    ]\n";
  text += "\n\nasync def set_headers(request, response):\n    fields = headers(";
  text += nonce ? "csp_nonce(request))" : ")";
  text += kInstall;
  result.files.push_back({"headstrong_headers.py",
                          "next to your application; then, after all other handlers of on_response_prepare: import "
                          "headstrong_headers; headstrong_headers.init_app(app)",
                          std::move(text)});
}

}  // namespace aiohttp

extern constexpr TargetSpec k_aiohttp_target = {
    .id = "aiohttp",
    .name = "aiohttp (on_response_prepare)",
    .evidence = Evidence::Server,
    .check = "python3 -m py_compile headstrong_headers.py",
    .limits = "values up to 65536 bytes",
    .coverage =
        "every response that the application makes: pages, static files and their 304, redirects, error pages, "
        "unhandled exceptions, subapplications and a WebSocket's handshake; copies that it sets are replaced. Not what "
        "the server or a proxy in front answers itself (a 400 for a malformed request).",
    .max_value_bytes = 65536,
    .write = aiohttp::write,
    .receiver = receivers::write_aiohttp,
};

}  // namespace headstrong::emitters
