-- SPDX-License-Identifier: GPL-3.0-or-later
-- For wrk. BENCH_RECORD=1 makes bake records, each for another one of the open runs; else it just gets the path.
-- Prints: RESULT requests microseconds p50 p99 errors

local number = 0

if os.getenv("BENCH_RECORD") then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  local inAt = os.getenv("BENCH_IN_AT")
  local outAt = os.getenv("BENCH_OUT_AT")
  local body = '{"itemCode":"PCB-%d","bakeProcess":"PCB","bakeQty":"20","bakeTemperature":120,"inAt":"%s",'
    .. '"inBy":"Wei Chen","outAt":"%s","outBy":"Wei Chen","runNo":"RUN-BENCH-%05d"}'

  request = function ()
    number = number + 1
    return wrk.format(nil, nil, nil, string.format(body, number, inAt, outAt, number % 40 + 1))
  end
end

done = function (summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
