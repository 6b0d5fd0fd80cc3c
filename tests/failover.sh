#!/usr/bin/env bash
# Kills the leader of three PostgreSQL servers under a cluster of three nodes, again and again, and says what clients noticed of it.
# Patroni makes another server the leader. One round more freezes the leader, so that it falls silent and closes no connection, and one
# kills it under an index run. Ends everything that it started.
#   tests/failover.sh [ROUNDS [FOLDER]]    rounds of killing (3); a folder of pictures, by default a sample that Kindred draws
# Needs the packages postgresql, patroni, python3-etcd and etcd-server, and none of their services. KINDRED names another executable than
# out/kindred; KEEP=1 keeps the logs. Exits with 1 where a like that was acknowledged is lost, a request hangs or is told something wrong,
# a node ends, or a picture is left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
source scripts/postgres.sh
source tests/failover/members.sh

rounds=${1:-3}
folder=${2:-}
[[ $rounds =~ ^[0-9]+$ ]] || stop "\"$rounds\" is no number of rounds."
[ -z "$folder" ] || { [ -d "$folder" ] || stop "There is no folder $folder; check the name."; folder=$(realpath -- "$folder"); }
need_patroni
if [ -z "${KINDRED:-}" ]; then
  need_dotnet
  fetch_weights
  publish_executable
  KINDRED=$PWD/out/kindred
fi

work=$(mktemp -d)
patroni=()
nodes=()
clients=
finish() {
  local process
  for process in $clients "${nodes[@]}"; do kill "$process" 2> /dev/null && wait "$process" 2> /dev/null || true; done
  stop_members "$work/postgres"
  if [ -n "${KEEP:-}" ]; then echo "Logs are in $work."; else rm -rf "$work"; fi
}
trap finish EXIT
trap 'exit 1' INT TERM

say() { printf '\n%s\n' "$*"; }
wait_for() { node tests/failover/wait.mjs "$@"; }
now() { date +%s%3N; }

# sql DATABASE USER STATEMENT: asks the leader.
sql() {
  "$POSTGRES_BIN/psql" "host=127.0.0.1,127.0.0.1,127.0.0.1 port=$all_ports target_session_attrs=read-write dbname=$1 user=$2" -Atqc "$3"
}

# Half of the pictures are there from the start; the others come under the last round.
mkdir -p "$work/gallery/first" "$work/second" "$work/postgres"
if [ -z "$folder" ]; then
  folder=$work/sample
  "$KINDRED" sample "$folder" --count 600 > /dev/null
fi
number=0
while IFS= read -r -d '' picture; do
  half=$([ $((number % 2)) -eq 0 ] && echo "$work/gallery/first" || echo "$work/second")
  cp "$picture" "$half/$number-$(basename "$picture")"
  number=$((number + 1))
done < <(find "$folder" -type f \( -iname '*.jpg' -o -iname '*.jpeg' -o -iname '*.png' -o -iname '*.webp' \) -print0 | sort -z)
[ "$number" -ge 100 ] || stop "There are only $number pictures in $folder; take a folder with 100 at least."

read -r -a ports <<< "$(wait_for ports 14)"
postgres_ports=("${ports[@]:0:3}")
rest_ports=("${ports[@]:3:3}")
web_ports=("${ports[@]:6:3}")
node_ports=("${ports[@]:9:3}")
all_ports=$(IFS=,; echo "${postgres_ports[*]}")
addresses=("${web_ports[@]/#/http://127.0.0.1:}")

if [ "$(id -u)" -eq 0 ]; then
  chmod o+x "$work"
  chown postgres "$work/postgres"
fi
start_etcd "$work/postgres" "${ports[12]}" "${ports[13]}"
for n in 1 2 3; do write_member "$work/postgres" $n "${ports[12]}" "${postgres_ports[n - 1]}" "${rest_ports[n - 1]}"; done
[ "$(id -u)" -ne 0 ] || chown -R postgres "$work/postgres"
for n in 1 2 3; do start_member "$work/postgres" $n; done
wait_for whole 180 "${rest_ports[@]}" \
  || { tail -n 5 "$work"/postgres/*.log >&2; stop "The three PostgreSQL servers did not start; their logs are above."; }
sql postgres postgres "CREATE ROLE kindred LOGIN"
sql postgres postgres "CREATE DATABASE kindred OWNER kindred"

hosts=("${postgres_ports[@]/#/127.0.0.1:}")
export KINDRED_LIBRARY=postgres://kindred@$(IFS=,; echo "${hosts[*]}")/kindred
say "$KINDRED_LIBRARY; half of $number pictures are indexed:"
XDG_CACHE_HOME=$work/worker "$KINDRED" index "$work/gallery" | grep indexed
for n in 1 2 3; do
  XDG_CACHE_HOME=$work/node$n "$KINDRED" serve --cluster --urls "${addresses[n - 1]}" --cluster-port "${node_ports[n - 1]}" --rate-limit 0 \
    > "$work/node$n.log" 2>&1 &
  nodes+=($!)
done
wait_for ready 300 "${addresses[@]}" || { tail -n 20 "$work"/node*.log >&2; stop "The nodes did not become ready; their logs are above."; }

node tests/failover/clients.mjs "$work/requests" "${addresses[@]}" &
clients=$!
sleep 5

# round NAME: takes the leader away, waits until another has its place and likes go on, brings it back, and writes down when.
round() {
  local leader name=$1 began promoted place others=() ports=() n
  leader=$(wait_for primary 10 "${rest_ports[@]}")
  for n in 1 2 3; do [ "$n" = "$leader" ] || { others+=("$n"); ports+=("${rest_ports[n - 1]}"); }; done
  began=$(now)
  if [ "$name" = freeze ]; then
    kill -STOP "${patroni[$leader]}" $(postgres_of "$work/postgres" "$leader")
  else
    kill_member "$work/postgres" "$leader"
  fi
  place=$(wait_for primary 120 "${ports[@]}") || stop "No other server took the place of member $leader."
  promoted=$(now)
  wait_for likes 180 "$work/requests" "$promoted" 3 || stop "Likes did not go on through every node within three minutes."
  # One that was frozen must not go on where it was: Patroni would take the place back, and lose what was stored meanwhile. On a real
  # machine its watchdog sees to that.
  [ "$name" != freeze ] || kill_member "$work/postgres" "$leader"
  start_member "$work/postgres" "$leader"
  wait_for whole 180 "${rest_ports[@]}" || stop "Member $leader did not come back."
  wait_for ready 60 "${addresses[@]}" || stop "A node is no longer ready."
  for n in "${nodes[@]}"; do kill -0 "$n" 2> /dev/null || stop "A node has ended."; done
  sleep 3
  echo "{ \"name\": \"$name\", \"began\": $began, \"promoted\": $promoted, \"whole\": $(now) }" >> "$work/rounds"
  echo "  $name: member $leader was the leader, then member ${others[place - 1]}"
}

say "The leader is killed or frozen while all nodes are asked, and comes back:"
for ((n = 0; n < rounds; n++)); do round kill; done
round freeze

say "The other half is indexed, and the leader is killed meanwhile:"
cp -r "$work/second" "$work/gallery/second"
XDG_CACHE_HOME=$work/worker "$KINDRED" index "$work/gallery" > "$work/index.log" 2>&1 &
indexing=$!
sleep "${INDEX_FIRST:-4}"
kill -0 $indexing 2> /dev/null || stop "The index run was over before the leader was killed; take a folder with more pictures."
round index
code=0
wait $indexing || code=$?
echo "  the run ended with $code: $(tail -1 "$work/index.log")"
XDG_CACHE_HOME=$work/worker "$KINDRED" index "$work/gallery" > "$work/again.log" 2>&1 \
  || { cat "$work/again.log" >&2; stop "The next run did not complete."; }
echo "  the next: $(grep indexed "$work/again.log" | tail -1)"
contents=$(find "$work/gallery" -type f -exec sha256sum {} + | cut -d' ' -f1 | sort -u | wc -l)
stored=$(sql kindred kindred "SELECT (SELECT count(*) FROM kindred.images),
  (SELECT count(*) FROM kindred.images JOIN kindred.embeddings USING (content)),
  (SELECT count(*) FROM kindred.embeddings), (SELECT count(*) FROM kindred.failures)")
echo "  pictures, of them with an embedding, contents, failures: $stored; in the folder: $number with $contents contents"
[ "$stored" = "$number|$number|$contents|0" ] || stop "The library does not have what is in the folder."

kill $clients
wait $clients || true
clients=
say "What clients noticed:"
node tests/failover/report.mjs "$work/requests" "$work/rounds" "${addresses[@]}" || stop "That is not as it should be; see above."
