import { LEDGER_SIZE, MOST_ARTICLES } from '../pass/index.js';

/**
 * One visit as one atomic script: three or four calls inside Redis, one more for a new key or for a ledger that lacks
 * some of the set. It touches one key only and never reads the clock.
 */
export const VISIT_LUA = `
-- Unites a ledger with a reader's set of articles, then adds the article if it is new and there is room.
--
-- KEYS[1]   the reader's set
-- ARGV[1]   the article
-- ARGV[2]   the article is added only while the set is smaller than this
-- ARGV[3]   milliseconds to keep the set, where it is new; one that exists keeps its end
-- ARGV[4..] the ledger, each article once
--
-- Reply: { 0 known | 1 added | 2 full, articles before this view, milliseconds left, member... }
-- with members only where the ledger lacked some of at most ${LEDGER_SIZE}.

local key, article, limit, keep = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local ledger = #ARGV - 3

local read = redis.call('SCARD', key)
local isNew = read == 0
if ledger > 0 and read + ledger <= ${MOST_ARTICLES} then
  read = read + redis.call('SADD', key, unpack(ARGV, 4))
else
  for i = 4, #ARGV do
    if read >= ${MOST_ARTICLES} then break end
    read = read + redis.call('SADD', key, ARGV[i])
  end
end

local outcome
if read < limit then
  outcome = redis.call('SADD', key, article)
else
  outcome = redis.call('SISMEMBER', key, article) == 1 and 0 or 2
end
local size = outcome == 1 and read + 1 or read

local left = keep
if size > 0 then
  local had = isNew and -1 or redis.call('PTTL', key)
  if had < 0 then
    redis.call('PEXPIRE', key, ARGV[3])
  else
    left = had
  end
end

local reply = { outcome, read, left }
if read > ledger and size <= ${LEDGER_SIZE} then
  for _, member in ipairs(redis.call('SMEMBERS', key)) do
    reply[#reply + 1] = member
  end
end
return reply
`;
