#!/usr/bin/env bash
# Measures how much memory a server takes over a large library: bench/memory.sh [COUNT…]
# Makes libraries of made-up embeddings (default 1,000,000; half a gigabyte for each hundred thousand) in a temporary folder, serves each
# with the executable that try.sh leaves in out/, and asks as a page and a shop would. Prints a Markdown table for each. A million takes
# about ten minutes on an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
prepare_benchmarks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

git log -1 --format='commit %h'
for count in "${@:-1000000}"; do
  for vectors in float32 int8; do
    rm -rf "$scratch/library"
    "$bench" library "$scratch/library" "$count" "$vectors"
    /usr/bin/python3 bench/memory.py out/kindred "$scratch/library" "$vectors"
  done
done
