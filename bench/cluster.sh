#!/usr/bin/env bash
# Measures three nodes over a made-up gallery in PostgreSQL, and one of them being killed, beside one server alone with a smaller gallery:
#   bench/cluster.sh [PICTURES] [PICTURES OF THE ONE]    default: 20,000, and as many of those as are at most 1,000,000
# Prints a table, and leaves what it measured as JSON in out/cluster-PICTURES.json. Ends everything that it started, and removes its files.
# DIMENSIONS=N is the length of embeddings, 64 where it says nothing: real ones have 256 and more, of which ten million would not fit on one
# machine three times. QUERIES=N, SECONDS_OF_LOAD=N and WORK=FOLDER say more. Needs wrk and PostgreSQL's programs.
# 20,000 pictures take a minute. For 10,000,000 see docs/cluster.md. Use an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
source scripts/postgres.sh
command -v wrk > /dev/null || stop "wrk is missing; install it (Debian: apt-get install wrk)."
pictures=${1:-20000}
single=${2:-$((pictures < 1000000 ? pictures : 1000000))}
dimensions=${DIMENSIONS:-64} queries=${QUERIES:-200} load_seconds=${SECONDS_OF_LOAD:-15} partitions=16 patience=${PATIENCE:-14400}
export LOAD=$PWD/bench/load

need_dotnet
fetch_weights
find_postgres
bench=bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks
[ -n "${NO_BUILD:-}" ] || { publish_executable; dotnet build bench/Kindred.Benchmarks --configuration Release --verbosity quiet; }
kindred=$PWD/out/kindred
work=$(mktemp -d "${WORK:-${TMPDIR:-/tmp}}/cluster-XXXXXX")
lines=$work/lines.jsonl
nodes=()
end_servers() {
  local node
  for node in "${nodes[@]}"; do kill "$node" 2> /dev/null && wait "$node" 2> /dev/null || true; done
  nodes=()
}
finish() {
  end_servers
  stop_postgres "$work/postgres"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

say() { echo "$(date +%T) $*" >&2; }
note() { echo "$1" >> "$lines"; say "$1"; }
since() { node -p "Math.round((Date.now() - $1) / 100) / 10"; }
now() { date +%s%3N; }

# Nothing here has to outlive the run: no waiting for the disk, and no log of what is copied.
export POSTGRES_OPTIONS="-c fsync=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=2GB -c shared_buffers=256MB \
  -c maintenance_work_mem=256MB -c work_mem=64MB"
start_postgres "$work/postgres"
library_of() { echo "postgres://kindred@127.0.0.1:$POSTGRES_PORT/kindred?schema=$1"; }

# Ports that are free: 1 to 3 for requests, 4 to 6 for nodes among themselves.
ports=(0 $(node -e "
  const servers = Array.from({ length: 6 }, () => require('net').createServer().listen(0, '127.0.0.1'));
  setTimeout(() => { console.log(servers.map((server) => server.address().port).join(' ')); servers.forEach((server) => server.close()); }, 100);"))
address() { echo "http://127.0.0.1:${ports[$1]}"; }

# start_server N OPTION…: a server with a cache of its own, as on another machine.
start_server() {
  local n=$1
  shift
  mkdir -p "$work/node$n"
  XDG_CACHE_HOME=$work/node$n "$kindred" serve --urls "$(address "$n")" --rate-limit 0 "$@" > "$work/node$n.log" 2>&1 &
  nodes[n]=$!
}

# await WHAT COMMAND…: until it succeeds, as long as all servers run.
await() {
  local what=$1 until=$(($(date +%s) + patience)) node
  shift
  until "$@"; do
    for node in "${nodes[@]}"; do
      kill -0 "$node" 2> /dev/null || { tail -n 20 "$work"/node*.log >&2; stop "A server ended before $what; the logs are above."; }
    done
    [ "$(date +%s)" -lt "$until" ] || { tail -n 20 "$work"/node*.log >&2; stop "$what took too long; the logs are above."; }
    sleep 0.3
  done
}

has_rows() { compgen -G "$work/node$1/kindred/*/rows.index" > /dev/null; }
has_all_rows() { has_rows 1 && has_rows 2 && has_rows 3; }
is_ready() { [ "$(curl --silent --output /dev/null --write-out '%{http_code}' "$(address "$1")/ready")" = 200 ]; }
is_whole() { node bench/cluster/whole.mjs "$partitions" "$(address 1)" "$(address 2)" "$(address 3)"; }

# memory NAME: of every server, in megabytes.
memory() {
  local n
  for n in "${!nodes[@]}"; do
    [ -r "/proc/${nodes[n]}/smaps_rollup" ] || continue
    note "$(awk -v name="$1" -v n="$n" -v high="$(awk '/^VmHWM/ { print $2 }' "/proc/${nodes[n]}/status")" '
      /^Rss:/ { rss = $2 } /^Anonymous:/ { own = $2 }
      END { printf "{\"memory\":\"%s\",\"node\":%d,\"rssMegabytes\":%d,\"ownMegabytes\":%d,\"mappedMegabytes\":%d,\"mostMegabytes\":%d}", name, n,
        rss / 1024, own / 1024, (rss - own) / 1024, high / 1024 }' "/proc/${nodes[n]}/smaps_rollup")"
  done
}

# load NAME ADDRESS PICTURES
load() {
  local connections
  PICTURES=$3 wrk --threads 2 --connections 8 --duration 5s --timeout 10s --script bench/load/similar.lua "$2" > "$work/warm"
  for connections in 1 8; do
    note "{\"load\":\"$1\",\"connections\":$connections,\"wrk\":$(PICTURES=$3 wrk --threads 1 --connections $connections --timeout 10s \
      --duration "${load_seconds}s" --script bench/load/similar.lua "$2" | grep '^{')}"
  done
}

sizes() { note "{\"disk\":\"$1\",\"megabytes\":{\"rows\":$(megabytes "$work/$2/kindred/"*/rows.index),\"cache\":$(megabytes "$work/$2")}}"; }
megabytes() { du --summarize --block-size=1000000 "$@" 2> /dev/null | awk '{ sum += $1 } END { print sum + 0 }'; }

note "{\"run\":{\"pictures\":$pictures,\"single\":$single,\"dimensions\":$dimensions,\"commit\":\"$(git describe --always --dirty --exclude '*')\",\
\"cores\":$(nproc),\"date\":\"$(date -u +%F)\",\"load\":\"$(cut -d' ' -f1 /proc/loadavg)\"}}"

note "{\"fill\":\"cluster\",\"of\":$("$bench" cluster fill "$(library_of kindred)" "$pictures" "$dimensions")}"

# With many pictures the rows of all nodes would not fit on one disk: the other nodes are given the file of the first.
export KINDRED_LIBRARY
KINDRED_LIBRARY=$(library_of kindred)
cluster=(--cluster --partitions "$partitions" --search-timeout 10)
started=$(now)
start_server 1 "${cluster[@]}" --cluster-port "${ports[4]}"
if [ "$pictures" -gt 2000000 ]; then
  await "the rows were read" has_rows 1
  for n in 2 3; do
    mkdir -p "$work/node$n"
    (cd "$work/node1" && find kindred -name rows.index -exec cp --parents --link {} "$work/node$n" \;)
  done
fi
for n in 2 3; do start_server $n "${cluster[@]}" --cluster-port "${ports[n + 3]}"; done
await "the rows were read" has_all_rows
note "{\"time\":\"load\",\"seconds\":$(since "$started")}"
rows=$(now)
for n in 1 2 3; do await "the gallery was shown" is_ready $n; done
await "all partitions had two replicas" is_whole
note "{\"time\":\"build\",\"seconds\":$(since "$rows")}"
memory built
sizes cluster node1
load cluster "$(address 1)" "$pictures"
memory loaded
note "{\"recall\":\"cluster\",\"of\":$("$bench" cluster recall "$pictures" "$dimensions" "$queries" "$(address 1)" "$(address 2)" "$(address 3)")}"
note "{\"kill\":$(PATIENCE=$patience node bench/cluster/kill.mjs "${nodes[3]}" "$pictures" "$partitions" "$(address 1)" "$(address 2)")}"
memory killed
end_servers
rm -rf "$work"/node?
"$POSTGRES_BIN/psql" --quiet --host 127.0.0.1 --port "$POSTGRES_PORT" --username kindred kindred --command \
  "SET client_min_messages = warning; DROP SCHEMA kindred CASCADE" > "$work/drop.log"

note "{\"fill\":\"single\",\"of\":$("$bench" cluster fill "$(library_of single)" "$single" "$dimensions")}"
KINDRED_LIBRARY=$(library_of single)
started=$(now)
start_server 1
await "the gallery was shown" is_ready 1
note "{\"time\":\"single\",\"seconds\":$(since "$started")}"
load single "$(address 1)" "$single"
memory single
note "{\"recall\":\"single\",\"of\":$("$bench" cluster recall "$single" "$dimensions" "$queries" "$(address 1)")}"

mkdir -p out
node bench/cluster/table.mjs "$lines" "out/cluster-$pictures.json"
