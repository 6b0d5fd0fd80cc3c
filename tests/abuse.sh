#!/usr/bin/env bash
# Attacks out/kindred as processes on this machine, and says whether it stood: bombs, fuzz, kills, flips, pairs, disk.
#   tests/abuse.sh [short|long] [ATTACK…|all] [--seed N] [--from N] [--count N]
# KINDRED names another executable. The exit code is 1 where anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh

need_dotnet
fetch_weights
if [ -z "${KINDRED:-}" ]; then
  publish_executable
  export KINDRED=out/kindred
fi
dotnet build tests/Kindred.Abuse --configuration Release --verbosity quiet || stop "The build failed; its messages are above."
case ${1:-} in
  short | long) ;;
  *) set -- short "$@" ;;
esac
exec dotnet tests/Kindred.Abuse/bin/Release/net10.0/Kindred.Abuse.dll "$@"
