// What nginx can say by itself of a request for a metered article (njs 0.7.9 and later): a re-read, a block, a first view. It has the
// secret with which the service signs passes, and so may sign the first one of a new reader. Of all others it says nothing, and the
// service is asked. How a pass is written and what is to be refused: docs/pass.md.
//
// Both files are read when nginx loads its configuration. When the period ends it asks the service for everything, until the first
// is fetched anew and nginx reloaded:
//
//   curl -sf http://127.0.0.1:8787/edge -H 'Authorization: Bearer TOKEN' -o /etc/nginx/paywall-edge.json && nginx -s reload
//
//   /etc/nginx/paywall-key.json: { "kid": "1", "secret": "PAYWALL_SECRET" }; the kid is the service's KEY_ID

// biome-ignore lint/style/useNodejsImportProtocol: njs knows them by these names.
import crypto from 'crypto';
// biome-ignore lint/style/useNodejsImportProtocol: as above.
import fs from 'fs';

const EDGE = read('/etc/nginx/paywall-edge.json');
const KEY = read('/etc/nginx/paywall-key.json');

/** `null` where it is not there, or not whole. */
function read(path) {
  try {
    return JSON.parse(fs.readFileSync(path));
  } catch (_error) {
    return null;
  }
}

function hmac(key, data) {
  return crypto.createHmac('sha256', key).update(data).digest();
}

function encode(data) {
  return Buffer.from(data).toString('base64url');
}

/** Text has one spelling: padding, blanks and stray bits are none of the site's. `null` for what is none. */
function decode(text) {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function idOf(edge, article) {
  return hmac(Buffer.from(edge.articleKey, 'base64url'), JSON.stringify(['article', article])).slice(0, 4);
}

function fingerprint(edge) {
  return hmac(Buffer.from(edge.articleKey, 'base64url'), '["fingerprint"]').slice(0, 3);
}

function headerOf(key) {
  return encode(JSON.stringify({ alg: 'HS256', typ: 'paywall+jwt', kid: key.kid }));
}

/**
 * What a pass alone says: `{ open, read, exp }`; `null` where the service has to be asked.
 *
 * @param now Seconds since 1970.
 */
function judge(token, article, now, edge, key) {
  const parts = token.split('.');
  if (parts.length !== 3 || token.length > 2048 || parts[0] !== headerOf(key)) return null;
  if (encode(hmac(key.secret, `${parts[0]}.${parts[1]}`)) !== parts[2]) return null;
  const payload = decode(parts[1]);
  if (!payload) return null;
  let claims;
  try {
    claims = JSON.parse(payload.toString());
  } catch (_error) {
    return null;
  }
  const exp = claims.exp;
  const p = claims.p;
  const written = JSON.stringify({ iss: edge.site, aud: edge.site, exp: exp, p: p });
  if (written !== payload.toString() || typeof p !== 'string') return null;
  if (!Number.isInteger(exp) || exp <= now || exp > 864e10) return null;
  const body = decode(p);
  if (!body || body.length < 22 || p.slice(4, 8) !== encode(fingerprint(edge))) return null;

  const flags = body[0];
  const replaced = flags & 7;
  const account = (flags >> 4) & 1;
  if (flags >= 192 || replaced > 4) return null;
  const readers = [p.slice(8, 24)];
  for (let n = 1; n <= replaced; n += 1) {
    const from = 8 + 16 * n + 8 * account;
    const reader = p.slice(from, from + 16);
    if (readers.indexOf(reader) >= 0) return null;
    readers.push(reader);
  }
  let at = 18 + 6 * account + 12 * replaced;
  const more = (flags & 8) > 0;
  if (body.length < at + (more ? 6 : 4)) return null;
  const age = now - body.readUInt32BE(at);
  const given = more ? body.readUInt16BE(at + 4) : 0;
  at += more ? 6 : 4;
  for (let bit = 4096; bit >= 1024; bit /= 2) {
    if (given & bit) {
      if (at >= body.length || (body[at] === 0 && bit !== 4096)) return null;
      at += 1;
    }
  }
  if (given >= 8192 || (body.length - at) % 4 !== 0) return null;
  const ledger = [];
  for (; at < body.length; at += 4) {
    const id = body.readInt32BE(at);
    if (ledger.indexOf(id) >= 0) return null;
    ledger.push(id);
  }
  const count = ledger.length;
  const total = more ? given & 1023 : count;
  if (count > 64 || total < count || total > 1000 || (more && given === count)) return null;

  // Beside an account, a grant or another way to prompt there is more to tell than these numbers: it is for the service.
  if (given >= 1024 || (flags & 48) > 0) return null;
  const open = ledger.indexOf(idOf(edge, article).readInt32BE(0)) >= 0;
  // A set that is full, and that the pass shows whole, has no other article: blocked, as long as a block stands.
  const full = total === count && edge.blockAfter !== null && count >= edge.blockAfter && Math.abs(age) < edge.recheck;
  return open || full ? { open: open, read: total, exp: exp } : null;
}

/** The first pass of a new reader who reads this article, as the field that sets it. */
function firstPass(article, now, exp, edge, key) {
  const body = Buffer.alloc(26);
  body[0] = edge.promptAfter === 0 ? 64 : 0;
  crypto.createHash('sha256').update(edge.period).digest().copy(body, 1, 0, 2);
  fingerprint(edge).copy(body, 3);
  body.set(globalThis.crypto.getRandomValues(new Uint8Array(12)), 6);
  body.writeUInt32BE(Math.floor(now), 18);
  idOf(edge, article).copy(body, 22);
  const claims = { iss: edge.site, aud: edge.site, exp: exp, p: encode(body) };
  const signed = `${headerOf(key)}.${encode(JSON.stringify(claims))}`;
  const lasts = Math.max(0, Math.floor(exp - now));
  return `${edge.cookie}=${signed}.${encode(hmac(key.secret, signed))}; Max-Age=${lasts}${edge.attributes}`;
}

/** Fields by which a request says that nobody reads it; the service answers it. */
const NOT_READ = [
  'Sec-Purpose',
  'X-Sec-Purpose',
  'Purpose',
  'X-Purpose',
  'X-Moz',
  'Next-Router-Prefetch',
  'Next-Router-Segment-Prefetch',
  'X-Middleware-Prefetch',
  'HX-Preloaded',
];

/** Whether a plain reader asks, whom the service knows nothing of but the pass. */
function isPlain(headers, edge) {
  const agent = headers['User-Agent'] || 'bot';
  if (NOT_READ.some((name) => headers[name] !== undefined)) return false;
  if ((headers['Sec-Fetch-Dest'] || 'document') !== 'document') return false;
  if (/bot|crawl|spider|slurp|compatible|https?:/i.test(agent)) return false;
  if (
    edge.agents.length > 0 &&
    agent.split(/[\s;,()/]+/).some((word) => edge.agents.indexOf(word.toLowerCase()) >= 0)
  ) {
    return false;
  }
  return edge.session === null || pairsOf(headers.Cookie).every((pair) => !pair.startsWith(`${edge.session}=`));
}

function pairsOf(cookies) {
  return (cookies || '').split(';').map((pair) => pair.trim());
}

/** What is called `$paywall_known`: 1 where it is decided, and the decision is in the variables of it; nothing otherwise. */
function known(r) {
  const v = r.variables;
  const now = Date.now() / 1000;
  if (!EDGE || !KEY || (v.paywall_access || 'metered') !== 'metered' || !isPlain(r.headersIn, EDGE)) return '';
  const end = EDGE.endsAt === null ? Infinity : Date.parse(EDGE.endsAt) / 1000;
  if (now >= end) return '';
  const article = named(v.paywall_article);
  // njs knows no Unicode forms, of which a name has one.
  if (article === null || /[^\x20-\x7e]/.test(article)) return '';

  const start = `${EDGE.cookie}=`;
  const passes = pairsOf(r.headersIn.Cookie).filter((pair) => pair.startsWith(start));
  // Several are united by the service.
  if (passes.length > 1) return '';
  if (passes.length === 1) {
    const found = judge(passes[0].slice(start.length), article, now, EDGE, KEY);
    return found ? decided(v, found.open, found.read, found.exp, now, '') : '';
  }
  if (!EDGE.firstViews || end === Infinity || r.method !== 'GET') return '';
  const exp = Math.floor(end);
  return decided(v, true, 1, exp, now, firstPass(article, now, exp, EDGE, KEY));
}

function named(article) {
  try {
    return decodeURIComponent(article);
  } catch (_error) {
    return null;
  }
}

function decided(v, open, total, exp, now, pass) {
  const limit = EDGE.blockAfter === null ? Infinity : EDGE.blockAfter;
  const others = open ? total - 1 : total;
  const isPrompted = EDGE.promptAfter !== null && others >= EDGE.promptAfter;
  const state = !open ? 'blocked' : isPrompted ? 'register-prompt' : 'free';
  const read = Math.min(others, open ? Math.max(0, limit - 1) : limit);
  const left = open ? Math.max(0, limit - 1 - read) : limit - read;
  const bounded = limit === Infinity ? '' : `; left=${left}; limit=${limit}`;
  v.paywall_status = '200';
  v.paywall_said = open ? 'full' : 'teaser';
  v.paywall = `${state}; read=${read}${bounded}; reset=${Math.ceil(exp - now)}`;
  v.paywall_pass = pass;
  v.paywall_view = JSON.stringify({
    state: state,
    reason: pass ? 'first-view' : open ? 're-read' : 'recheck',
    read: read,
    left: limit === Infinity ? null : left,
    limit: limit === Infinity ? null : limit,
    resetsAt: new Date(exp * 1000).toISOString(),
    account: false,
    access: 'metered',
  });
  return '1';
}

export default { known, judge };
