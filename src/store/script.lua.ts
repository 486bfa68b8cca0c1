import { LEDGER_SIZE, MOST_ARTICLES } from '../pass/index.js';
import { MARK_KEPT } from './mark.js';

/** Fields of a mark beyond which the views that were taken back are forgotten; of the others there are never as many. */
const MOST_MARKED = 2 * MOST_ARTICLES;

/**
 * What both scripts share. A reader's mark is a hash beside the set, in the same slot by the key's hash tag, and declared by no
 * key: while slots move, a second key that is not there fails a call. It is there only for readers whose ledger lacked some of the
 * set, or with a view taken back, and for an hour:
 *
 * c<article>  how many views found the article though their ledger lacked it, less those of it taken back
 * s<article>  when a visit first came upon the article without its ledger having it, in seconds
 * v<view>     a view that was taken back
 */
const TAKE_BACK = `
local function takeBack(key, article, view)
  local mark = key .. ':m'
  local known = redis.call('HMGET', mark, 'v' .. view, 'c' .. article)
  if known[1] then return end
  local finders = tonumber(known[2] or 0)
  if finders > 1 then
    redis.call('HSET', mark, 'c' .. article, finders - 1)
  elseif finders == 1 then
    redis.call('HDEL', mark, 'c' .. article)
  else
    redis.call('SREM', key, article)
    redis.call('HDEL', mark, 's' .. article)
  end
  redis.call('HSET', mark, 'v' .. view, 1)
  local fields = redis.call('HKEYS', mark)
  if #fields > ${MOST_MARKED} then
    for _, field in ipairs(fields) do
      if field:sub(1, 1) == 'v' then redis.call('HDEL', mark, field) end
    end
  end
  redis.call('PEXPIRE', mark, ${MARK_KEPT})
end
`;

/**
 * Visits of any number of readers as one atomic script: for each three or four calls inside Redis, one more for a new key, and
 * some more for a ledger that lacks some of the set. Only for the last the clock is read.
 */
export const VISIT_LUA = `
-- Takes back what is to be, unites a ledger with a reader's set of articles, then adds the article if it is new and there is room.
--
-- KEYS[i]  a reader's set
-- ARGV[1]  JSON: [seconds that a view may stay open, then for each key one visit:
--            [the article, as text, as are all articles,
--             the article is added only while the set is smaller than this,
--             milliseconds to keep the set, as text, where it is new; one that exists keeps its end,
--             the views to take back, each [the article, the view],
--             the ledger, each article once, or null where there is none]...]
--
-- Reply, JSON: for each key { err: why not }, or [0 known | 1 added | 2 full, articles before this view, milliseconds left,
--   how many are provisional, provisional..., other member...], with members only where the ledger lacked some of at most ${LEDGER_SIZE}.
${TAKE_BACK}
local asked = cjson.decode(ARGV[1])
local longest = asked[1]

-- Adds what visits came upon without their ledger having it; tells which of it may yet be taken back.
local function provisionalOf(key, foreign)
  local mark = key .. ':m'
  local fields = {}
  for i, member in ipairs(foreign) do fields[i] = 's' .. member end
  local seen = redis.call('HMGET', mark, unpack(fields))
  local now = tonumber(redis.call('TIME')[1])
  local provisional, settled, fresh = {}, {}, {}
  for i, member in ipairs(foreign) do
    local since = tonumber(seen[i] or now)
    if not seen[i] then
      fresh[#fresh + 1] = fields[i]
      fresh[#fresh + 1] = now
    end
    local list = now - since < longest and provisional or settled
    list[#list + 1] = member
  end
  if #fresh > 0 then
    redis.call('HSET', mark, unpack(fresh))
    redis.call('PEXPIRE', mark, ${MARK_KEPT})
  end
  return provisional, settled
end

local function visit(key, article, limit, keep, takeBacks, ledger)
  local hasLedger = ledger ~= cjson.null
  if not hasLedger then ledger = {} end
  for _, view in ipairs(takeBacks) do takeBack(key, view[1], view[2]) end

  local read = redis.call('SCARD', key)
  local isNew = read == 0
  if #ledger > 0 and read + #ledger <= ${MOST_ARTICLES} then
    read = read + redis.call('SADD', key, unpack(ledger))
  else
    for _, id in ipairs(ledger) do
      if read >= ${MOST_ARTICLES} then break end
      read = read + redis.call('SADD', key, id)
    end
  end

  local outcome
  if read < limit then
    outcome = redis.call('SADD', key, article)
  else
    outcome = redis.call('SISMEMBER', key, article) == 1 and 0 or 2
  end
  local size = outcome == 1 and read + 1 or read

  local left = tonumber(keep)
  if size > 0 then
    local had = isNew and -1 or redis.call('PTTL', key)
    if had < 0 then
      redis.call('PEXPIRE', key, keep)
    else
      left = had
    end
  end

  local reply = { outcome, read, left, 0 }
  if read <= #ledger or not hasLedger then return reply end

  local own = {}
  for _, id in ipairs(ledger) do own[id] = true end
  if outcome == 0 and not own[article] then
    local mark = key .. ':m'
    local finders = redis.call('HMGET', mark, 'c' .. article)[1]
    redis.call('HSET', mark, 'c' .. article, tonumber(finders or 0) + 1)
    redis.call('PEXPIRE', mark, ${MARK_KEPT})
  end
  if size > ${LEDGER_SIZE} then return reply end

  local foreign, members = {}, {}
  for _, member in ipairs(redis.call('SMEMBERS', key)) do
    local list = (own[member] or member == article) and members or foreign
    list[#list + 1] = member
  end
  if #foreign > 0 then
    local provisional, settled = provisionalOf(key, foreign)
    reply[4] = #provisional
    for _, member in ipairs(provisional) do reply[#reply + 1] = member end
    for _, member in ipairs(settled) do reply[#reply + 1] = member end
  end
  for _, member in ipairs(members) do reply[#reply + 1] = member end
  return reply
end

-- One reader's key may be broken: the others are served.
local replies = {}
for i, key in ipairs(KEYS) do
  local done, reply = pcall(visit, key, unpack(asked[i + 1], 1, 5))
  replies[i] = done and reply or { err = type(reply) == 'table' and reply.err or tostring(reply) }
end
return cjson.encode(replies)
`;

/** Views of one reader, taken back. */
export const TAKE_BACK_LUA = `
-- Takes back views of one reader: of each, the one that added its article or one of those that found it.
--
-- KEYS[1]  the reader's set
-- ARGV     for each view: the article, the view
${TAKE_BACK}
for i = 1, #ARGV, 2 do takeBack(KEYS[1], ARGV[i], ARGV[i + 1]) end
`;

/** All that is kept of one reader. */
export const FORGET_LUA = `
-- Forgets a reader's set and its mark, which is in the same slot.
--
-- KEYS[1]  the reader's set
redis.call('DEL', KEYS[1])
redis.call('DEL', KEYS[1] .. ':m')
`;

/** Bytes of a text beyond which it is none: whoever reads it does so every few seconds. */
const LONGEST_DOCUMENT = 1_000_000;

/** What is no text, or too long for one, is as good as an empty one, and is replaced like that. */
const TEXT_OF = `
local function textOf(key)
  local length = redis.pcall('STRLEN', key)
  if type(length) == 'table' then
    -- What is refused for another reason is refused again, and told of.
    if not tostring(length.err):find('WRONGTYPE', 1, true) then redis.call('STRLEN', key) end
    return ''
  end
  if length > ${LONGEST_DOCUMENT} then return '' end
  return redis.call('GET', key)
end
`;

/** A text that all processes share, read by those who may know it already. */
export const READ_DOCUMENT_LUA = `
-- KEYS[1]  the text
-- ARGV     the SHA-1 of the text that is known, or nothing
--
-- Reply: 0 for that very text, nil for none, or the text
${TEXT_OF}
local text = textOf(KEYS[1])
if text and redis.sha1hex(text) == ARGV[1] then return 0 end
return text or nil
`;

/** A text in the place of the one that is known. */
export const REPLACE_DOCUMENT_LUA = `
-- KEYS[1]  the text
-- ARGV     the SHA-1 of the text that is known, or nothing where there is to be none; the new text; milliseconds to keep it
--
-- Reply: 1 where it was replaced, 0 where another text had come
${TEXT_OF}
local text = textOf(KEYS[1])
if (text and redis.sha1hex(text) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`;
