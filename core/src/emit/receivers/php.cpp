// PHP: a file that answers for its path, and lets every other one through.
#include "emit/receivers.hpp"

namespace headstrong::emitters::receivers {

namespace php_detail {

constexpr std::string_view kText = R"(
(static function () {
    if (explode('?', $_SERVER['REQUEST_URI'] ?? '')[0] !== @PATH@) {
        return;
    }
    $most = ['bytes' => 65536, 'reports' => 100, 'text' => 200];
    $types = ['application/csp-report', 'application/reports+json', 'application/json'];
    // The name in the log, and the names in reports.
    $fields = [
@FIELDS@    ];

    $shown = static function ($key, $value) use ($most) {
        if (is_int($value)) {
            return $value;
        }
        if (!is_string($value)) {
            return null;
        }
        if (in_array($key, ['document', 'blocked', 'source'], true)) {
            // Queries, user names and passwords may be secrets.
            $value = preg_replace('~//[^/]*@~', '//', preg_split('/[?#]/', $value)[0], 1);
        }
        preg_match('/^.{0,' . $most['text'] . '}/su', $value, $start);
        return $start[0] === $value ? $value : $start[0] . '...';
    };

    $line_of = static function ($report) use ($fields, $shown) {
        if (is_object($report) && is_object($report->{'csp-report'} ?? null)) {
            $found = ['type' => 'csp-violation'] + (array) $report->{'csp-report'};
        } elseif (is_object($report) && is_string($report->type ?? null)) {
            $found = ['type' => $report->type, 'url' => $report->url ?? null];
            $found += is_object($report->body ?? null) ? (array) $report->body : [];
        } else {
            throw new JsonException();
        }
        $line = [];
        foreach ($fields as $row) {
            $names = explode(' ', $row);
            $key = array_shift($names);
            foreach ($names as $name) {
                $line[$key] ??= $shown($key, $found[$name] ?? null);
            }
        }
        // json_encode writes ASCII, DEL included.
        $json = json_encode(array_filter($line, static fn ($value) => $value !== null), JSON_UNESCAPED_SLASHES);
        return 'csp-report ' . str_replace("\x7f", '\u007f', $json);
    };

    $status_of = static function () use ($most, $types, $line_of) {
        $type = $_SERVER['CONTENT_TYPE'] ?? $_SERVER['HTTP_CONTENT_TYPE'] ?? '';
        if (!in_array(strtolower(trim(explode(';', $type)[0])), $types, true)) {
            return 415;
        }
        $body = file_get_contents('php://input', false, null, 0, $most['bytes'] + 1);
        if (strlen($body) > $most['bytes']) {
            return 413;
        }
        try {
            $reports = json_decode($body, false, 64, JSON_THROW_ON_ERROR);
            $reports = is_array($reports) ? $reports : [$reports];
            if (count($reports) > $most['reports']) {
                return 413;
            }
            $lines = array_map($line_of, $reports);
        } catch (JsonException $error) {
            return 400;
        }
        array_map('error_log', $lines);
        return 204;
    };

    header('Access-Control-Allow-Origin: *');
    header('Access-Control-Allow-Methods: POST');
    header('Access-Control-Allow-Headers: content-type');
    header('Access-Control-Max-Age: 86400');
    $method = $_SERVER['REQUEST_METHOD'] ?? '';
    if ($method !== 'OPTIONS' && $method !== 'POST') {
        header('Allow: POST, OPTIONS');
        http_response_code(405);
    } else {
        http_response_code($method === 'POST' ? $status_of() : 204);
    }
    exit;
})();
)";

}  // namespace php_detail

void write_php(std::string_view path, EmitResult& result) {
  result.files.push_back({"headstrong_reports.php",
                          "next to headstrong.php; first in the script that answers for all paths "
                          "(index.php), after headstrong.php: require_once __DIR__ . "
                          "'/headstrong_reports.php'; (PHP 7.4 or later)",
                          "<?php\n" + opening("// ") + filled(php_detail::kText, path, "        ")});
}

}  // namespace headstrong::emitters::receivers
