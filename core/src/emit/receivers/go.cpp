// Go: a handler of net/http.
#include "emit/go.hpp"

#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace go_detail {

constexpr std::string_view kText = R"(
package main

import (
    "encoding/json"
    "fmt"
    "io"
    "log"
    "math"
    "net/http"
    "regexp"
    "strings"
    "unicode/utf16"
    "unicode/utf8"
)

// ReportsPath is where violation reports go.
const ReportsPath = @PATH@

const (
    maxReportBytes = 65536
    maxReports     = 100
    maxReportText  = 200
)

// User names and passwords in addresses.
var userInReport = regexp.MustCompile("//[^/]*@")

// The name in the log, and the names in reports.
var reportFields = []string{
@FIELDS@}

func shownInReport(key string, value any) any {
    switch v := value.(type) {
    case float64:
        if v == math.Trunc(v) && math.Abs(v) < 1<<31 {
            return int64(v)
        }
    case string:
        if key == "document" || key == "blocked" || key == "source" {
            if end := strings.IndexAny(v, "?#"); end >= 0 {
                v = v[:end]
            }
            v = userInReport.ReplaceAllString(v, "//")
        }
        if runes := []rune(v); len(runes) > maxReportText {
            return string(runes[:maxReportText]) + "..."
        }
        return v
    }
    return nil
}

func lineOfReport(value any) (string, bool) {
    report, _ := value.(map[string]any)
    found := map[string]any{}
    if body, is := report["csp-report"].(map[string]any); is {
        for name, field := range body {
            found[name] = field
        }
        found["type"] = "csp-violation"
    } else if kind, is := report["type"].(string); is {
        body, _ := report["body"].(map[string]any)
        for name, field := range body {
            found[name] = field
        }
        found["type"] = kind
        found["url"] = report["url"]
    } else {
        return "", false
    }
    line := map[string]any{}
    for _, row := range reportFields {
        names := strings.Fields(row)
        for _, name := range names[1:] {
            if shown := shownInReport(names[0], found[name]); shown != nil && line[names[0]] == nil {
                line[names[0]] = shown
            }
        }
    }
    text, _ := json.Marshal(line)
    // What is not printable ASCII is escaped, so that nothing ends the line or acts on a terminal.
    var out strings.Builder
    for _, r := range string(text) {
        if r >= ' ' && r <= '~' {
            out.WriteRune(r)
            continue
        }
        for _, unit := range utf16.Encode([]rune{r}) {
            fmt.Fprintf(&out, `\u%04x`, unit)
        }
    }
    return "csp-report " + out.String(), true
}

func statusOfReports(r *http.Request) int {
    switch strings.ToLower(strings.TrimSpace(strings.Split(r.Header.Get("Content-Type"), ";")[0])) {
    case "application/csp-report", "application/reports+json", "application/json":
    default:
        return http.StatusUnsupportedMediaType
    }
    body, err := io.ReadAll(io.LimitReader(r.Body, maxReportBytes+1))
    if len(body) > maxReportBytes {
        return http.StatusRequestEntityTooLarge
    }
    var value any
    if err != nil || !utf8.Valid(body) || json.Unmarshal(body, &value) != nil {
        return http.StatusBadRequest
    }
    reports, is := value.([]any)
    if !is {
        reports = []any{value}
    }
    if len(reports) > maxReports {
        return http.StatusRequestEntityTooLarge
    }
    lines := make([]string, 0, len(reports))
    for _, report := range reports {
        line, is := lineOfReport(report)
        if !is {
            return http.StatusBadRequest
        }
        lines = append(lines, line)
    }
    for _, line := range lines {
        log.Print(line)
    }
    return http.StatusNoContent
}

// ReceiveReports logs the violation reports that browsers send.
func ReceiveReports(w http.ResponseWriter, r *http.Request) {
    h := w.Header()
    h.Set("Access-Control-Allow-Origin", "*")
    h.Set("Access-Control-Allow-Methods", "POST")
    h.Set("Access-Control-Allow-Headers", "content-type")
    h.Set("Access-Control-Max-Age", "86400")
    switch r.Method {
    case http.MethodOptions:
        w.WriteHeader(http.StatusNoContent)
    case http.MethodPost:
        w.WriteHeader(statusOfReports(r))
    default:
        h.Set("Allow", "POST, OPTIONS")
        w.WriteHeader(http.StatusMethodNotAllowed)
    }
}
)";

}  // namespace go_detail

void write_go(std::string_view path, EmitResult& result) {
  result.files.push_back({"headstrong_reports.go",
                          "next to main.go; then: mux.HandleFunc(ReportsPath, ReceiveReports) (Go 1.18 or later)",
                          opening("// ") + go::tabbed(filled(go_detail::kText, path, "    "))});
}

}  // namespace headstrong::emitters::receivers
