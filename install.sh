#!/usr/bin/env bash
# Builds kindred and installs it for one user: the executable with its weights, and completion for the shells bash, zsh and fish.
#   ./install.sh [PREFIX]          the executable goes to PREFIX/bin, ~/.local/bin unless told otherwise
#   ./install.sh --remove [PREFIX] takes all of that away again; libraries stay
set -euo pipefail
remove=
if [ "${1:-}" = --remove ]; then
  remove=yes
  shift
fi
case ${1:-} in
  -*) echo "install.sh: '$1' is not understood; see the head of this script" >&2; exit 2 ;;
esac
prefix=${1:-$HOME/.local}
case $prefix in
  /*) ;;
  *) prefix=$PWD/$prefix ;;
esac
home=$prefix/lib/kindred
completions=(
  "$prefix/share/bash-completion/completions/kindred:bash"
  "$prefix/share/zsh/site-functions/_kindred:zsh"
  "$prefix/share/fish/vendor_completions.d/kindred.fish:fish"
)

if [ -n "$remove" ]; then
  rm -rf "$home" "$prefix/bin/kindred"
  for completion in "${completions[@]}"; do rm -f "${completion%:*}"; done
  echo "Kindred is gone from $prefix."
  exit 0
fi

cd "$(dirname "${BASH_SOURCE[0]}")"
source scripts/setup.sh

need_dotnet
fetch_weights
publish_executable
# Weights are looked for beside the executable itself, so the two stay together and bin has a link.
mkdir -p "$prefix/bin" "$home/models/mobilenet-v2"
cp out/kindred "$home/kindred.new"
mv "$home/kindred.new" "$home/kindred"
cp models/files/mobilenet-v2/model.tflite src/Kindred.Models.MobileNet/{LICENSE.txt,ORIGIN.md} "$home/models/mobilenet-v2/"
ln -sf "$home/kindred" "$prefix/bin/kindred"
for completion in "${completions[@]}"; do
  mkdir -p "$(dirname "${completion%:*}")"
  "$home/kindred" completion "${completion##*:}" > "${completion%:*}"
done

echo "Kindred $("$prefix/bin/kindred" --version) is installed: $prefix/bin/kindred, with completion for bash, zsh and fish."
case :$PATH: in
  *:"$prefix/bin":*) ;;
  *) echo "$prefix/bin is not on PATH; add this to your shell's profile: export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
command -v pwsh > /dev/null && echo "For PowerShell, add to \$PROFILE: kindred completion pwsh | Out-String | Invoke-Expression"
exit 0
