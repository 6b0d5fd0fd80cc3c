#!/usr/bin/env bash
# Takes pictures of every view and state of the page, for people to look at: on a phone, a tablet, a laptop and a large screen, in light and in
# dark colors. The views are those of a gallery of yours where one is named, else of a small drawn one. It takes some minutes, and Chromium.
#   scripts/screens.sh FOLDER [GALLERY]
set -euo pipefail
folder=${1:?scripts/screens.sh needs a folder for the pictures, and may have a gallery}
mkdir -p "$folder"
export KINDRED_SCREENSHOTS KINDRED_SCREENSHOTS_GALLERY
KINDRED_SCREENSHOTS=$(realpath -- "$folder")
KINDRED_SCREENSHOTS_GALLERY=${2:+$(realpath -- "$2")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh

need_dotnet
fetch_weights
find_chromium
dotnet build tests/Kindred.Tests --configuration Release --verbosity quiet || stop "The build failed; its messages are above."
tests/Kindred.Tests/bin/Release/net10.0/Kindred.Tests -class '*.ScreenshotTests' -class '*.ScreenshotStateTests'
echo "$(find "$KINDRED_SCREENSHOTS" -name '*.png' | wc -l) pictures are in $folder."
