#!/usr/bin/env bash
# Compares what two commits take for the same work, in turn on one machine: bench/between.sh OLD [NEW] [FOLDER]
# OLD and NEW are commits (default of NEW: HEAD), FOLDER has pictures (default: a sample of 400 that Kindred draws). Each is built from a
# checkout of its own. Every step is done by both, one after the other, seven times; the table has the medians of processor time
# (user and system), which other work on the machine changes less than the clock, and their ratio.
# Uses files alone, no PostgreSQL. Takes about ten minutes, most of it for building.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
old=${1:?Say which commit to compare with: bench/between.sh OLD [NEW] [FOLDER]}
new=${2:-HEAD}
folder=${3:-}
need_dotnet
fetch_weights
scratch=$(mktemp -d)
finish() {
  for side in old new; do git worktree remove --force "$scratch/$side" 2> /dev/null || true; done
  rm -rf "$scratch"
}
trap finish EXIT

build() { # SIDE COMMIT
  git worktree add --quiet --detach "$scratch/$1" "$2"
  rm -rf "$scratch/$1/models/files"
  cp -R models/files "$scratch/$1/models/files"
  (cd "$scratch/$1" && source scripts/setup.sh && publish_executable)
  echo "$1: $(git log -1 --format=%h "$2")"
}
build old "$old"
build new "$new"
[ -n "$folder" ] || { folder=$scratch/sample && "$scratch/new/out/kindred" sample "$folder" --count 400 --quiet; }

/usr/bin/python3 bench/between.py "$scratch" "$folder"
