// What nginx can say by itself of a request for a metered article (njs 0.7.9 and later): a re-read, a block, a first view; and of every
// request while the newsroom has everything open. It has the secret with which the service signs passes, and so may sign the first one
// of a new reader. Of all others it says nothing, and the service is asked. How a pass is written and what is to be refused: docs/pass.md.
//
// It wants a file, read when nginx loads its configuration, and a folder that nginx's workers may write to:
//
//   /etc/nginx/paywall-key.json: { "kid": "1", "secret": "PAYWALL_SECRET" }; the kid is the service's KEY_ID
//   install -d -m 700 -o www-data /var/lib/nginx/paywall
//
// Every two seconds at most, while there are views, a request that no reader waits for fetches what nginx goes by from the service, and
// tells the service what was decided here and shown, for its figures.

// biome-ignore lint/style/useNodejsImportProtocol: njs knows them by these names.
import crypto from 'crypto';
// biome-ignore lint/style/useNodejsImportProtocol: as above.
import fs from 'fs';

const FOLDER = '/var/lib/nginx/paywall';
const KEY = read('/etc/nginx/paywall-key.json');

/** Milliseconds for which nginx goes by what it was told: a newsroom's policy is followed in five seconds. */
const KEPT = 5000;

/** Views that are told at once. */
const TOLD_AT_ONCE = 200;

/** Bytes of views that wait to be told while the service is out; of more none is counted. */
const MOST_UNTOLD = 8000000;

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
  if (replaced > 4) return null;
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
  // A state says already that its prompt or its wall was met.
  if (given & ((8192 << (flags >> 6)) - 8192)) return null;
  if (given >= 32768 || (body.length - at) % 4 !== 0) return null;
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
  return open || full ? { open: open, read: total, exp: exp, body: body } : null;
}

/** What the first pass of a new reader says who reads this article. */
function firstBody(article, now, edge) {
  const body = Buffer.alloc(26);
  body[0] = edge.promptAfter === 0 ? 64 : 0;
  crypto.createHash('sha256').update(edge.period).digest().copy(body, 1, 0, 2);
  fingerprint(edge).copy(body, 3);
  body.set(globalThis.crypto.getRandomValues(new Uint8Array(12)), 6);
  body.writeUInt32BE(Math.floor(now), 18);
  idOf(edge, article).copy(body, 22);
  return body;
}

/** A pass with this body, as the field that sets it. */
function signed(body, now, exp, edge) {
  const claims = { iss: edge.site, aud: edge.site, exp: exp, p: encode(body) };
  const said = `${headerOf(KEY)}.${encode(JSON.stringify(claims))}`;
  const lasts = Math.max(0, Math.floor(exp - now));
  return `${edge.cookie}=${said}.${encode(hmac(KEY.secret, said))}; Max-Age=${lasts}${edge.attributes}`;
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
  const edge = KEY && (v.paywall_access || 'metered') === 'metered' ? read(`${FOLDER}/edge.json`) : null;
  if (!edge || Date.now() >= edge.until || !isPlain(r.headersIn, edge)) return '';
  const now = Date.now() / 1000;
  const end = edge.endsAt === null ? Infinity : Date.parse(edge.endsAt) / 1000;
  if (now >= end) return '';
  const article = named(v.paywall_article);
  // njs knows no Unicode forms, of which a name has one.
  if (article === null || /[^\x20-\x7e]/.test(article)) return '';
  if (edge.openUntil !== null && now < Date.parse(edge.openUntil) / 1000) return openToAll(v, edge, article);

  const start = `${edge.cookie}=`;
  const passes = pairsOf(r.headersIn.Cookie).filter((pair) => pair.startsWith(start));
  // Several are united by the service.
  if (passes.length > 1) return '';
  if (passes.length === 1) {
    const found = judge(passes[0].slice(start.length), article, now, edge, KEY);
    return found ? decidedBy(r, found, edge, article, now) : '';
  }
  if (!edge.firstViews || end === Infinity || r.method !== 'GET') return '';
  const exp = Math.floor(end);
  const pass = signed(firstBody(article, now, edge), now, exp, edge);
  return decided(v, edge, article, 'first-view', { open: true, read: 1, exp: exp }, now, pass);
}

function named(article) {
  try {
    return decodeURIComponent(article);
  } catch (_error) {
    return null;
  }
}

function decidedBy(r, found, edge, article, now) {
  const v = r.variables;
  const body = found.body;
  // As the pass was signed last: `free`, `register-prompt`, `blocked`, and `blocked` without a prompt before.
  const signedAs = body[0] >> 6;
  const isUnprompted = signedAs === 0 || signedAs === 3;
  if (found.open) {
    // A first prompt is for the service, whose pass says so from then on.
    if (isUnprompted && edge.promptAfter !== null && found.read > edge.promptAfter) return '';
    return decided(v, edge, article, 're-read', found, now, '');
  }
  if (signedAs >= 2) return decided(v, edge, article, 'recheck', found, now, '');
  // The first wall: the pass is to say so, with nothing else changed, that it is counted once.
  if (r.method !== 'GET') return '';
  body[0] = (body[0] & 63) | (isUnprompted ? 192 : 128);
  return decided(v, edge, article, 'limit', found, now, signed(body, now, found.exp, edge));
}

function openToAll(v, edge, article) {
  const view = { state: 'free', reason: 'open', read: 0, left: null, limit: null };
  return answer(v, view, edge.endsAt || edge.openUntil, article, 'free', '');
}

function decided(v, edge, article, reason, found, now, pass) {
  const open = found.open;
  const limit = edge.blockAfter === null ? Infinity : edge.blockAfter;
  const others = open ? found.read - 1 : found.read;
  const isPrompted = edge.promptAfter !== null && others >= edge.promptAfter;
  const state = !open ? 'blocked' : isPrompted ? 'register-prompt' : 'free';
  const read = Math.min(others, open ? Math.max(0, limit - 1) : limit);
  const left = open ? Math.max(0, limit - 1 - read) : limit - read;
  const bounded = limit === Infinity ? '' : `; left=${left}; limit=${limit}`;
  const view = {
    state: state,
    reason: reason,
    read: read,
    left: limit === Infinity ? null : left,
    limit: edge.blockAfter,
  };
  const said = `${state}; read=${read}${bounded}; reset=${Math.ceil(found.exp - now)}`;
  return answer(v, view, new Date(found.exp * 1000).toISOString(), article, said, pass);
}

function answer(v, view, resetsAt, article, said, pass) {
  v.paywall_status = '200';
  v.paywall_said = view.state === 'blocked' ? 'teaser' : 'full';
  v.paywall = said;
  v.paywall_pass = pass;
  v.paywall_told = JSON.stringify({ article: article, state: view.state, reason: view.reason, read: view.read });
  view.resetsAt = resetsAt;
  view.account = false;
  view.access = 'metered';
  v.paywall_view = JSON.stringify(view);
  return '1';
}

/** Notes a view whose page goes out just now. */
function shown(r) {
  if (r.parent || r.method !== 'GET' || r.status < 200 || r.status >= 300) return;
  try {
    fs.appendFileSync(`${FOLDER}/views`, `${r.variables.paywall_told}\n`);
  } catch (_error) {
    r.warn('a view cannot be noted: may nginx write to the folder?');
  }
}

/** What is asked of the service between views. */
async function tell(r) {
  number();
  await learn(r);
  await tellViews(r);
  r.return(204);
}

/** The service's answer; `null` while it is out. */
async function ask(r, path, options) {
  options.headers = { Authorization: r.variables.paywall_token, 'Content-Type': 'application/json' };
  try {
    return await ngx.fetch(r.variables.paywall_service + path, options);
  } catch (_error) {
    return null;
  }
}

async function learn(r) {
  const path = `${FOLDER}/edge.json`;
  const reply = await ask(r, '/edge', {});
  // While the service is out nginx goes by what it knows.
  const edge = reply && reply.status === 200 ? await reply.json() : !reply || reply.status >= 500 ? read(path) : null;
  if (!edge) return;
  edge.until = Date.now() + KEPT;
  write(path, JSON.stringify(edge));
}

const DUE = `${FOLDER}/views.due`;

/**
 * Gives what was put aside the last time, to which no worker writes any more, its numbers: what is sent again under the same number, since
 * an answer got lost, is not counted twice. Of two workers the other comes two seconds later, and finds it done.
 */
function number() {
  const views = linesOf(DUE);
  if (views.length === 0 || batchOf(views)) return;
  const path = `${FOLDER}/number.json`;
  const last = read(path) || { process: randomName(), sequence: 0 };
  const batches = Math.ceil(views.length / TOLD_AT_ONCE);
  write(path, JSON.stringify({ process: last.process, sequence: last.sequence + batches }));
  putAside({ process: last.process, sequence: last.sequence + 1, at: Date.now() }, views);
}

function randomName() {
  return encode(globalThis.crypto.getRandomValues(new Uint8Array(9)));
}

/** The number of what was put aside, its first line; `null` where it has none yet. */
function batchOf(lines) {
  return lines.length > 0 && lines[0].startsWith('{"process":') ? JSON.parse(lines[0]) : null;
}

function putAside(batch, views) {
  write(DUE, [JSON.stringify(batch)].concat(views).join('\n'));
}

function write(path, text) {
  fs.writeFileSync(`${path}.new`, text, { mode: 0o600 });
  fs.renameSync(`${path}.new`, path);
}

/** Tells what has a number; then puts aside what has been noted since. */
async function tellViews(r) {
  const lines = linesOf(DUE);
  const batch = batchOf(lines);
  if (lines.length > 0 && !batch) return;
  let views = lines.slice(1);
  while (views.length > 0) {
    const told = `"process":"${batch.process}","sequence":${batch.sequence},"at":${batch.at}`;
    const reply = await ask(r, '/views', {
      method: 'POST',
      body: `{${told},"views":[${views.slice(0, TOLD_AT_ONCE).join(',')}]}`,
    });
    // What it does not take now it takes later, but for what it refuses.
    if (!reply || (reply.status !== 204 && reply.status !== 400)) break;
    views = views.slice(TOLD_AT_ONCE);
    batch.sequence += 1;
  }
  // Another worker may have been quicker, and have put something else aside.
  if (linesOf(DUE)[0] !== lines[0]) return;
  try {
    if (views.length > 0) putAside(batch, views);
    else fs.renameSync(`${FOLDER}/views`, DUE);
  } catch (_error) {
    // Nothing has been noted since.
    if (views.length === 0) forget(DUE);
  }
  if (views.length > 0 && sizeOf(`${FOLDER}/views`) > MOST_UNTOLD) forget(`${FOLDER}/views`);
}

function linesOf(path) {
  try {
    return fs
      .readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (_error) {
    return [];
  }
}

function sizeOf(path) {
  try {
    return fs.statSync(path).size;
  } catch (_error) {
    return 0;
  }
}

function forget(path) {
  try {
    fs.unlinkSync(path);
  } catch (_error) {
    // It is not there.
  }
}

export default { known, judge, shown, tell };
