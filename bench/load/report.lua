-- What the scripts share: chance that differs by thread, and what a run of wrk came to, as one line of JSON.
local report = {}

-- wrk calls both: once for each thread, and in each thread.
function setup(thread)
  seed = (seed or 0) + 1
  thread:set('seed', seed)
end

function init()
  math.randomseed(seed)
end

function report.done(name)
  return function(summary, latency)
    local errors = summary.errors
    io.write(string.format(
      '{"route":"%s","requests":%d,"errors":%d,"perSecond":%.0f,"p50":%.2f,"p99":%.2f}\n',
      name, summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
  end
end

return report
