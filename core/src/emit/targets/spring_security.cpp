// Spring Security: a writer of headers in the filter chain, in the place of its defaults.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace spring_security {

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "servlets set cookies separately: use response.addCookie()"},
};

std::string lines(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "        // ", field);
    for (const std::string_view value : field.values) {
      const bool replaces = value.data() == field.values.front().data() && !is_additive(field.name);
      out += replaces ? "        response.setHeader(" : "        response.addHeader(";
      out += quote::literal(field.name, quote::Spelling::JavaString) + ", " +
             expression(value, quote::Spelling::JavaString, "nonce") + ");\n";
    }
  }
  return out;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines(
        "// ", "In Thymeleaf: <script th:nonce=\"${cspNonce}\">; in JSP: nonce=\"${cspNonce}\" (a request attribute).");
  }
  if (nonce) text += "import jakarta.servlet.Filter;\n";
  text += "import jakarta.servlet.http.HttpServletRequest;\nimport jakarta.servlet.http.HttpServletResponse;\n";
  if (nonce) {
    text +=
        "import java.security.SecureRandom;\nimport java.util.Base64;\n"
        "import org.springframework.boot.web.servlet.FilterRegistrationBean;\n"
        "import org.springframework.context.annotation.Bean;\n";
  }
  text +=
      "import org.springframework.context.annotation.Configuration;\n"
      "import org.springframework.security.config.Customizer;\n"
      "import org.springframework.security.config.annotation.web.builders.HttpSecurity;\n"
      "import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;\n\n"
      "@Configuration\npublic class SecurityHeaders {\n"
      "    /** For the filter chain: http.headers(SecurityHeaders.headers()). */\n"
      "    public static Customizer<HeadersConfigurer<HttpSecurity>> headers() {\n"
      "        return headers -> headers.defaultsDisabled()\n"
      "            .cacheControl(Customizer.withDefaults())\n"
      "            .addHeaderWriter(SecurityHeaders::write);\n    }\n\n"
      "    private static void write(HttpServletRequest request, HttpServletResponse response) {\n";
  if (nonce) text += "        String nonce = (String) request.getAttribute(\"cspNonce\");\n";
  text += lines(spec, call.fields()) + "    }\n";
  if (nonce) {
    text +=
        "\n    private static final SecureRandom RANDOM = new SecureRandom();\n\n"
        "    /** Makes the nonce before the chain and the page need it. */\n"
        "    @Bean\n    public FilterRegistrationBean<Filter> cspNonce() {\n"
        "        FilterRegistrationBean<Filter> bean = new FilterRegistrationBean<>((request, response, chain) -> {\n"
        "            byte[] bytes = new byte[16];\n            RANDOM.nextBytes(bytes);\n"
        "            request.setAttribute(\"cspNonce\", Base64.getEncoder().encodeToString(bytes));\n"
        "            chain.doFilter(request, response);\n        });\n"
        "        bean.setOrder(Integer.MIN_VALUE);\n        return bean;\n    }\n";
  }
  text += "}\n";
  result.files.push_back({"SecurityHeaders.java",
                          "in a package that Spring scans (add its package line); in each SecurityFilterChain: "
                          "http.headers(SecurityHeaders.headers())",
                          std::move(text)});
}

}  // namespace spring_security

extern constexpr TargetSpec k_spring_security_target = {
    .id = "spring-security",
    .name = "Spring Security",
    .evidence = Evidence::None,
    .check = "./mvnw compile (or ./gradlew compileJava)",
    .limits =
        "values up to 7168 bytes, 7168 in all (Tomcat's default for a response's headers is 8192), ASCII "
        "only; no Set-Cookie header; Spring Security 6 or later; not yet run in Spring",
    .coverage =
        "every response that passes a filter chain with these headers, errors of the application "
        "included; of Spring Security's defaults only Cache-Control stays on. They are written as the "
        "response is committed and replace copies that the application set. Not paths excluded by "
        "web.ignoring(), and not what Tomcat answers itself (a 400 for a malformed request).",
    .max_value_bytes = 7168,
    .max_set_bytes = 7168,
    .non_ascii_refusal = "servlet containers send characters above ASCII in different ways",
    .left_out_names = spring_security::kLeftOutNames,
    .not_in_comments = "\\u",  // an escape in Java's comments, too: it could end one
    .write = spring_security::write,
    .receiver = receivers::write_spring,
};

}  // namespace headstrong::emitters
