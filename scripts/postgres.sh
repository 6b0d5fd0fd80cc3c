# A PostgreSQL server of one's own, in a folder, on a free port of this machine. Sourced from the top of the checkout, behind setup.sh.
# PostgreSQL does not run as root: there it runs as the user postgres, which its package makes.

# Sets POSTGRES_BIN to the folder of PostgreSQL's programs.
postgres_programs() {
  POSTGRES_BIN=$(dirname "$(readlink -f "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2> /dev/null | sort -V | tail -1)")")
  [ -x "$POSTGRES_BIN/initdb" ] || stop "There is no PostgreSQL here; install the package postgresql."
}

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# start_postgres FOLDER: sets POSTGRES_PORT. POSTGRES_OPTIONS are further ones for the server. Its user kindred, and its database kindred, let in whoever is on this machine.
start_postgres() {
  postgres_programs
  mkdir -p "$1"
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$1"
    chmod o+x "$(dirname "$1")"
  fi
  as_postgres "$POSTGRES_BIN/initdb" --pgdata "$1/data" --username kindred --auth trust --encoding UTF8 --no-locale > "$(dirname "$1")/initdb.log"
  POSTGRES_PORT=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
  as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata "$1/data" --log "$1/log" --wait --silent \
    --options "-p $POSTGRES_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=$1 -c max_connections=300 ${POSTGRES_OPTIONS:-}" start
  as_postgres "$POSTGRES_BIN/createdb" --host 127.0.0.1 --port "$POSTGRES_PORT" --username kindred kindred
}

stop_postgres() {
  [ ! -e "$1/data/postmaster.pid" ] || as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata "$1/data" --mode fast --silent --wait stop
}
