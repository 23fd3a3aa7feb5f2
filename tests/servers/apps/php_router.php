<?php
// Router of PHP's own server: the Host header chooses the emitted file, the path the response.
require getenv('SITES') . '/' . $_SERVER['HTTP_HOST'] . '.php';
$codes = ['/none' => 404, '/denied' => 403];
if (isset($codes[$_SERVER['REQUEST_URI']])) {
    http_response_code($codes[$_SERVER['REQUEST_URI']]);
}
if ($_SERVER['REQUEST_URI'] === '/old') {
    header('Location: /new');
}
if ($_SERVER['REQUEST_URI'] === '/failing') {
    throw new Exception('meant to fail');
}
$nonce = defined('HEADSTRONG_NONCE') ? HEADSTRONG_NONCE : '';
echo '<script nonce="' . $nonce . '"></script>';
