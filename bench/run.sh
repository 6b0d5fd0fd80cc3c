#!/usr/bin/env bash
# Measures indexing against its limit, and the whole job of 2019 beside the Python stack, in one run: bench/run.sh FOLDER
# Needs what try.sh and bench/peers/README.md install. Use an idle machine; takes about six minutes.
set -euo pipefail
folder=$(realpath -- "${1:?bench/run.sh FOLDER}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
prepare_benchmarks

git log -1 --format='commit %h'
grep -m1 'model name' /proc/cpuinfo || true
"$bench" pipeline "$folder"
ours=$("$bench" job out/kindred "$folder")
recipe=$("$bench" job out/kindred "$folder" keras-2019-nsfwjs)
written=$(/usr/bin/python3 bench/peers/keras_2019.py "$folder" --as-written)
tuned=$(/usr/bin/python3 bench/peers/keras_2019.py "$folder")
printf '%s\n' "$ours" "$recipe" "$written" "$tuned"
node -e '
  const [ours, recipe, written, tuned] = process.argv.slice(1).map(JSON.parse);
  const times = (peer, run) => (peer.total_seconds / run.totalSeconds).toFixed(1);
  console.log(`as the Python stack is written: default model ${times(written, ours)} times as fast, recipe ${times(written, recipe)} times`);
  console.log(`with PyTorch tuned by hand: default model ${times(tuned, ours)} times as fast, recipe ${times(tuned, recipe)} times`);
' "$ours" "$recipe" "$written" "$tuned"
