#!/usr/bin/env bash
# Measures learning from what people chose together, and a person's list: bench/choices.sh [PICTURES PEOPLE LIKES]
# Makes a library of made-up embeddings and likes (default 100,000 pictures, 100,000 people, 1,000,000 likes) in a temporary folder, fits it, and
# fits the same likes with NumPy and SciPy (bench/peers/README.md). With wrk (Debian: apt-get install wrk) and the executable that try.sh leaves
# in out/, lists are also asked for over HTTP. Prints lines of JSON. LIBRARY=FOLDER keeps the library there. Use an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
pictures=${1:-100000} people=${2:-100000} likes=${3:-1000000}
[ -n "${NO_BUILD:-}" ] || dotnet build bench/Kindred.Benchmarks --configuration Release --verbosity quiet
bench=bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks
scratch=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || { kill "$server" && wait "$server" || true; }
  rm -rf "$scratch"
}
trap finish EXIT
library=${LIBRARY:-$scratch/library}

echo "{\"commit\":\"$(git describe --always --dirty --exclude '*')\",\"pictures\":$pictures,\"people\":$people,\"likes\":$likes," \
  "\"cores\":$(nproc),\"load\":$(cut -d' ' -f1 /proc/loadavg)}"
[ -e "$library/library.db" ] || {
  "$bench" library "$library" "$pictures"
  "$bench" likes "$library" "$pictures" "$people" "$likes" "$library/likes.bin"
}
"$bench" choices parts "$library" | tee "$scratch/parts"
# The peers fit what Kindred does, with the settings that it has found.
setting() { sed -n "s/.*\"$1\":\([0-9.e-]*\).*/\1/Ip" "$scratch/parts" | head -1; }
[ -n "${NO_PEERS:-}" ] || "${PYTHON:-/usr/bin/python3}" bench/peers/factors.py "$pictures" "$people" "$library/likes.bin" \
  --background "$(setting Background)" --regularization "$(setting Regularization)"
"$bench" choices fit "$library"
"$bench" choices lists "$library" "$people"
"$bench" choices recall "$library" "$people"

if command -v wrk > "$scratch/wrk" && [ -x "${KINDRED:=out/kindred}" ]; then
  "$KINDRED" serve --library "$library" --urls http://127.0.0.1:5198 --rate-limit 0 --json > "$scratch/address" 2> "$scratch/log" &
  server=$!
  for _ in $(seq 300); do [ -s "$scratch/address" ] && break; sleep 0.1; done
  export PEOPLE=$people LOAD=$PWD/bench/load
  for connections in 1 8; do
    for seconds in 5 "${SECONDS_OF_LOAD:-15}"; do
      wrk --threads 1 --connections "$connections" --duration "${seconds}s" --script bench/load/person.lua http://127.0.0.1:5198 \
        | grep '^{' > "$scratch/figures"
    done
    echo "{\"connections\":$connections,\"load\":$(cat "$scratch/figures")}"
  done
fi
