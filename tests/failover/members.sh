# Three PostgreSQL servers, of which Patroni makes one the leader and the others standbys, with one etcd to agree in. Sourced from the top
# of the checkout, behind scripts/setup.sh and scripts/postgres.sh. Everything is in one folder, and listens on this machine alone.

need_patroni() {
  local name
  for name in patroni etcd setpriv; do
    command -v $name > /dev/null || stop "There is no $name here; install the packages patroni, python3-etcd, etcd-server and util-linux."
  done
  postgres_programs
}

# Becomes a program, as somebody whom PostgreSQL lets run it. So in the background $! is the program's own number.
launch() {
  if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
  else
    exec "$@"
  fi
}

# start_etcd FOLDER CLIENT_PORT PEER_PORT: sets etcd.
start_etcd() {
  local own=http://127.0.0.1:$3
  launch etcd --name one --data-dir "$1/etcd" --listen-client-urls "http://127.0.0.1:$2" --advertise-client-urls "http://127.0.0.1:$2" \
    --listen-peer-urls "$own" --initial-advertise-peer-urls "$own" --initial-cluster "one=$own" > "$1/etcd.log" 2>&1 &
  etcd=$!
}

# write_member FOLDER NUMBER ETCD_PORT POSTGRES_PORT REST_PORT
# A commit is acknowledged once a standby has it too. A leader that says nothing for 20 seconds loses its place; Patroni takes no less.
write_member() {
  mkdir -p "$1/member$2"
  cat > "$1/member$2.yml" << END
scope: kindred
name: member$2
restapi: { listen: "127.0.0.1:$5", connect_address: "127.0.0.1:$5" }
etcd3: { host: "127.0.0.1:$3" }
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 5
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters: { max_connections: 300, wal_log_hints: "on", shared_buffers: 64MB }
  initdb: [ encoding: UTF8, no-locale, data-checksums ]
  pg_hba: [ host replication all 127.0.0.1/32 trust, host all all 127.0.0.1/32 trust ]
postgresql:
  listen: 127.0.0.1:$4
  connect_address: 127.0.0.1:$4
  data_dir: $1/member$2/data
  bin_dir: $POSTGRES_BIN
  pgpass: $1/member$2/pgpass
  authentication: { superuser: { username: postgres }, replication: { username: replicator } }
  parameters: { unix_socket_directories: "" }
END
}

# start_member FOLDER NUMBER: sets patroni[NUMBER].
start_member() {
  launch patroni "$1/member$2.yml" >> "$1/member$2.log" 2>&1 &
  patroni[$2]=$!
}

# postgres_of FOLDER NUMBER: prints the number of a member's server, and of the processes that it started.
postgres_of() {
  local server
  server=$(head -1 "$1/member$2/data/postmaster.pid" 2> /dev/null) || return 0
  kill -0 "$server" 2> /dev/null && echo "$server" && ps -o pid= --ppid "$server"
  return 0
}

# kill_member FOLDER NUMBER: as if its machine had lost its power.
kill_member() {
  # First who would start the other again.
  kill -KILL "${patroni[$2]}" $(postgres_of "$1" "$2") 2> /dev/null || true
  wait "${patroni[$2]}" 2> /dev/null || true
}

# stop_members FOLDER: ends all, and etcd.
stop_members() {
  local n
  for n in "${!patroni[@]}"; do
    kill -CONT "${patroni[n]}" $(postgres_of "$1" "$n") 2> /dev/null || true
    kill_member "$1" "$n"
  done
  [ -z "${etcd:-}" ] || { kill "$etcd" 2> /dev/null && wait "$etcd" 2> /dev/null || true; }
}
