#!/usr/bin/env bash
# Measures what asking a large library one thing costs, from starting the program to its end: bench/startup.sh [COUNT…]
# Makes libraries of made-up embeddings (default 1,000, 10,000 and 100,000; half a gigabyte for each hundred thousand) in a temporary folder, and asks
# with the executable that try.sh leaves in out/. Prints a Markdown table. Takes about two minutes; use an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
prepare_benchmarks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

git log -1 --format='commit %h'
echo
echo "| pictures | index | first question, which makes the index | one more | memory at most |"
echo "|---|---|---|---|---|"
for count in "${@:-1000 10000 100000}"; do
  for pictures in $count; do
    for vectors in float32 int8; do
      rm -rf "$scratch/library"
      "$bench" library "$scratch/library" "$pictures" "$vectors"
      /usr/bin/python3 bench/startup.py out/kindred "$scratch/library" "$pictures" "$vectors"
    done
  done
done
