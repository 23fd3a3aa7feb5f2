// ASP.NET Core: a middleware that sets the headers as the response begins.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace aspnet {

std::string value(std::string_view text) { return expression(text, quote::Spelling::CsharpString, "nonce"); }

std::string lines(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "                // ", field);
    const std::string name = quote::literal(field.name, quote::Spelling::CsharpString);
    if (is_additive(field.name)) {
      for (const std::string_view each : field.values) {
        out += "                context.Response.Headers.Append(" + name + ", " + value(each) + ");\n";
      }
      continue;
    }
    std::string words;
    for (const std::string_view each : field.values) words.append(words.empty() ? "" : ", ").append(value(each));
    if (field.values.size() > 1) words = "new[] { " + words + " }";
    out += "                context.Response.Headers[" + name + "] = " + words + ";\n";
  }
  return out;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ", "In Razor: <script nonce=\"@Context.Items[\"csp-nonce\"]\">");
    text += "using System;\nusing System.Security.Cryptography;\n";
  }
  text +=
      "using System.Threading.Tasks;\nusing Microsoft.AspNetCore.Builder;\nusing Microsoft.AspNetCore.Http;\n\n"
      "public static class HeadstrongHeaders\n{\n"
      "    public static IApplicationBuilder UseHeadstrongHeaders(this IApplicationBuilder app)\n    {\n"
      "        return app.Use((context, next) =>\n        {\n";
  if (nonce) {
    text +=
        "            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));\n"
        "            context.Items[\"csp-nonce\"] = nonce;\n";
  }
  text +=
      "            // Registered first, so it runs last and replaces what anti-forgery and others "
      "set.\n            context.Response.OnStarting(() =>\n            {\n";
  text += lines(spec, call.fields());
  text +=
      "                return Task.CompletedTask;\n            });\n            return next(context);\n        });\n    }\n}\n";
  result.files.push_back({"HeadstrongHeaders.cs",
                          "in the project; in Program.cs first of all after builder.Build(): "
                          "app.UseHeadstrongHeaders();",
                          std::move(text)});
}

}  // namespace aspnet

extern constexpr TargetSpec k_aspnet_target = {
    .id = "aspnet",
    .name = "ASP.NET Core",
    .evidence = Evidence::None,
    .check = "dotnet build",
    .limits = "values up to 16384 bytes, ASCII only; ASP.NET Core 6 or later; not yet run in ASP.NET Core",
    .coverage =
        "every response of the application: pages, static files of UseStaticFiles, redirects, a 404 and "
        "exceptions that UseExceptionHandler answers; copies that the application sets, including "
        "anti-forgery's X-Frame-Options, are replaced. Not what Kestrel or IIS answers itself (a 400 for "
        "a malformed request).",
    .max_value_bytes = 16384,
    .non_ascii_refusal = "Kestrel only sends ASCII and throws an exception at any other character",
    .write = aspnet::write,
    .receiver = receivers::write_aspnet,
};

}  // namespace headstrong::emitters
