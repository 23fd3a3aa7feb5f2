// Go: a handler of net/http around the whole application.
#include "emit/comment.hpp"
#include "emit/go.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace go_net_http {

constexpr LeftOutName kLeftOutNames[] = {
    {"Connection", "net/http writes it"},
    {"Content-Length", "net/http writes it"},
    {"Transfer-Encoding", "net/http writes it"},
    {"Trailer", "net/http reads it as an instruction"},
};

std::string lines(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "\t\t// ", field);
    for (const std::string_view value : field.values) {
      const bool replaces = value.data() == field.values.front().data() && !is_additive(field.name);
      out += replaces ? "\t\th.Set(" : "\t\th.Add(";
      out += quote::literal(field.name, quote::Spelling::GoString) + ", " +
             expression(value, quote::Spelling::GoString, "nonce") + ")\n";
    }
  }
  return out;
}

constexpr std::string_view kNonce = R"(
type cspNonceKey struct{}

// CSPNonce gives the nonce of the response, for templates: <script nonce="{{.Nonce}}">.
func CSPNonce(r *http.Request) string {
    nonce, _ := r.Context().Value(cspNonceKey{}).(string)
    return nonce
}

func newCSPNonce() string {
    bytes := make([]byte, 16)
    if _, err := rand.Read(bytes); err != nil {
        panic(err)
    }
    return base64.StdEncoding.EncodeToString(bytes)
}
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call) + "\npackage main\n\n";
  text += nonce ? "import (\n\t\"context\"\n\t\"crypto/rand\"\n\t\"encoding/base64\"\n\t\"net/http\"\n)\n"
                : "import \"net/http\"\n";
  if (nonce) text += go::tabbed(kNonce);
  text +=
      "\n// SecurityHeaders sets the headers before the application answers.\n"
      "func SecurityHeaders(next http.Handler) http.Handler {\n"
      "\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n";
  if (nonce) {
    text += "\t\tnonce := newCSPNonce()\n\t\tr = r.WithContext(context.WithValue(r.Context(), cspNonceKey{}, nonce))\n";
  }
  text += "\t\th := w.Header()\n" + lines(spec, call.fields()) + "\t\tnext.ServeHTTP(w, r)\n\t})\n}\n";
  result.files.push_back({"headstrong.go",
                          "next to main.go (with its package name); then wrap the whole application: "
                          "http.ListenAndServe(addr, SecurityHeaders(mux))",
                          std::move(text)});
}

}  // namespace go_net_http

extern constexpr TargetSpec k_go_net_http_target = {
    .id = "go-net-http",
    .name = "Go (net/http)",
    .evidence = Evidence::Server,
    .check = "go vet .",
    .limits =
        "values up to 65536 bytes; no Connection, Content-Length, Trailer or Transfer-Encoding header; tried with Go 1.19",
    .coverage =
        "every response of the handler: pages, files of http.FileServer, redirects, http.Error and a 404 of "
        "the mux. A later Set() of the same name replaces these, an Add() sends a second one. Not a handler "
        "that panics, whose connection is closed, and not what net/http answers itself (a 400 or 431 for a "
        "malformed request).",
    .max_value_bytes = 65536,
    .left_out_names = go_net_http::kLeftOutNames,
    .write = go_net_http::write,
    .receiver = receivers::write_go,
};

}  // namespace headstrong::emitters
