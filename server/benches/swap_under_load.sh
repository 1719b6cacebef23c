#!/usr/bin/env bash
# Shows that no request is lost while a policy is swapped: wrk asks for decisions as fast as it can while the policy's
# file is rewritten every 200 ms, every fifth time with a mistake in it. Ends with status 0 only if every answer was a
# decision and named a digest that was live.
#
# usage: server/benches/swap_under_load.sh [SECONDS]    needs wrk, from Debian's package of that name
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
port=8099
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT

cargo build -q --release --locked
cp -r policies "$work/policies"
main=$work/policies/checkout/checkout.way
cp "$main" "$work/good.way"

# The digest of a policy, from the files that it is made of, as docs/server.md defines it.
digest() {
  (cd "$work/policies" && sha256sum checkout/checkout.way shared/connectors.way shared/facts.way shared/rates.way shared/regions.way) |
    sha256sum | sed 's/^/sha256:/; s/ .*//'
}

target/release/waypost serve "$work/policies" --listen "127.0.0.1:$port" 2> "$work/server.log" &
curl -s -o /dev/null --retry 50 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$port/readyz"

cat > "$work/ask.lua" <<'LUA'
local payments = {}
for line in io.lines(os.getenv("PAYMENTS")) do payments[#payments + 1] = line end
local threads, next_payment = {}, 0
function setup(thread) table.insert(threads, thread) end
function init() seen, answers, failed = "", 0, 0 end
function request()
  next_payment = next_payment % #payments + 1
  return wrk.format("POST", "/v1/policies/checkout/decisions", nil, payments[next_payment])
end
function response(status, headers, body)
  answers = answers + 1
  local digest = headers["waypost-digest"] or "none"
  if status ~= 200 or not body:find(digest, 1, true) then failed = failed + 1 end
  if not seen:find(digest, 1, true) then seen = seen .. digest .. "\n" end
end
function done(summary)
  local answers, failed, file = 0, 0, io.open(os.getenv("SEEN"), "w")
  for _, thread in ipairs(threads) do
    answers, failed = answers + thread:get("answers"), failed + thread:get("failed")
    file:write(thread:get("seen"))
  end
  local e = summary.errors
  print(("answers %d, failed %d, socket errors %d"):format(answers, failed, e.connect + e.read + e.write + e.timeout))
  file:write(failed == 0 and e.connect + e.read + e.write + e.timeout == 0 and "" or "failed\n")
  file:close()
end
LUA

# The rewriting runs on its own and notes the digest of every good text.
(
  digest
  for ((round = 1; round <= seconds * 5; round++)); do
    { cat "$work/good.way"; echo "# round $round"; } > "$work/next.way"
    ((round % 5 == 0)) && echo 'route {' >> "$work/next.way"
    mv "$work/next.way" "$main"
    ((round % 5 == 0)) || digest
    sleep 0.2
  done
) > "$work/live" &

PAYMENTS=policies/checkout/payments.ndjson SEEN=$work/seen \
  wrk -t2 -c32 -d"${seconds}s" --latency -s "$work/ask.lua" "http://127.0.0.1:$port"

sort -u "$work/seen" > "$work/named"
unknown=$(comm -23 "$work/named" <(sort -u "$work/live"))
echo "digests named: $(wc -l < "$work/named"), written: $(sort -u "$work/live" | wc -l), stale reports in the log: $(grep -c 'is stale' "$work/server.log")"
if [[ -n $unknown ]]; then
  echo "an answer failed or named what was never live: $unknown"
  exit 1
fi
echo "every answer was a decision of a policy that was live"
