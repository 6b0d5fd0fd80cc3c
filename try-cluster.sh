#!/usr/bin/env bash
# Brings up PostgreSQL and three nodes on this machine, indexes a gallery with two workers at once, kills a node while the others are asked,
# and shows that nothing failed. Ends everything that it started.
#   ./try-cluster.sh [FOLDER]    of pictures; default: a sample that Kindred draws
# Needs PostgreSQL's programs; where they are missing, and apt-get is there, they are installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source scripts/setup.sh
source scripts/postgres.sh

folder=${1:-}
[ -z "$folder" ] || { [ -d "$folder" ] || stop "There is no folder $folder; check the name."; folder=$(realpath -- "$folder"); }
need_dotnet
fetch_weights
publish_executable
find_postgres
kindred=$PWD/out/kindred
[ -n "$folder" ] || { folder=$PWD/out/sample && "$kindred" sample "$folder"; }

# What is made goes into a folder of its own, and every process that is started is ended here by its number.
work=$(mktemp -d)
nodes=()
finish() {
  for node in "${nodes[@]}"; do kill "$node" 2> /dev/null && wait "$node" 2> /dev/null || true; done
  stop_postgres "$work/postgres"
  rm -rf "$work"
}
trap finish EXIT
start_postgres "$work/postgres"
export KINDRED_LIBRARY=postgres://kindred@127.0.0.1:$POSTGRES_PORT/kindred

say() { printf '\n%s\n' "$*"; }

say "Two workers index $folder at once:"
for worker in 1 2; do
  XDG_CACHE_HOME=$work/worker$worker "$kindred" index "$folder" > "$work/worker$worker.log" 2>&1 &
  workers[worker]=$!
done
for worker in 1 2; do
  wait "${workers[worker]}" || { cat "$work/worker$worker.log" >&2; stop "Worker $worker failed; it says why above."; }
  sed "s/^/  $worker: /" "$work/worker$worker.log" | grep indexed
done

# Starts node N, with a cache of its own as on another machine.
start_node() {
  XDG_CACHE_HOME=$work/node$1 "$kindred" serve --cluster --urls "http://127.0.0.1:$((5130 + $1))" --cluster-port $((11130 + $1)) \
    --rate-limit 0 > "$work/node$1.log" 2>&1 &
  nodes[$1]=$!
}

await_node() {
  for _ in {1..600}; do
    [ "$(node -e "fetch('http://127.0.0.1:$((5130 + $1))/ready').then(r => console.log(r.status), () => console.log(0))")" != 200 ] || return 0
    kill -0 "${nodes[$1]}" 2> /dev/null || break
    sleep 0.3
  done
  tail -n 20 "$work/node$1.log" >&2
  stop "Node $1 did not become ready; its log is above."
}

addresses=(http://127.0.0.1:5131 http://127.0.0.1:5132 http://127.0.0.1:5133)
say "Three nodes start:"
for n in 1 2 3; do start_node $n; done
for n in 1 2 3; do await_node $n; done
"$kindred" status | grep -A3 cluster

say "600 questions to all three:"
node scripts/ask.mjs 600 "${addresses[@]}"

say "600 questions, and in the middle node 3 is killed; a question that it does not answer is asked once more:"
node scripts/ask.mjs 600 "${addresses[@]}" &
asking=$!
sleep 1
kill -9 "${nodes[3]}"
wait "$asking"

say "Node 3 comes back, and takes its part again:"
start_node 3
await_node 3
node scripts/ask.mjs 300 "${addresses[@]}"

say "Node 1 is told to stop; it answers what it was asked, and leaves:"
node scripts/ask.mjs 600 "${addresses[@]}" &
asking=$!
sleep 1
kill "${nodes[1]}"
wait "$asking"
wait "${nodes[1]}" || true

say "Nothing failed, and no two answers to one question differed."
