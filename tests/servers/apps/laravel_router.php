<?php
// Router of PHP's own server: a Laravel application whose one global middleware is the emitted file that the
// Host header names.
require_once 'Illuminate/autoload.php';
require getenv('SITES') . '/' . $_SERVER['HTTP_HOST'] . '.php';

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as KernelContract;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Http\Request;

class SiteKernel extends Kernel
{
    protected $middleware = [App\Http\Middleware\SecurityHeaders::class];
}

$app = new Application(getenv('SITES'));
$app->singleton(KernelContract::class, SiteKernel::class);
$app->singleton(ExceptionHandler::class, Handler::class);
$app->booted(function () use ($app) {
    // Headers that the application had before; they must be replaced, not doubled.
    $own = ['Content-Security-Policy' => 'default-src *', 'X-T0' => 'from-the-application'];
    $routes = $app['router'];
    $routes->get('/', function (Request $request) use ($app, $own) {
        $nonce = $app->bound('csp-nonce') ? $app['csp-nonce'] : '';
        $response = response('<script nonce="' . $nonce . '"></script>', 200, $own)->setEtag('page');
        $response->isNotModified($request);
        return $response;
    });
    $routes->get('/old', fn () => redirect('/new'));
    $routes->get('/denied', fn () => abort(403));
    $routes->get('/fail', fn () => throw new Exception('meant to fail'));
    $routes->get('/file', fn () => response()->file(__FILE__, $own));
});
$kernel = $app->make(KernelContract::class);
$request = Request::capture();
$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
