#!/usr/bin/env bash
# Judges two networks beside one on labelled galleries, with floats and with 8-bit numbers, and measures what they cost:
# bench/two-eyes.sh FOLDER…
# Needs the executable that try.sh --best leaves in out/, with its weights. Prints a line of JSON for each gallery and model, with the time
# that indexing took and the library's size; compare the lines of one gallery, on an idle machine. LIBRARIES=FOLDER keeps the libraries.
set -euo pipefail
[ $# -gt 0 ] || { echo "bench/two-eyes.sh FOLDER…" >&2; exit 1; }
kindred=$(realpath -- "$(dirname "${BASH_SOURCE[0]}")/../out/kindred")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
libraries=${LIBRARIES:-$scratch}

for folder in "$@"; do
  for model in mobilenet-v2 mobilenet-v2-int8 mobilenet-v2+resnet18 mobilenet-v2-int8+resnet18-int8; do
    library=$libraries/$(basename "$folder")-$model
    started=$(date +%s.%N)
    [ -e "$library/library.db" ] || "$kindred" index "$folder" --library "$library" --model "$model" > "$scratch/log" 2>&1
    ended=$(date +%s.%N)
    for task in labels mixed dislikes; do
      "$kindred" evaluate --library "$library" --task "$task" --json > "$scratch/$task.json" 2> "$scratch/log"
    done
    node -e '
      const { readFileSync } = require("node:fs");
      const [scratch, folder, model, seconds, kilobytes] = process.argv.slice(1);
      const read = (task) => JSON.parse(readFileSync(`${scratch}/${task}.json`, "utf8"))[task];
      const figure = ({ mean, low, high }) => `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
      const labels = read("labels");
      console.log(JSON.stringify({
        folder, model, indexSeconds: Number(Number(seconds).toFixed(1)), libraryMB: Number((kilobytes / 1024).toFixed(1)),
        looks: figure(labels.visualPrecisionAt5), learned: figure(labels.precisionAt5), withheldLooks: figure(labels.withheld.visual),
        withheld: figure(labels.withheld.learned), choices: figure(labels.choices.learned), looksKept: figure(labels.looksKeptAt5),
        allKinds: Object.fromEntries(read("mixed").rows.map((row) => [`${row.space} ${row.likes}`, figure(row.allKindsAt10)])),
        dislikedLeft: figure(read("dislikes").rows.find((row) => row.method === "tastes").shareLeft),
      }));
    ' "$scratch" "$folder" "$model" "$(node -p "$ended - $started")" "$(du -sk "$library" | cut -f1)"
  done
done
