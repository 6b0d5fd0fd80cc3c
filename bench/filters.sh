#!/usr/bin/env bash
# Measures search with filters by how much they leave: bench/filters.sh [ROWS]
# Makes ROWS clustered vectors (default 100,000) and 1,000 queries in a temporary folder, builds a graph over them, and lets it find the ten
# nearest of 0.1 %, 1 %, 10 % and 50 % of all. Prints lines of JSON. Use an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rows=${1:-100000}
[ -n "${NO_BUILD:-}" ] || dotnet build bench/Kindred.Benchmarks --configuration Release --verbosity quiet
bench=bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "{\"commit\":\"$(git describe --always --dirty --exclude '*')\",\"cores\":$(nproc),\"rows\":$rows}"
"$bench" growing "$scratch" "$rows"
"$bench" filters "$scratch/growth-${rows}x256.npy" "$scratch/growth-queries-1000x256.npy" clustered
