#!/usr/bin/env bash
# Builds the image kindred of Containerfile and tries it on the sample gallery: as nobody, with a root that cannot be written to, until it
# says that it is healthy and answers. Where there is no container engine it publishes what goes into the image, and says that it skipped the rest.
#   scripts/container.sh [--publish]    --publish does no more than that
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh

need_dotnet
fetch_weights
echo "Publishing out/container …"
rm -rf out/container
# Many files with the runtime among them, for one file would have to unpack itself, and there is nowhere to write.
dotnet publish src/Kindred.Cli --configuration Release --runtime "$(platform)" --output out/container --verbosity quiet \
  -p:SelfContained=true -p:PublishSingleFile=false -p:NuGetLockFilePath=obj/container.lock.json \
  || stop "The build failed; its messages are above."
mkdir -p out/container/models/mobilenet-v2
cp models/files/mobilenet-v2/model.tflite src/Kindred.Models.MobileNet/{LICENSE.txt,ORIGIN.md} out/container/models/mobilenet-v2/
cp scripts/healthy.sh out/container/
[ "${1:-}" != --publish ] || exit 0

engine=
for candidate in podman docker; do
  if command -v "$candidate" > /dev/null && "$candidate" info > /dev/null 2>&1; then
    engine=$candidate
    break
  fi
done
if [ -z "$engine" ]; then
  echo "There is no container engine here (podman, or docker with its daemon), so the image was not built: skipped."
  exit 0
fi

# Podman leaves the health check out of images unless they have Docker's format.
format=()
[ "$engine" != podman ] || format=(--format docker)
"$engine" build "${format[@]}" --file Containerfile --tag kindred .

work=$(mktemp -d)
name=kindred-try-$$
trap '"$engine" rm --force "$name" > /dev/null 2>&1; rm -rf "$work"' EXIT
chmod 755 "$work"
out/container/Kindred.Cli sample "$work/pictures" --count 60
export KINDRED_API_KEY=only-for-this-try-0123456789
"$engine" run --detach --name "$name" --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
  --publish 127.0.0.1:5123:5123 --env KINDRED_API_KEY --volume "$work/pictures:/pictures:ro" kindred > /dev/null
for _ in {1..90}; do
  state=$("$engine" inspect --format '{{.State.Health.Status}}' "$name")
  [ "$state" != healthy ] || break
  sleep 1
done
[ "$state" = healthy ] || { "$engine" logs "$name" >&2; stop "The container did not become healthy; its log is above."; }
user=$("$engine" exec "$name" id -u)
[ "$user" = 10001 ] || stop "The container runs as user $user."
"$engine" exec "$name" kindred status
"$engine" exec "$name" kindred similar sofa_0008.jpg -k 3
echo "Kindred works in a container ($engine)."
