#!/usr/bin/env bash
# Attacks out/kindred as processes on this machine, and says whether it stood: bombs, fuzz, kills, flips, pairs, disk, http.
#   tests/abuse.sh [short|long] [ATTACK…|all] [--seed N] [--from N] [--count N]
# KINDRED names another executable, KINDRED_FAULT_POINTS the same with fault points. The exit code is 1 where anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh

# Leaves out/fault-points/kindred, which can be made to kill itself at a step of writing. It is built apart from all else.
publish_with_fault_points() {
  local folder=out/fault-points
  if [ -x $folder/kindred ] && [ -z "$(find src samples \( -name bin -o -name obj \) -prune -o -type f -newer $folder/kindred -print -quit)" ]; then
    return
  fi
  echo "Building $folder/kindred …"
  dotnet publish src/Kindred.Cli --configuration Release --runtime "$(dotnet --info | sed -n 's/^ *RID: *//p')" --output $folder \
    --artifacts-path out/fault-points-build -p:FaultPoints=true -p:NuGetLockFilePath="$PWD/out/fault-points-build/\$(MSBuildProjectName).lock.json" \
    -p:RunAnalyzers=false -p:PublishReadyToRun=false --verbosity quiet || stop "The build failed; its messages are above."
  touch $folder/kindred
  mkdir -p $folder/models
  cp -R -u models/files/. $folder/models/
}

need_dotnet
fetch_weights
case ${1:-} in
  short | long) ;;
  *) set -- short "$@" ;;
esac
if [ -z "${KINDRED:-}" ]; then
  publish_executable
  export KINDRED=out/kindred
  # For kills alone.
  case " $* " in
    *" kills "* | *" all "* | " short " | " long ")
      publish_with_fault_points
      export KINDRED_FAULT_POINTS=out/fault-points/kindred
      ;;
  esac
fi
dotnet build tests/Kindred.Abuse --configuration Release --verbosity quiet || stop "The build failed; its messages are above."
exec dotnet tests/Kindred.Abuse/bin/Release/net10.0/Kindred.Abuse.dll "$@"
