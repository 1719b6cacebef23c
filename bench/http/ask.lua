-- Asks for decisions of `checkout`, one payment after the other; the requests are made beforehand.
local requests, turn = {}, 0

function init()
  local headers = { ["content-type"] = "application/json" }
  for payment in io.lines(os.getenv("PAYMENTS")) do
    requests[#requests + 1] = wrk.format("POST", "/v1/policies/checkout/decisions", headers, payment)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- How many were answered, how many a second, how many failed.
function done(summary)
  local e = summary.errors
  local failed = e.status + e.connect + e.read + e.write + e.timeout
  io.stderr:write(("%.0f %.0f %d\n"):format(summary.requests, summary.requests / summary.duration * 1e6, failed))
end
