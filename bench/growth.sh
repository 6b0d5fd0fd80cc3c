#!/usr/bin/env bash
# Measures how a library grows: bench/growth.sh [N [FOLDER]]
# Makes N pictures of 640×480 (default 10,000; 82 KB each) and indexes them with the executable that try.sh leaves in out/. Prints Markdown tables: pictures a
# second for each tenth, time and memory of every step, and the size of library.db. WIDTH=320 draws them smaller, PHOTOGRAPHS=FOLDER alters the photographs
# of a folder instead. Everything is made in FOLDER, and taken away again where none is named; a second run in a FOLDER indexes anew. KINDRED names another executable.
# Use an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
pictures=${1:-10000}
[[ $pictures =~ ^[1-9][0-9]*$ ]] || stop "N has to be a number of pictures: bench/growth.sh [N [FOLDER]]"
if [ -n "${2:-}" ]; then
  folder=$2
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi

if [ -z "${NO_BUILD:-}" ]; then
  need_dotnet
  fetch_weights
  [ -n "${KINDRED:-}" ] || publish_executable
  dotnet build bench/Kindred.Benchmarks --configuration Release --verbosity quiet
fi
bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks growth "$folder/gallery" "$pictures" "${WIDTH:-640}" ${PHOTOGRAPHS:+"$PHOTOGRAPHS"}
rm -rf "$folder/library"
git log -1 --format='Commit %h'
/usr/bin/python3 bench/growth.py "${KINDRED:-out/kindred}" "$folder/gallery" "$folder/library"
