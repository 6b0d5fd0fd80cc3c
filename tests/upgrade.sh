#!/usr/bin/env bash
# Upgrades a cluster of three nodes from one executable to another, a node at a time and under questions all the while, as docs/cluster.md
# says, and says what clients noticed of it. Ends everything that it started.
#   tests/upgrade.sh OLD [NEW [FOLDER]]    executables; NEW is out/kindred by default. A folder of pictures, by default a sample
# Needs PostgreSQL's programs. Exits with 1 where a question had no answer within one retry, or two answers to one question differed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
source scripts/postgres.sh

executable() { [ -x "$1" ] || stop "There is no executable $1; check the name."; realpath -- "$1"; }
old=$(executable "${1:?tests/upgrade.sh OLD [NEW [FOLDER]]}")
if [ -n "${2:-}" ]; then
  new=$(executable "$2")
else
  need_dotnet
  fetch_weights
  publish_executable
  new=$PWD/out/kindred
fi
postgres_programs

work=$(mktemp -d)
nodes=()
asking=
finish() {
  local process
  for process in $asking "${nodes[@]}"; do kill "$process" 2> /dev/null && wait "$process" 2> /dev/null || true; done
  stop_postgres "$work/postgres"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

say() { printf '\n%s\n' "$*"; }
start_postgres "$work/postgres"
export KINDRED_LIBRARY=postgres://kindred@127.0.0.1:$POSTGRES_PORT/kindred
folder=${3:-}
[ -n "$folder" ] || { folder=$work/sample && "$old" sample "$folder" > /dev/null; }
mkdir "$work/later" && "$new" sample "$work/later" --count 20 --seed 7 > /dev/null

ports=(0 $(node -e "
  const servers = Array.from({ length: 6 }, () => require('net').createServer().listen(0, '127.0.0.1'));
  setTimeout(() => { console.log(servers.map((server) => server.address().port).join(' ')); servers.forEach((server) => server.close()); }, 100);"))
addresses=(http://127.0.0.1:"${ports[1]}" http://127.0.0.1:"${ports[2]}" http://127.0.0.1:"${ports[3]}")

# start_node N EXECUTABLE: with a cache of its own, as on another machine, that an upgrade keeps.
start_node() {
  XDG_CACHE_HOME=$work/node$1 "$2" serve --cluster --urls "http://127.0.0.1:${ports[$1]}" --cluster-port "${ports[$1 + 3]}" \
    --rate-limit 0 >> "$work/node$1.log" 2>&1 &
  nodes[$1]=$!
}

await_node() {
  for _ in {1..600}; do
    [ "$(curl --silent --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:${ports[$1]}/ready")" != 200 ] || return 0
    kill -0 "${nodes[$1]}" 2> /dev/null || break
    sleep 0.3
  done
  tail -n 20 "$work/node$1.log" >&2
  stop "Node $1 did not become ready; its log is above."
}

say "Three nodes of $("$old" --version) show $folder:"
"$old" index "$folder" --quiet
for n in 1 2 3; do start_node $n "$old"; done
for n in 1 2 3; do await_node $n; done
node scripts/ask.mjs 300 "${addresses[@]}"

say "Each is stopped and started as $("$new" --version), one after the other:"
UNTIL=$work/over node scripts/ask.mjs 1000000 "${addresses[@]}" &
asking=$!
sleep 2
for n in 1 2 3; do
  started=$(date +%s%3N)
  kill "${nodes[$n]}"
  wait "${nodes[$n]}" || stop "Node $n did not end in order."
  start_node $n "$new"
  await_node $n
  echo "node $n was replaced in $(($(date +%s%3N) - started)) ms"
done
sleep 2
touch "$work/over"
wait "$asking"
asking=

say "The new ones index 20 more pictures, and show them:"
"$new" index "$work/later" --quiet
for _ in {1..200}; do
  counts=$(for address in "${addresses[@]}"; do curl --silent "$address/api/images?limit=1" | node -p 'JSON.parse(require("fs").readFileSync(0)).total'; done | sort -u)
  [ "$counts" != "$("$new" status --json | node -p 'JSON.parse(require("fs").readFileSync(0)).images')" ] || break
  sleep 0.3
done
node scripts/ask.mjs 300 "${addresses[@]}"
say "Nothing failed: all three show $counts pictures."
