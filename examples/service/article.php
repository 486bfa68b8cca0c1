<?php
// The paywall in a PHP site. Run the service, then this:
//
//   SITE=http://localhost:8080 PLANS=registered=20/30,subscriber=full PAYWALL_SECRET=… TOKEN=… PROMPTS_FILE=prompts.json \
//     npx metered-paywall serve
//   PAYWALL_URL=http://127.0.0.1:8787 TOKEN=… php -S localhost:8080 article.php

// A choice: what articles are while the service is out (it is down, fails, or takes more than a second). With `free` they are all
// open then, also to a reader who keeps the service busy on purpose.
const WHILE_OUT = 'blocked';

// What the service goes by of the reader's request, besides the pass.
const FIELDS = [
    'user-agent', 'sec-purpose', 'x-sec-purpose', 'purpose', 'x-purpose', 'x-moz', 'next-router-prefetch',
    'next-router-segment-prefetch', 'x-middleware-prefetch', 'hx-preloaded', 'sec-fetch-dest', 'sec-fetch-mode',
    'sec-fetch-site', 'if-range',
];

/**
 * Asks the service, does what goes with its decision, and returns it. Call it once the article is found and is about to be
 * shown: then a page that does not exist is never counted.
 *
 * @param $access `metered`; `open` to everyone, uncounted; or `locked` to all who have no full access.
 * @param $account ['id' => …, 'plan' => …] for a reader who is signed in.
 */
function paywall(string $article, string $access = 'metered', ?array $account = null): array
{
    $headers = ['cookie' => passes($_SERVER['HTTP_COOKIE'] ?? '')];
    foreach (FIELDS as $name) $headers[$name] = $_SERVER[variable($name)] ?? null;
    $decision = ask([
        'article' => ['id' => $article, 'access' => $access],
        'method' => $_SERVER['REQUEST_METHOD'],
        'account' => $account,
        'headers' => $headers,
        'address' => $_SERVER['REMOTE_ADDR'],
        'prompt' => [
            'locale' => 'en',
            'pageUrl' => $_SERVER['REQUEST_URI'],
            // `prompt` or `last`; like the passes, no longer than it can be.
            'cookie' => 'paywall-dismissed=' . substr((string) ($_COOKIE['paywall-dismissed'] ?? ''), 0, 6),
        ],
    ]);
    if ($decision['answer'] !== null) {
        http_response_code($decision['answer']['status']);
        send($decision['answer']['headers']);
        exit;
    }
    send($decision['headers']);
    // Whatever the site sets from here on; and whatever it would answer by.
    header_register_callback(fn () => array_map('header_remove', $decision['remove']));
    foreach ($decision['ignore'] as $name) unset($_SERVER[variable($name)]);
    return $decision;
}

function ask(array $question): array
{
    $answer = @file_get_contents(getenv('PAYWALL_URL') . '/decisions', false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ['Content-Type: application/json', 'Authorization: Bearer ' . getenv('TOKEN')],
        'content' => json_encode($question, JSON_INVALID_UTF8_SUBSTITUTE),
        'timeout' => 1,
        'follow_location' => 0,
        'ignore_errors' => true,
    ]]));
    preg_match('/^HTTP\S+ (\d+)/', $http_response_header[0] ?? '', $said);
    $decision = json_decode((string) $answer, true);
    if (($said[1] ?? '') === '200' && isset($decision['state'])) return $decision;

    // A question that the service refuses, as a reader can bring about, opens nothing.
    $state = ($said[1][0] ?? '') === '4' ? 'blocked' : WHILE_OUT;
    return [
        'state' => $state,
        'reason' => 'undecided',
        'head' => '', 'meter' => '', 'notice' => '', 'appeal' => '',
        'headers' => $state === 'blocked'
            ? ['Cache-Control' => 'private, no-store', 'Vary' => '*']
            : ['Cache-Control' => 'private, no-cache', 'Vary' => 'Cookie'],
        'remove' => ['expires', 'etag', 'last-modified'],
        'ignore' => ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since', 'if-range', 'range'],
        'answer' => null,
    ];
}

/** The reader's passes, and no other cookie. */
function passes(string $cookies): string
{
    preg_match_all('/(?<=^|;)\s*((?:__(?:Host|Secure)-)?paywall=[\w.-]+)\s*(?=;|$)/', $cookies, $found);
    return implode('; ', $found[1]);
}

/** Where PHP keeps a field of the request. */
function variable(string $field): string
{
    return 'HTTP_' . strtoupper(strtr($field, '-', '_'));
}

function send(array $headers): void
{
    foreach ($headers as $name => $values) {
        $beside_others = in_array($name, ['Set-Cookie', 'Vary']);
        foreach ((array) $values as $value) header("$name: $value", !$beside_others);
    }
}

/** Passes on what a reader's browser asks for below /paywall/: style sheet, script, and the form that closes a prompt. */
function paywall_assets(): never
{
    $answer = @file_get_contents(getenv('PAYWALL_URL') . $_SERVER['REQUEST_URI'], false, stream_context_create(['http' => [
        'method' => $_SERVER['REQUEST_METHOD'],
        'header' => 'Content-Type: application/x-www-form-urlencoded',
        'content' => http_build_query($_POST),
        'timeout' => 1,
        'follow_location' => 0,
        'ignore_errors' => true,
    ]]));
    foreach ($http_response_header ?? ['HTTP/1.1 503 Service Unavailable'] as $field) {
        if (preg_match('/^(HTTP|Content-Type|Cache-Control|Location|Set-Cookie)/i', $field)) header($field);
    }
    exit($answer ?: '');
}

// The site's own part.

const ACCESS = ['19' => 'open', '20' => 'locked'];
const PLANS = ['/register' => 'registered', '/subscribe' => 'subscriber'];

$path = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (str_starts_with($path, '/paywall/')) paywall_assets();
$signing_up = isset(PLANS[$path]);
if ($signing_up || isset($_COOKIE[session_name()])) session_start(['cache_limiter' => '']);
if ($signing_up && $_SERVER['REQUEST_METHOD'] === 'POST') {
    session_regenerate_id(true);
    $_SESSION['account'] = ['id' => $_SESSION['account']['id'] ?? bin2hex(random_bytes(8)), 'plan' => PLANS[$path]];
    header('Location: /news/article-1', true, 303);
    exit;
}
if ($signing_up) exit('<!doctype html><html lang=en><title>Join</title><form method=post><button>Join</button></form>');

if (isset(PLANS[$path])) exit('<form method=post><button>Become a reader: ' . PLANS[$path] . '</button></form>');

if (!preg_match('#^/news/article-([1-9]|1\d|20)$#', $path, $match)) {
    http_response_code(404);
    exit('There is no such page.');
}
[, $nth] = $match;
$account = $_SESSION['account'] ?? null;

$decision = paywall($path, ACCESS[$nth] ?? 'metered', $account);
['head' => $head, 'meter' => $meter, 'notice' => $notice, 'appeal' => $appeal] = $decision;
$page = "<!doctype html><html lang=en><meta charset=utf-8><title>Article $nth</title>$head";
$page .= "$meter<main><h1>Article $nth</h1><p>Its first paragraph.</p>$notice";
if ($decision['state'] !== 'blocked') $page .= "<p>All the rest of it.</p>$appeal";
$page .= '</main>';

// Validators of the site's own; the paywall takes out what would show one page for another.
$etag = '"' . md5($page) . '"';
header("ETag: $etag");
if (($_SERVER['HTTP_IF_NONE_MATCH'] ?? null) === $etag) {
    http_response_code(304);
    exit;
}
echo $page;
