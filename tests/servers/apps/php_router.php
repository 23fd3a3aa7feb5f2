<?php
// Router of PHP's own server: the Host header chooses the emitted file, the path the response.
require getenv('SITES') . '/' . $_SERVER['HTTP_HOST'] . '.php';
if ($_SERVER['REQUEST_URI'] === '/none') {
    http_response_code(404);
}
$nonce = defined('HEADSTRONG_NONCE') ? HEADSTRONG_NONCE : '';
echo '<script nonce="' . $nonce . '"></script>';
