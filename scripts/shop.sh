#!/usr/bin/env bash
# Runs a shop for a moment, in a folder where the 60 pictures of kindred sample are indexed: takes the attributes of examples/Shop's catalogue,
# serves the library with keys, and opens a page of another origin that has the element kindred-similar in it. It succeeds where Chromium then
# shows five products of the catalogue, and the filter holds for each. Without Chromium it says so, and succeeds as well.
#   scripts/shop.sh KINDRED [SCREENSHOTS]
# KINDRED is the command; SCREENSHOTS a folder for pictures of that page and of every view of Kindred's own.
set -euo pipefail
kindred=${1:?scripts/shop.sh needs the command, and may have a folder for screenshots}
screenshots=${2:-}
scripts=$(realpath -- "$(dirname "${BASH_SOURCE[0]}")")
source "$scripts/setup.sh"

catalogue=$(dirname "$scripts")/examples/Shop/catalogue.csv
unset KINDRED_API_KEY KINDRED_READ_KEY KINDRED_WRITE_KEY
sku=SOFA-01 most=550
work=$(mktemp -d)
started=()
finish() {
  [ ${#started[@]} -eq 0 ] || { kill "${started[@]}" && wait "${started[@]}"; } 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Waits until a file that a program writes has what is asked for in it, and prints that.
await() {
  local found
  for _ in {1..600}; do
    found=$(grep --only-matching --max-count=1 --extended-regexp "$2" "$1" 2> /dev/null || true)
    [ -z "$found" ] || { echo "$found"; return; }
    sleep 0.2
  done
  stop "$3: $(cat "$work"/*.log)"
}

# Opens an address in Chromium. What follows it says what becomes of the page, which has ten seconds of its own time.
browse() {
  local address=$1
  shift
  timeout 120 "$chromium" --headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run \
    --hide-scrollbars --user-data-dir="$work/chromium" --window-size=1280,900 --virtual-time-budget=10000 "$@" "$address" 2> "$work/chromium.log" \
    || stop "Chromium did not open $address: $(tail -n 3 "$work/chromium.log")"
}

"$kindred" attributes --import "$catalogue"

chromium=
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  [ -n "$chromium" ] || chromium=$(command -v "$name" || true)
done
if [ -z "$chromium" ]; then
  echo "There is no Chromium here, so the shop's page was not opened: skipped."
  exit 0
fi

# The shop serves its page as it is, from a port that is free.
node "$scripts/shop.mjs" serve "$work/page.html" > "$work/shop.log" 2>&1 &
started+=($!)
shop=$(await "$work/shop.log" 'http://[0-9.:]+' "The shop did not start")

key=$(node --print 'crypto.randomBytes(24).toString("hex")')
KINDRED_API_KEY=$(node --print 'crypto.randomBytes(24).toString("hex")') KINDRED_READ_KEY=$key \
  "$kindred" serve --urls http://127.0.0.1:0 --allow-origin "$shop" --json > "$work/serve.json" 2> "$work/serve.log" &
started+=($!)
server=$(await "$work/serve.json" 'http://[0-9.:]+' "The server did not start")

cat > "$work/page.html" <<END
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A sofa</title>
<style>body { font: 1rem/1.5 system-ui; max-width: 60rem; margin: 2rem auto }</style>
<script src="$server/kindred.js" defer></script>
<h1>A sofa</h1>
<kindred-similar sku="$sku" count="5" where="price &lt;= $most and inStock" heading="You may also like" link="/products/{sku}"
  api-key="$key"></kindred-similar>
<script type="application/json" id="told"></script>
<script>
  const tell = ({ type, target, detail }) => {
    const items = [...target.shadowRoot.querySelectorAll('li a')].filter((item) => item.checkVisibility());
    document.querySelector('#told').textContent = JSON.stringify({ type, detail, links: items.map((item) => item.getAttribute('href')) });
  };
  for (const type of ['kindred-shown', 'kindred-failed']) addEventListener(type, tell);
</script>
END
browse "$shop" --dump-dom > "$work/page.dump"
node "$scripts/shop.mjs" check "$work/page.dump" "$catalogue" "$sku" "$most"
[ -n "$screenshots" ] || exit 0

echo "Taking pictures …"
mkdir -p "$screenshots"
screenshots=$(realpath -- "$screenshots")
browse "$shop" --screenshot="$screenshots/shop.png"
# On its own page people sign in where there are keys; here are none, and nobody else can reach it.
"$kindred" serve --urls http://127.0.0.1:0 --json > "$work/page.json" 2> "$work/page.log" &
started+=($!)
page=$(await "$work/page.json" 'http://[0-9.:]+' "The server did not start")
for view in gallery for-you similar "similar/1" near-duplicates layout status; do
  browse "$page/#/$view" --screenshot="$screenshots/${view//\//-}.png"
done
ls -l "$screenshots"
