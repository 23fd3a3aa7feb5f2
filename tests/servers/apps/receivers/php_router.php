<?php
// A front controller with the emitted headers and receiver, from the folder in SITE.
require_once getenv('SITE') . '/headstrong.php';
require_once getenv('SITE') . '/headstrong_reports.php';
readfile(getenv('SITE') . '/page.html');
