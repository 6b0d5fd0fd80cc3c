#!/usr/bin/env bash
# Makes the packages that others get, in out/packages or the folder given: the libraries, the weights, and the command for every platform,
# compiled ahead where this machine can get that platform's runtime. (dotnet pack makes the same without compiling ahead.)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
packages=${1:-out/packages}

need_dotnet
fetch_weights
rm -f "$packages"/*.nupkg
dotnet pack --configuration Release --output "$packages" --verbosity quiet || stop "Packing failed; its messages are above."
for package in "$packages"/kindred.{linux,osx,win}-*.nupkg; do
  platform=$(basename "$package")
  platform=${platform#kindred.}
  platform=${platform%%.*}
  # A lock file of its own: packing for one platform must not rewrite the committed ones.
  log=$(dotnet pack src/Kindred.Cli --runtime "$platform" --configuration Release --output "$packages" --verbosity quiet \
    -p:PublishReadyToRun=true -p:NuGetLockFilePath=obj/pack.lock.json 2>&1) \
    || echo "Not compiled ahead for $platform: $(grep -m 1 -o 'error.*' <<< "$log" || echo "$log")" >&2
done
ls -l "$packages"
