import { ARTICLES_KEPT, MOST_ARTICLES_OF_DAY } from './articles.js';
import { OF_ARTICLE } from './fields.js';

/** Adds a batch of one process to a day, once. */
export const ADD_LUA = `
-- Adds what one process counted in a moment to the figures of a day, unless it has been added before.
--
-- KEYS[1]  the day, a hash: what is counted by the name of its field, and beside it
--            from:<process>   the number of the last batch of that process
--            articles         how many articles there are
--            floor            no article that had to go had more views than this
-- ARGV     the process, the number of the batch, milliseconds to keep a day that is new, then field and count of each
--
-- Reply: 1 added | 0 known
local key = KEYS[1]
local from = 'from:' .. ARGV[1]
local known = redis.call('HMGET', key, from, 'articles', 'floor')
if tonumber(known[1] or 0) >= tonumber(ARGV[2]) then return 0 end
local articles, floor = tonumber(known[2] or 0), tonumber(known[3] or 0)
local views, short = 'article:views:', 'article:short:'

-- Of too many articles those with fewest views go.
local function prune()
  local all = redis.call('HGETALL', key)
  local weights, names = {}, {}
  for i = 1, #all, 2 do
    local field = all[i]
    local isViews = field:sub(1, #views) == views
    if isViews or field:sub(1, #short) == short then
      local name = field:sub(#views + 1)
      if isViews then names[#names + 1] = name end
      weights[name] = (weights[name] or 0) + tonumber(all[i + 1])
    end
  end
  table.sort(names, function(a, b)
    if weights[a] == weights[b] then return a < b end
    return weights[a] > weights[b]
  end)
  for i = ${ARTICLES_KEPT} + 1, #names do
    local name = names[i]
    floor = math.max(floor, weights[name])
    redis.call('HDEL', key, ${OF_ARTICLE.map((what) => `'article:${what}:' .. name`).join(', ')})
  end
  articles = math.min(#names, ${ARTICLES_KEPT})
end

for i = 4, #ARGV, 2 do
  local field = ARGV[i]
  if field:sub(1, #views) == views and not redis.call('HMGET', key, field)[1] then
    if articles >= ${MOST_ARTICLES_OF_DAY} then prune() end
    articles = articles + 1
    if floor > 0 then redis.call('HINCRBY', key, short .. field:sub(#views + 1), floor) end
  end
  redis.call('HINCRBY', key, field, ARGV[i + 1])
end
redis.call('HSET', key, from, ARGV[2], 'articles', articles, 'floor', floor)
if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[3]) end
return 1
`;

/** What is known of a day: field, count, field, count… */
export const READ_LUA = `
-- KEYS[1]  the day
return redis.call('HGETALL', KEYS[1])
`;
