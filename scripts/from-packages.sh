#!/usr/bin/env bash
# Uses Kindred as somebody does who has only its packages: in an empty folder, from a folder of packages as the source of them. Installs the
# command, runs the main job and a shop (scripts/shop.sh) with it, and runs the README's program in C# against the library. Weights come in
# packages too.
#   scripts/from-packages.sh [--packages DIR] [--screenshots DIR] [--keep]
# --packages takes packages that were made before, instead of making them. --screenshots writes pictures of the shop's page and of every view
# of Kindred's own. --keep leaves the folder to look at.
set -euo pipefail
packages=
screenshots=
keep=
while [ $# -gt 0 ]; do
  case $1 in
    --packages) packages=$(realpath -- "${2:?--packages needs a folder}"); shift ;;
    --screenshots) mkdir -p "${2:?--screenshots needs a folder}"; screenshots=$(realpath -- "$2"); shift ;;
    --keep) keep=yes ;;
    *) echo "from-packages.sh: '$1' is not understood; see the head of this script" >&2; exit 2 ;;
  esac
  shift
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
checkout=$PWD

need_dotnet
work=$(mktemp -d)
work=$(realpath -- "$work")
[ -n "$keep" ] || trap 'rm -rf "$work"' EXIT

if [ -z "$packages" ]; then
  fetch_weights
  packages=$work/packages
  echo "Packing …"
  dotnet pack --configuration Release --output "$packages" --verbosity quiet -p:ToolPackageRuntimeIdentifiers="$(platform)" \
    || stop "Packing failed; its messages are above."
fi
version=$(basename "$packages"/Kindred.Local.*.nupkg .nupkg)
version=${version#Kindred.Local.}

# Nothing of the checkout, and nothing that the user has set or pulled, helps from here on.
unset KINDRED_MODELS KINDRED_LIBRARY
export XDG_DATA_HOME=$work/data MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
# Kindred's own packages go to a folder of packages that ends with this run; others may come from the one that this machine has.
restored=${NUGET_PACKAGES:-${HOME:-}/.nuget/packages}
export NUGET_PACKAGES=$work/restored
mkdir -p "$work/shop"
cd "$work/shop"
{
  echo "<configuration>"
  echo "  <packageSources><add key=\"kindred\" value=\"$packages\" /></packageSources>"
  if [ -d "$restored" ] && [ ! -e "$restored/kindred.local/$version" ]; then
    echo "  <fallbackPackageFolders><add key=\"restored\" value=\"$restored\" /></fallbackPackageFolders>"
  fi
  echo "</configuration>"
} > nuget.config

echo "Installing the command …"
dotnet tool install kindred --version "$version" --tool-path "$work/tools" --source "$packages" --verbosity quiet > /dev/null \
  || stop "The command could not be installed."
kindred=$work/tools/kindred
"$kindred" --version
"$kindred" sample gallery --count 60
"$kindred" index gallery
"$kindred" similar sofa_0008.jpg -k 3

echo "Running a shop …"
"$checkout/scripts/shop.sh" "$kindred" ${screenshots:+"$screenshots"}

echo "Building the README's program …"
cp "$checkout/examples/FirstSteps/Program.cs" .
cat > shop.csproj <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Kindred.Local" Version="$version" />
  </ItemGroup>
</Project>
END
dotnet publish --configuration Release --output "$work/published" --verbosity quiet || stop "The program could not be built from packages."
dotnet "$work/published/shop.dll"
[ -z "$keep" ] || echo "Everything is in $work"
echo "Kindred $version works from packages."
