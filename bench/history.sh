#!/usr/bin/env bash
# Measures importing the histories of all users, exporting them and reading them to learn from: bench/history.sh [ROWS]
# Makes a library of 10,000 made-up embeddings and ROWS interactions of 50,000 users (default 1,000,000) in a temporary folder; takes them from CSV,
# from the JSON lines and the Parquet that it exports, and once more. Prints lines of JSON. Use an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rows=${1:-1000000} pictures=10000
[ -n "${NO_BUILD:-}" ] || dotnet build Kindred.slnx --configuration Release --verbosity quiet
bench=bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks
kindred=src/Kindred.Cli/bin/Release/net10.0/Kindred.Cli
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$bench" library "$scratch/empty" $pictures
"$bench" interactions "$scratch/history.csv" "$rows" $pictures
cp -r "$scratch/empty" "$scratch/library"

# What a command does, in seconds from start to end, and rows a second.
measure() {
  local name=$1 start end
  shift
  start=$(date +%s.%N)
  "$@" > "$scratch/output" 2> "$scratch/errors" || { cat "$scratch/errors"; exit 1; }
  end=$(date +%s.%N)
  awk -v name="$name" -v rows="$rows" -v seconds="$(echo "$end $start" | awk '{ print $1 - $2 }')" \
    'BEGIN { printf "{\"job\":\"%s\",\"seconds\":%.2f,\"rowsPerSecond\":%d}\n", name, seconds, rows / seconds }'
}

echo "{\"commit\":\"$(git describe --always --dirty --exclude '*')\",\"rows\":$rows}"
measure 'import csv' "$kindred" history --import "$scratch/history.csv" --library "$scratch/library"
measure 'import csv again' "$kindred" history --import "$scratch/history.csv" --library "$scratch/library"
"$bench" blocks "$scratch/library"
for format in csv jsonl parquet; do
  measure "export $format" "$kindred" history --export "$scratch/out.$format" --library "$scratch/library"
  rm -rf "$scratch/other"
  cp -r "$scratch/empty" "$scratch/other"
  measure "import exported $format" "$kindred" history --import "$scratch/out.$format" --library "$scratch/other"
done
