<?php
// The paywall in a PHP site. Run the service, then this:
//
//   SITE=http://localhost:8080 PAYWALL_SECRET=… TOKEN=… npx metered-paywall serve
//   PAYWALL_URL=http://127.0.0.1:8787 TOKEN=… php -S localhost:8080 article.php

/**
 * Asks the service, sends what goes with the page, and returns the decision. Call it once the article is found and is about to
 * be shown: then a page that does not exist is never counted.
 *
 * @param $account ['id' => …] for a reader who is signed in, who then has full access unless there are 'limits' too.
 */
function paywall(string $article, ?array $account = null): array
{
    $question = json_encode([
        'article' => $article,
        'method' => $_SERVER['REQUEST_METHOD'],
        'account' => $account,
        'headers' => [
            'cookie' => $_SERVER['HTTP_COOKIE'] ?? null,
            'user-agent' => $_SERVER['HTTP_USER_AGENT'] ?? null,
            'sec-purpose' => $_SERVER['HTTP_SEC_PURPOSE'] ?? null,
            'purpose' => $_SERVER['HTTP_PURPOSE'] ?? null,
        ],
        'address' => $_SERVER['REMOTE_ADDR'],
    ], JSON_INVALID_UTF8_SUBSTITUTE);

    $answer = @file_get_contents(getenv('PAYWALL_URL') . '/decisions', false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ['Content-Type: application/json', 'Authorization: Bearer ' . getenv('TOKEN')],
        'content' => $question,
        'timeout' => 1,
        'ignore_errors' => true,
    ]]));

    header('Cache-Control: private, no-cache');
    // While the service is out, every article is free. A question that it refuses opens none.
    if ($answer === false) return ['state' => 'free'];
    if (!preg_match('/^HTTP\S+ 200 /', $http_response_header[0])) return ['state' => 'blocked'];

    $decision = json_decode($answer, true);
    if ($decision['answer'] !== null) {
        http_response_code($decision['answer']['status']);
        send($decision['answer']['headers']);
        exit;
    }
    send($decision['headers']);
    return $decision;
}

function send(array $headers): void
{
    foreach ($headers as $name => $values) {
        $beside_others = in_array($name, ['Set-Cookie', 'Vary']);
        foreach ((array) $values as $value) header("$name: $value", !$beside_others);
    }
}

// The site's own part.

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (!preg_match('#^/news/article-([1-9]|1\d|20)$#', (string) $path, $match)) {
    http_response_code(404);
    exit('There is no such page.');
}

$decision = paywall($path);
echo "<h1>Article $match[1]</h1><p>Its first paragraph.</p>";
if ($decision['state'] === 'blocked') {
    echo "<p>You have read your free articles. <a href=/register>Register to read on.</a></p>";
} else {
    if ($decision['state'] === 'register-prompt') echo "<aside>$decision[read] articles read. <a href=/register>Register.</a></aside>";
    echo '<p>All the rest of it.</p>';
}
