// ASP.NET Core: an endpoint of minimal APIs, which asks for no anti-forgery token.
#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace csharp_detail {

constexpr std::string_view kText = R"(
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

public static class HeadstrongReports
{
    private const string Path = @PATH@;
    private const int MaxBytes = 65536;
    private const int MaxReports = 100;
    private const int MaxText = 200;

    private static readonly string[] Types = { "application/csp-report", "application/reports+json", "application/json" };

    // The name in the log, and the names in reports.
    private static readonly string[][] Fields = new[]
    {
@FIELDS@    }.Select(row => row.Split(' ')).ToArray();

    public static void MapHeadstrongReports(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Path, new[] { "POST", "OPTIONS" }, Receive).AllowAnonymous();
    }

    private static async Task Receive(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Access-Control-Allow-Origin"] = "*";
        headers["Access-Control-Allow-Methods"] = "POST";
        headers["Access-Control-Allow-Headers"] = "content-type";
        headers["Access-Control-Max-Age"] = "86400";
        context.Response.StatusCode = context.Request.Method == "OPTIONS" ? 204 : await StatusOf(context);
    }

    private static async Task<int> StatusOf(HttpContext context)
    {
        var type = (context.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (!Types.Contains(type)) return 415;
        var body = new byte[MaxBytes + 1];
        var length = 0;
        while (length < body.Length)
        {
            var read = await context.Request.Body.ReadAsync(body.AsMemory(length));
            if (read == 0) break;
            length += read;
        }
        if (length > MaxBytes) return 413;
        var lines = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(0, length));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                lines.Add(LineOf(root));
            }
            else
            {
                if (root.GetArrayLength() > MaxReports) return 413;
                foreach (var report in root.EnumerateArray()) lines.Add(LineOf(report));
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return 400;
        }
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("CspReports");
        foreach (var line in lines) log.LogWarning("{Report}", line);
        return 204;
    }

    private static string LineOf(JsonElement report)
    {
        if (report.ValueKind != JsonValueKind.Object) throw new FormatException();
        var found = new Dictionary<string, JsonElement>();
        string kind;
        if (report.TryGetProperty("csp-report", out var body) && body.ValueKind == JsonValueKind.Object)
        {
            kind = "csp-violation";
        }
        else
        {
            if (!report.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String) throw new FormatException();
            kind = type.GetString()!;
            if (report.TryGetProperty("url", out var url)) found["url"] = url;
            report.TryGetProperty("body", out body);
        }
        if (body.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in body.EnumerateObject()) found.TryAdd(field.Name, field.Value);
        }
        var line = new Dictionary<string, object> { ["type"] = Cut(kind) };
        foreach (var names in Fields.Skip(1))
        {
            foreach (var name in names.Skip(1))
            {
                if (!line.ContainsKey(names[0]) && found.TryGetValue(name, out var value) && Shown(names[0], value) is { } shown)
                {
                    line[names[0]] = shown;
                }
            }
        }
        // The serializer escapes what is not printable ASCII, so that nothing ends the line.
        return "csp-report " + JsonSerializer.Serialize(line);
    }

    private static object? Shown(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetInt32(out var number) ? number : null;
        if (value.ValueKind != JsonValueKind.String) return null;
        var text = value.GetString()!;
        return Cut(key is "document" or "blocked" or "source" ? Regex.Replace(text.Split('?', '#')[0], "//[^/]*@", "//") : text);
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "...";
}
)";

}  // namespace csharp_detail

void write_aspnet(std::string_view path, EmitResult& result) {
  result.files.push_back(
      {"HeadstrongReports.cs",
       "in the project; in Program.cs before app.Run(): app.MapHeadstrongReports(); not run in ASP.NET Core",
       opening("// ") + "#nullable enable" + filled(csharp_detail::kText, path, "        ")});
}

}  // namespace headstrong::emitters::receivers
