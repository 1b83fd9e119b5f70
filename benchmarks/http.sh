#!/usr/bin/env bash
# How many publishes per second a running EventServer takes over HTTP, beside its own GET /health/live as the ceiling: the same
# server, the same 64 connections, the same run.
#   benchmarks/http.sh [--quick]
# Needs wrk (installed when this runs as root). Ends with 1 when an answer was wrong or an event is missing from the queue.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=5 seconds=10 connections=64 port=5791 key=benchmark-key
[[ ${1:-} == --quick ]] && rounds=3 seconds=4
url=http://127.0.0.1:$port
work=$(mktemp -d)
server=

clean_up() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

require_wrk() {
  command -v wrk >/dev/null && return
  [[ $EUID -eq 0 ]] && { apt-get update -qq && apt-get install -y -qq wrk; } >/dev/null 2>&1 || true
  command -v wrk >/dev/null || fail "No 'wrk' on the PATH. Install it, then run this again."
}

# A server of its own for each case: what one case stored must not slow the next.
start_server() {
  rm -f "$work"/events.db*
  Events__ApiKey=$key Events__Dispatcher=false Events__Webhooks__AllowHttp=true Events__Webhooks__AllowedNetworks__0=127.0.0.0/8 \
    ConnectionStrings__Events="$work/events.db" ASPNETCORE_ENVIRONMENT=Production \
    dotnet samples/EventServer/bin/Release/net10.0/EventServer.dll --urls "$url" >"$work/server.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    curl -sf "$url/health/live" >/dev/null && return
    sleep 0.1
  done
  fail "The server did not start: $(cat "$work/server.log")"
}

stop_server() {
  kill "$server"
  wait "$server" || true
  server=
}

api() { curl -sS --fail-with-body -H "x-api-key: $key" -H 'content-type: application/json' "$@"; }

write_scripts() {
  cat >"$work/publish.lua" <<LUA
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["x-api-key"] = "$key"
wrk.body = '{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42","name":"Spring sale","recipients":12345}}'
LUA
  # The last line of every run, for this script: requests, seconds, answers that were no 2xx, broken connections, median and p99 in ms.
  cat >"$work/done.lua" <<'LUA'
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %.3f %d %d %.2f %.2f\n", summary.requests, summary.duration / 1e6, e.status,
    e.connect + e.read + e.write + e.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
LUA
  cat "$work/done.lua" >>"$work/publish.lua"
}

# One run: requests per second, median ms, p99 ms; the sum of requests goes on in $sent.
sent=0
load() {
  local script=$1 path=$2 duration=$3 result requests took wrong broken median p99
  result=$(wrk -t2 -c"$connections" -d"${duration}s" -s "$script" "$url$path" | grep ^RESULT)
  read -r _ requests took wrong broken median p99 <<<"$result"
  [[ $wrong -eq 0 && $broken -eq 0 ]] || fail "$path: $wrong answers were no success, $broken connections broke."
  sent=$((sent + requests))
  rate=$(awk "BEGIN { printf \"%.0f\", $requests / $took }")
  line="$rate $median $p99"
}

# Middle, smallest and largest of the first column on the input.
spread() { sort -n | awk '{ v[NR] = $1; m[NR] = $2; p[NR] = $3 } END { c = int((NR + 1) / 2); print v[c], v[1], v[NR], m[c], p[c] }'; }

# Publishes and asks for the ceiling in turns, so that a neighbour of this machine disturbs both alike.
measure() {
  local name=$1 round publishes="" lives=""
  load "$work/done.lua" /health/live 2
  sent=0
  load "$work/publish.lua" /api/events 2
  for round in $(seq "$rounds"); do
    local before=$sent
    load "$work/done.lua" /health/live "$seconds"
    sent=$before
    lives+="$line"$'\n'
    load "$work/publish.lua" /api/events "$seconds"
    publishes+="$line"$'\n'
  done
  read -r p_mid p_low p_high p_median p_p99 <<<"$(printf '%s' "$publishes" | spread)"
  read -r l_mid l_low l_high l_median l_p99 <<<"$(printf '%s' "$lives" | spread)"
  row=$(printf '| %s | %s (%s to %s) | %s ms, %s ms | %s (%s to %s) | %s ms, %s ms | %s |' "$name" \
    "$p_mid" "$p_low" "$p_high" "$p_median" "$p_p99" "$l_mid" "$l_low" "$l_high" "$l_median" "$l_p99" \
    "$(awk "BEGIN { printf \"%.2f\", $p_mid / $l_mid }")")
}

require_wrk
dotnet build samples/EventServer --configuration Release --nologo --verbosity quiet
write_scripts

start_server
measure "publish, nobody listens (1 event)"
rows=$row
stop_server

start_server
api "$url/api/subscriptions" -d '{"eventTypes":["engagement.campaign.*"],"config":{"adapter":"adapter:webhook","url":"http://127.0.0.1:9999/"}}' >/dev/null || fail "The subscription was refused."
measure "publish, one subscription (1 event, 1 delivery)"
rows+=$'\n'$row
pending=$(api "$url/api/queue/stats" | sed -E 's/.*"pending":([0-9]+).*/\1/')
# wrk counts answers that came in time; those on their way at the end of a run were stored all the same.
((pending >= sent && pending <= sent + (rounds + 1) * connections)) ||
  fail "$sent publishes were acknowledged, but $pending deliveries are queued."
stop_server

report=benchmarks/results/http.md
{
  printf '# Publishing over HTTP\n\n'
  printf -- '- machine: %s, %s logical cores, wrk on the same ones\n' "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" "$(nproc)"
  printf -- '- runtime: .NET %s\n' "$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \([^ ]*\).*/\1/p' | tail -1)"
  printf -- '- store: SQLite, Durable (one fsync covers what is acknowledged), dispatcher off; %s connections, %s rounds of %s s each, in turns\n' \
    "$connections" "$rounds" "$seconds"
  printf -- '- checked: no answer but 202, and every acknowledged publish is in the queue\n\n'
  printf '| case | publishes/s: middle (least to most) | median, p99 | GET /health/live/s | median, p99 | ratio |\n|---|---|---|---|---|---|\n%s\n' "$rows"
} | tee "$report"
