#!/usr/bin/env bash
# Sets everything up and runs every check: formatting, build with analyzers, all tests.
# The last line is "N passed, N failed", with ", N skipped" where any were; the exit code says the same.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source scripts/setup.sh

need_dotnet
fetch_weights
fetch_client_tools
find_chromium
find_postgres
dotnet restore --locked-mode --verbosity quiet || stop "Packages could not be restored; its messages are above."
dotnet build --no-restore --configuration Release --verbosity quiet || stop "The build failed; its messages are above."

passed=0 failed=0 skipped=0
# Style and analyzers are the build's, which takes their warnings for errors; only white space is left.
if dotnet format whitespace --no-restore --verify-no-changes; then
  passed=1
else
  echo "Formatting differs; run: dotnet format" >&2
  failed=1
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
tests/Kindred.Tests/bin/Release/net10.0/Kindred.Tests -noColor -result-ctrf "$results/tests.json"
summary=$(node scripts/count.mjs "$results/tests.json") || stop "The tests did not run to the end."
read -r p f s <<< "$summary"
passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))

line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" -eq 0 ]
