#!/usr/bin/env bash
# Measures the server under load over 10,000 made-up pictures, without and with an index run under way, beside what a search costs by itself.
# Needs wrk (Debian: apt-get install wrk). Loopback only; ends by itself after about five minutes. Use an idle machine.
#   bench/load.sh [SECONDS]    SECONDS of load for each figure; default 20
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
command -v wrk > /dev/null || stop "wrk is missing; install it (Debian: apt-get install wrk)."
seconds=${1:-20}
export PICTURES=10000 LOAD=$PWD/bench/load
connections=8
address=http://127.0.0.1:5199

prepare_benchmarks
folder=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || { kill "$server" && wait "$server" || true; }
  rm -rf "$folder"
}
trap finish EXIT

git log -1 --format='commit %h'
"$bench" pictures "$folder/gallery" 0 "$PICTURES"
out/kindred index "$folder/gallery" --library "$folder/library"
"$bench" search "$folder/library"

out/kindred serve --library "$folder/library" --urls "$address" --rate-limit 0 --json > "$folder/address" 2> "$folder/log" &
server=$!
for _ in $(seq 100); do [ -s "$folder/address" ] && break; sleep 0.1; done

load() { wrk --threads 2 --connections "$connections" --duration "$1" --script "bench/load/$2.lua" "$address" | grep '^{'; }
for route in similar recommendations; do load 5s "$route" > "$folder/warm"; done
echo "without an index run:"
for route in similar recommendations; do load "${seconds}s" "$route" | tee -a "$folder/figures"; done

echo "with one under way:"
"$bench" pictures "$folder/gallery" "$PICTURES" 20000
curl --silent --fail --output "$folder/run" --request POST "$address/api/index"
sleep 2
for route in similar recommendations; do load "${seconds}s" "$route" | tee -a "$folder/figures"; done
curl --silent --fail "$address/api/index" | tee "$folder/run"
echo
grep -q '"state":"running"' "$folder/run" || stop "The index run ended before the load did; write more pictures in bench/load.sh."
curl --silent --fail --output "$folder/run" --request DELETE "$address/api/index" || true
grep '^VmHWM' "/proc/$server/status"
node -e '
  const runs = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").map(JSON.parse);
  const sum = (name) => runs.reduce((total, run) => total + run[name], 0);
  console.log(`${sum("requests")} requests, ${sum("errors")} errors`);
  process.exitCode = sum("errors") === 0 && sum("requests") >= 10000 ? 0 : 1;
' "$folder/figures"
