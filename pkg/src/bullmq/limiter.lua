-- The rate limiter of bulk/src/limiter, whose files explain the rules, with its state in Redis. Times are in
-- milliseconds of the server's clock. A request in flight holds its slot as a lease, which its holder extends.
--
-- acquire HOLDER PRIORITY USER   {1, number} if the request may be sent, or {0, wait, whether its user is the reason}
-- end NUMBER OUTCOME RETRY USER  counts the end of a request: "accepted", "rejected" or "unknown"
-- release NUMBER                 returns the slot of a request that was not sent
-- renew NUMBER…                  extends leases
local state_key, slots, flight, accepted, waiting, user_key, recent, causes = unpack(KEYS)
local operation, window, max, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local MAX_WAIT, SHORT_WAIT, EPSILON = 1000, 50, 0.001
-- What was missed in this time is sent at once. It is longer than in one process: on a busy machine, the timers of all
-- processes are late. The slots prevent a 429.
local CATCH_UP = 500
local USER_CHANGES, USER_WINDOW, USER_LEASE = 9, 10000, 60000
local FIRST_PAUSE, MAX_PAUSE = 1000, 60000
local LATE, LOST = 1000, 10000
local CUT, FLOOR, FAR_BELOW, STEP, STEADY, DOUBLED_AFTER = 0.15, 0.05, 0.9, 0.005, 10, 3
local USED, ALMOST, MAX_WINDOWS = 0.8, 0.98, 100
local ENOUGH, REMEMBERED, RECENT = 3, 64, 30
local EXPIRY = 86400000
local CAPACITY = { "current", "good", "last_cut", "window_start", "clean_windows", "previous" }

local state, changed = {}, {}
local fields = redis.call("HGETALL", state_key)
for at = 1, #fields, 2 do state[fields[at]] = tonumber(fields[at + 1]) or fields[at + 1] end
-- A field without a value is an empty string.
local function has(name) return (state[name] or "") ~= "" end

local function set(name, value)
  state[name] = value
  changed[name] = true
end

-- If the server's clock is set back, time continues from where it was.
local clock = redis.call("TIME")
local now = clock[1] * 1000 + clock[2] / 1000
if ARGV[5] ~= "" then now = tonumber(ARGV[5]) end -- the virtual time of a simulation
local offset = math.max(state.offset or 0, (state.now or 0) - now)
if offset ~= (state.offset or 0) then set("offset", offset) end
now = now + offset
set("now", now)

-- Clients may be configured with different rates: each one stays below its own.
if max > (state.limit or 0) then
  if not state.current or state.current >= (state.limit or 0) then set("current", max) end
  set("limit", max)
end
if not state.window_start then
  set("window_start", now)
  set("clean_windows", 0)
  set("previous", state.current)
end
local limit = state.limit

local function requests() return math.floor(math.max(math.min(state.current, max), 1)) end
local function interval() return window / requests() end
local function accepted_since(time) return redis.call("ZCOUNT", accepted, time, "+inf") end
local function sent_after(number) return redis.call("ZCOUNT", flight, "(" .. number, "+inf") end

local function end_window(is_used)
  local good = has("good") and state.good or 0
  if is_used then
    set("clean_windows", state.clean_windows + 1)
    if state.clean_windows > 1 then set("good", math.max(good, state.previous)) end
  end
  set("previous", state.current)
  local current = state.current
  if current < good * FAR_BELOW then
    current = current + (good - current) / 2
  elseif is_used then
    local doubled = math.floor(math.max(state.clean_windows - (STEADY - DOUBLED_AFTER), 0) / DOUBLED_AFTER)
    current = current + limit * STEP * 2 ^ math.min(doubled, 10)
  end
  set("current", math.min(current, limit))
end

local function advance()
  for _, number in ipairs(redis.call("ZRANGEBYSCORE", slots, "-inf", now)) do
    redis.call("ZREM", slots, number)
    redis.call("ZREM", flight, number)
  end
  redis.call("ZREMRANGEBYSCORE", accepted, "-inf", "(" .. (now - window))
  local counted = 0
  while now - state.window_start >= window do
    set("window_start", state.window_start + window)
    counted = counted + 1
    if counted > MAX_WINDOWS then return set("window_start", now) end
    end_window(counted == 1 and accepted_since(now - window) >= state.current * USED)
  end
end

local function pace_earliest(step)
  return math.max(state.pace or 0, now - math.max(2 * step, math.min(CATCH_UP, window / 10)))
end

local function time_for(ahead)
  local step = interval()
  local time = pace_earliest(step) + ahead * step
  local missing = redis.call("ZCARD", slots) + ahead + 1 - requests()
  if missing > 0 then
    local freed = redis.call("ZRANGE", slots, missing - 1, missing - 1, "WITHSCORES")[2]
    time = math.max(time, tonumber(freed) or now + MAX_WAIT)
  end
  if time > now + EPSILON then set("last_wait", now) end
  return math.max(time, (state.pause or 0) + ahead * step)
end

-- When the limit of its user allows a change.
local function user_time(user)
  redis.call("ZREMRANGEBYSCORE", user_key, "-inf", now)
  local time = tonumber(redis.call("HGET", causes, "b:" .. user) or 0)
  local used = redis.call("ZCARD", user_key)
  if used >= USER_CHANGES then
    local freed = redis.call("ZRANGE", user_key, used - USER_CHANGES, used - USER_CHANGES, "WITHSCORES")[2]
    time = math.max(time, tonumber(freed))
  end
  return math.max(time, now)
end

local function acquire(holder, priority, user)
  if user ~= "" then
    local time = user_time(user)
    if time > now + EPSILON then
      redis.call("HDEL", waiting, holder)
      return { 0, math.ceil(math.min(time - now, MAX_WAIT)), 1 }
    end
  end
  -- How many others go first: those of the app, and of those with the same priority, the ones that came before.
  local ahead, own = 0, nil
  local others = {}
  local entries = redis.call("HGETALL", waiting)
  for at = 1, #entries, 2 do
    local level, number, deadline = string.match(entries[at + 1], "^(%d) (%d+) (.+)$")
    deadline = tonumber(deadline)
    if entries[at] == holder then
      own = tonumber(number)
    elseif deadline + LOST < now then
      redis.call("HDEL", waiting, entries[at])
    elseif deadline + LATE >= now then
      others[#others + 1] = { level, tonumber(number) }
    end
  end
  if not own then
    own = (state.arrivals or 0) + 1
    set("arrivals", own)
  end
  for _, other in ipairs(others) do
    if other[1] < priority or other[1] == priority and other[2] < own then ahead = ahead + 1 end
  end
  local time = time_for(ahead)
  if time > now + EPSILON then
    local is_open = has("suspect") and sent_after(state.suspect) > 0
    local wait = math.min(time - now, is_open and SHORT_WAIT or MAX_WAIT)
    redis.call("HSET", waiting, holder, priority .. " " .. own .. " " .. string.format("%.3f", now + wait))
    return { 0, math.ceil(wait), 0 }
  end
  redis.call("HDEL", waiting, holder)
  if redis.call("ZCARD", slots) == 0 then set("active_since", now) end
  local number = (state.number or 0) + 1
  set("number", number)
  set("pace", pace_earliest(interval()) + interval())
  redis.call("ZADD", slots, now + lease + window, number)
  redis.call("ZADD", flight, number, number)
  if user ~= "" then
    redis.call("ZADD", user_key, now + USER_LEASE + USER_WINDOW, number)
    redis.call("PEXPIRE", user_key, USER_LEASE + USER_WINDOW)
  end
  return { 1, number }
end

local function cut(evidence)
  set("window_start", evidence.resume_at)
  set("clean_windows", 0)
  if has("last_cut") and now - state.last_cut < window then return end
  set("last_cut", now)
  local estimate = math.min(evidence.accepted * evidence.elapsed / math.max(evidence.observed, 1), state.current)
  local share = estimate / limit
  local following = estimate * (1 - CUT * share * share)
  if not evidence.is_saturated or evidence.observed < window / 4 then
    following = math.max(following, state.current / 2)
  end
  set("good", has("good") and math.min(state.good, state.current) or math.max(estimate, following))
  set("current", math.max(following, limit * FLOOR, 1))
  set("previous", state.current)
end

-- Remembers a 429 that may come from the limit of its user instead of that of the instance.
local function suspect(number, user, is_reduced, until_time, before)
  local is_only, is_known = true, redis.call("HEXISTS", causes, "c:" .. user) == 1
  local entries = redis.call("HGETALL", causes)
  for at = 1, #entries, 2 do
    local kind, name, time = entries[at]:sub(1, 2), entries[at]:sub(3), tonumber(entries[at + 1])
    if time + RECENT * window <= now then
      redis.call("HDEL", causes, entries[at])
    elseif kind == "r:" then
      is_known = is_known or name == user
      is_only = is_only and (name == user or time + window <= now)
    end
  end
  redis.call("HSET", causes, "r:" .. user, now)
  if user == "" or not is_only or is_reduced and not is_known then return set("suspect", "") end
  if has("suspect") then return end
  local later = 0
  for _, entry in ipairs(redis.call("LRANGE", recent, 0, -1)) do
    local sent, of = string.match(entry, "^(%d+) (.*)$")
    if tonumber(sent) > number and of ~= user then later = later + 1 end
  end
  set("suspect", number)
  set("suspect_user", user)
  set("suspect_until", until_time)
  set("suspect_accepted", later)
  for _, name in ipairs(CAPACITY) do set("before_" .. name, before[name] or "") end
end

local function reject(number, user, retry_after)
  local pause
  if retry_after > 0 then
    pause = math.min(retry_after, MAX_PAUSE)
  else
    local unknown = state.unknown_pauses or 0
    pause = math.min(FIRST_PAUSE * 2 ^ math.min(unknown, 16), math.max(window, FIRST_PAUSE))
    if now >= (state.pause or 0) then set("unknown_pauses", unknown + 1) end
  end
  -- When the server's window has started. A wait in whole seconds was rounded up.
  local rounded = pause % 1000 == 0 and 500 or 0
  local start = math.min(math.max(now + pause - rounded - window, now - window), now)
  local since = math.max(start, state.active_since or now)
  local before = {}
  for _, name in ipairs(CAPACITY) do before[name] = state[name] end
  local is_reduced = state.current < limit * ALMOST
  cut({
    accepted = accepted_since(since),
    elapsed = now - start,
    observed = now - since,
    is_saturated = (state.last_wait or 0) + window > now,
    resume_at = now + pause,
  })
  set("pause", math.max(state.pause or 0, now + pause))
  suspect(number, user, is_reduced, state.pause, before)
end

local function finish(number, outcome, retry_after, user)
  if redis.call("ZREM", flight, number) == 0 then return end
  redis.call("ZADD", slots, now + window, number)
  if user ~= "" then
    redis.call("ZADD", user_key, "XX", now + USER_WINDOW, number)
    if redis.call("ZCARD", user_key) == 1 then redis.call("PEXPIRE", user_key, USER_WINDOW) end
  end
  if outcome == "accepted" then
    redis.call("ZADD", accepted, now, number)
    if now >= (state.pause or 0) and (state.unknown_pauses or 0) > 0 then set("unknown_pauses", 0) end
    redis.call("LPUSH", recent, number .. " " .. user)
    redis.call("LTRIM", recent, 0, REMEMBERED - 1)
    if has("suspect") and number > state.suspect and user ~= state.suspect_user then
      set("suspect_accepted", state.suspect_accepted + 1)
    end
  elseif outcome == "rejected" then
    reject(number, user, retry_after)
  end
  if not has("suspect") then return end
  local count = state.suspect_accepted
  if count >= ENOUGH or count > 0 and sent_after(state.suspect) == 0 then
    redis.call("HSET", causes, "b:" .. state.suspect_user, math.min(state.suspect_until, now + window))
    redis.call("HSET", causes, "c:" .. state.suspect_user, now)
    for _, name in ipairs(CAPACITY) do set(name, state["before_" .. name]) end
    set("pause", 0)
    set("suspect", "")
  end
end

local result = 0
advance()
if operation == "acquire" then
  result = acquire(ARGV[6], ARGV[7], ARGV[8])
elseif operation == "end" then
  finish(tonumber(ARGV[6]), ARGV[7], tonumber(ARGV[8]) or 0, ARGV[9])
elseif operation == "release" then
  for _, key in ipairs({ slots, flight, user_key }) do redis.call("ZREM", key, ARGV[6]) end
elseif operation == "renew" then
  for at = 6, #ARGV do
    if redis.call("ZSCORE", flight, ARGV[at]) then redis.call("ZADD", slots, now + lease + window, ARGV[at]) end
  end
end

local update = {}
for name in pairs(changed) do
  update[#update + 1] = name
  update[#update + 1] = state[name]
end
redis.call("HSET", state_key, unpack(update))
if operation == "acquire" and result[1] == 1 and result[2] % 100 == 1 then
  for _, key in ipairs({ state_key, slots, flight, accepted, waiting, recent, causes }) do
    redis.call("PEXPIRE", key, EXPIRY)
  end
end
return result
