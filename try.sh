#!/usr/bin/env bash
# Sets everything up and runs the main job on a gallery: the folder given, or a sample that Kindred draws.
#   ./try.sh [FOLDER] [--best] [--serve]    --best takes the model of the best measured quality, which NuGet's client fetches (64 MB) and
#                                           which is several times slower; --serve ends with the page, up until Ctrl-C
set -euo pipefail
serve=
folder=
model=
for argument in "$@"; do
  case $argument in
    --serve) serve=yes ;;
    --best) model=mobilenet-v2-int8+resnet18-int8 ;;
    *) folder=$(realpath -- "$argument") ;;
  esac
done
cd "$(dirname "${BASH_SOURCE[0]}")"
source scripts/setup.sh

need_dotnet
fetch_weights
publish_executable
kindred=out/kindred
[ -z "$model" ] || KINDRED_MODELS=out/models "$kindred" models pull "$model"

if [ -n "$folder" ]; then
  [ -d "$folder" ] || stop "There is no folder $folder; check the name."
  library=out/library/$(basename "$folder")-$(printf %s "$folder" | cksum | cut -d' ' -f1)
else
  folder=out/sample
  library=out/library/sample
  "$kindred" sample "$folder"
fi

[ -z "$model" ] || library=$library-best
# A library that is there keeps the model it was made with.
[ ! -e "$library/library.db" ] || model=
"$kindred" index "$folder" --library "$library" ${model:+--model "$model"}
"$kindred" neighbors --library "$library" --out out/neighbors.jsonl

# One picture, and three likes of two kinds, from what the library knows.
mapfile -t pictures < <(node scripts/pick.mjs out/neighbors.jsonl)
[ "${#pictures[@]}" -gt 0 ] || stop "$folder has too few pictures to recommend from; name a folder with at least five."
echo
"$kindred" similar "${pictures[0]}" --library "$library" --sheet out/similar.png
echo
likes=()
for picture in "${pictures[@]:1}"; do likes+=(--like "$picture"); done
"$kindred" recommend "${likes[@]}" -k 5 --library "$library" --sheet out/recommendations.png

cat <<END

Look at out/similar.png and out/recommendations.png. Then try:
  out/kindred similar ANY_PICTURE.jpg --library $library --sheet out/similar.png
  out/kindred evaluate --library $library
  out/kindred serve --library $library        the page: look through the pictures, like some, see what comes
  out/kindred index YOUR_FOLDER        makes a library of your own, in .kindred here
  out/kindred --help
END

if [ -n "$serve" ]; then
  echo
  exec "$kindred" serve --library "$library"
fi
