#!/usr/bin/env bash
# Measures nearest-neighbor search beside scikit-learn, faiss and hnswlib on the same vectors, and rewrites the tables of docs/benchmarks.md.
#   bench/search.sh [--quick] PHOTOS    PHOTOS is a folder of photographs; their descriptors are one of the sets that are searched
# --quick tries everything on a tenth of the vectors, and prints the tables instead. VECTORS=FOLDER keeps the vectors there (two gigabytes);
# PYTHON=… is the Python that has the peers; PASSES=… how often all of it takes turns, 3 where it says nothing.
# Needs what try.sh and bench/peers/README.md install. Use an idle machine.
set -euo pipefail
quick=
[ "${1:-}" = --quick ] && { quick=--quick; shift; }
photographs=$(realpath -- "${1:?bench/search.sh [--quick] PHOTOS}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
python=${PYTHON:-/usr/bin/python3}
passes=${PASSES:-3} stress=60 most=1000000
[ -z "$quick" ] || { passes=1 stress=5 most=10000; }

need_dotnet
fetch_weights
dotnet build bench/Kindred.Benchmarks --configuration Release --verbosity quiet
kindred=bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
vectors=${VECTORS:-$scratch/vectors}
mkdir -p "$vectors" out
lines=out/search${quick:+-quick}.jsonl

say() { echo "$(date +%T) $*" >&2; }
peers() { "$python" bench/peers/search.py "$@"; }
one_core() { DOTNET_PROCESSOR_COUNT=1 "$kindred" "$@"; }
file() { ls "$vectors/$1"-[0-9]*x[0-9]*.npy; }

native=
if [ -e /usr/include/hnswlib/hnswlib.h ] && command -v g++ > /dev/null; then
  native=$scratch/hnswlib_native
  g++ -O3 -march=native -std=c++17 -pthread -w bench/peers/hnswlib_native.cpp -o "$native"
else
  say "libhnswlib-dev or g++ is missing: hnswlib is measured as its package was compiled only"
fi

say "writing vectors"
rm -f "$vectors"/*.npy
"$kindred" vectors "$vectors" --pictures "$photographs" $quick
"$kindred" growing "$vectors" "$most"

measure() {
  printf '{"table":"run","commit":"%s","processor":"%s","cores":%d,"date":"%s"}\n' \
    "$(git describe --always --dirty --exclude '*')" "$(sed -n '0,/^model name/s/^model name[^:]*: *//p' /proc/cpuinfo)" "$(nproc)" "$(date +%F)"
  peers versions

  for pass in $(seq $passes); do
    say "pass $pass of $passes: exact search"
    "$kindred" exact "$(file exact)" "$scratch/lists.npy"
    # A ball tree takes long and is far off: once is enough.
    peers exact "$(file exact)" --compare "$scratch/lists.npy" $([ "$pass" = 1 ] || echo --skip-slow)
    "$kindred" single "$(file single)"
    one_core single "$(file single)"
    peers single "$(file single)"

    for set in real clustered; do
      say "pass $pass of $passes: graphs over the $set vectors"
      "$kindred" hnsw "$(file $set)" "$(file $set-queries)" $set
      [ -z "$native" ] || "$native" "$(file $set)" "$(file $set-queries)" $set
      peers hnsw "$(file $set)" "$(file $set-queries)" --name $set
    done

    say "pass $pass of $passes: precision"
    for set in real clustered; do
      for method in flat hnsw; do
        for precision in float32 int8; do
          "$kindred" cost int8 "$(file $set)" "$(file $set-queries)" all $method $precision $set
        done
      done
    done
  done

  say "exchanging vectors"
  for set in real clustered; do
    "$kindred" churn "$(file $set)" "$(file $set-queries)" $set
  done
  for seed in $(seq $passes); do
    "$kindred" stress $stress $seed
  done

  for ((count = 1000; count <= most; count *= 10)); do
    say "growth: $count vectors"
    for precision in float32 int8; do
      one_core cost growth "$(file growth)" "$(file growth-queries)" $count flat $precision growth
      for method in flat hnsw; do
        "$kindred" cost growth "$(file growth)" "$(file growth-queries)" $count $method $precision growth
      done
    done
  done
}

measure > "$lines"
say "done; what was measured is in $lines"
if [ -n "$quick" ]; then
  "$kindred" plot growth "$lines" out/search-growth.png
  "$kindred" plot recall "$lines" out/search-recall.png
  node bench/tables.mjs "$lines"
else
  "$kindred" plot growth "$lines" docs/images/search-growth.png
  "$kindred" plot recall "$lines" docs/images/search-recall.png
  node bench/tables.mjs "$lines" docs/benchmarks.md
fi
