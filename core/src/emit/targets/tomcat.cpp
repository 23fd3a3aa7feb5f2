// Tomcat: a servlet filter. Tomcat's own HttpHeaderSecurityFilter writes three headers and no policy.
#include <algorithm>
#include <string>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace tomcat {

constexpr TargetOption kOptions[] = {
    {"version", "10|9", "Tomcat's version: from 10 on servlets are in jakarta.servlet, in 9 in javax.servlet",
     "Version of Tomcat", "10 or later|9"},
};

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "servlets set cookies separately: use response.addCookie()"},
};

std::string lines(const TargetSpec& spec, const EmitCall& call) {
  std::string out;
  for (const HeaderValues& field : call.fields()) {
    out += remark_lines(spec, "            // ", field);
    const std::string name = quote::literal(field.name, quote::Spelling::JavaString);
    for (const std::string_view value : field.values) {
      const std::string written = expression(value, quote::Spelling::JavaString, "nonce");
      const bool first = value.data() == field.values.front().data();
      out += "            ";
      // An error page runs the filter again.
      if (is_additive(field.name)) out += "if (!response.getHeaders(" + name + ").contains(" + written + ")) ";
      out += first && !is_additive(field.name) ? "response.setHeader(" : "response.addHeader(";
      out += name + ", " + written + ");\n";
    }
  }
  return out;
}

/// The names between commas: in this form no reader takes them for headers that are set.
std::string own_names(const EmitCall& call) {
  std::string names = ",";
  for (const HeaderValues& field : call.fields()) {
    if (!is_additive(field.name)) names += text::lowered(field.name) + ",";
  }
  return names;
}

/// Whether a header stands beside the application's own, which may set it after us.
bool adds_to_own(const EmitCall& call) {
  return std::any_of(call.fields().begin(), call.fields().end(),
                     [](const HeaderValues& field) { return is_additive(field.name); });
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  const std::string servlet = call.option("version") == "9" ? "import javax.servlet." : "import jakarta.servlet.";
  std::string text = opening(spec, "// ", call);
  if (nonce) text += comment_lines("// ", "In JSP: <script nonce=\"${cspNonce}\"> (a request attribute).");
  text += "package headstrong;\n\n";
  for (const std::string_view name :
       {"DispatcherType", "FilterChain", "ServletException", "annotation.WebFilter", "http.HttpFilter",
        "http.HttpServletRequest", "http.HttpServletResponse", "http.HttpServletResponseWrapper"}) {
    text.append(servlet).append(name).append(";\n");
  }
  text += "import java.io.IOException;\n";
  if (nonce) text += "import java.security.SecureRandom;\nimport java.util.Base64;\n";
  text +=
      "import java.util.Locale;\n\n@WebFilter(urlPatterns = \"/*\", asyncSupported = true,\n"
      "        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})\n"
      "public class SecurityHeaders extends HttpFilter {\n";
  if (nonce) text += "    private static final SecureRandom RANDOM = new SecureRandom();\n\n";
  text +=
      "    @Override\n    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain "
      "chain)\n            throws IOException, ServletException {\n";
  if (nonce) {
    text +=
        "        if (request.getAttribute(\"cspNonce\") == null) {\n            byte[] bytes = new byte[16];\n"
        "            RANDOM.nextBytes(bytes);\n"
        "            request.setAttribute(\"cspNonce\", Base64.getEncoder().encodeToString(bytes));\n        }\n";
  }
  const std::string_view given = nonce ? ", (String) request.getAttribute(\"cspNonce\")" : "";
  text.append("        chain.doFilter(request, new WithHeaders(response").append(given).append("));\n    }\n\n");
  text +=
      "    /** Has these headers, also after a reset, and not the application's copies of them. */\n"
      "    private static class WithHeaders extends HttpServletResponseWrapper {\n        private static final String OWN "
      "=\n            " +
      quote::literal(own_names(call), quote::Spelling::JavaString) + ";\n";
  text +=
      nonce
          ? "        private final String nonce;\n\n        WithHeaders(HttpServletResponse response, String nonce) {\n"
            "            super(response);\n            this.nonce = nonce;\n            write(response);\n        }\n"
          : "\n        WithHeaders(HttpServletResponse response) {\n            super(response);\n"
            "            write(response);\n        }\n";
  text += "\n        private void write(HttpServletResponse response) {\n" + lines(spec, call) + "        }\n";
  text +=
      "\n        private static boolean isOwn(String name) {\n"
      "            return OWN.contains(\",\" + name.toLowerCase(Locale.ROOT) + \",\");\n        }\n"
      "\n        @Override\n        public void setHeader(String name, String value) {\n"
      "            if (isOwn(name)) return;\n            super.setHeader(name, value);\n" +
      std::string(adds_to_own(call) ? "            write((HttpServletResponse) getResponse());\n" : "") +
      "        }\n"
      "\n        @Override\n        public void addHeader(String name, String value) {\n"
      "            if (!isOwn(name)) super.addHeader(name, value);\n        }\n"
      "\n        @Override\n        public void reset() {\n            super.reset();\n"
      "            write((HttpServletResponse) getResponse());\n        }\n    }\n}\n";
  result.files.push_back({"SecurityHeaders.java",
                          "in the application's sources, under headstrong/ (src/main/java/headstrong/ with Maven); "
                          "Tomcat finds its annotation, or name the class in a <filter> of web.xml, before others",
                          std::move(text)});
}

}  // namespace tomcat

extern constexpr TargetSpec k_tomcat_target = {
    .id = "tomcat",
    .name = "Tomcat (servlet filter)",
    .evidence = Evidence::Server,
    .check = "./mvnw compile, or javac -cp servlet-api.jar SecurityHeaders.java",
    .limits =
        "values up to 7168 bytes, 7168 in all (maxHttpResponseHeaderSize is 8192), ASCII only; no Set-Cookie header; "
        "tried with 10.1",
    .coverage =
        "every response of the web application: pages, static files, redirects, errors and error pages; copies that "
        "the application sets are replaced. Not what Tomcat answers outside of it: a 400 for a malformed request, a 404 "
        "where there is no application.",
    .max_value_bytes = 7168,
    .max_set_bytes = 7168,
    .non_ascii_refusal = "Tomcat sends characters above ASCII in another form than they came",
    .left_out_names = tomcat::kLeftOutNames,
    .options = tomcat::kOptions,
    .not_in_comments = "\\u",  // an escape in Java's comments, too: it could end one
    .write = tomcat::write,
};

}  // namespace headstrong::emitters
