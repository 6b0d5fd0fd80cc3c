using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Xml.Linq;
using Kindred.Vision.Models;

namespace Kindred.Tests;

/// <summary>
/// The packages that <c>dotnet pack</c> makes of what was built, as somebody gets them who has nothing else. Of the command, which is
/// packed for each platform, only this one's is made here.
/// </summary>
public sealed class PackageTests(PackageTests.Packages packages) : IClassFixture<PackageTests.Packages>
{
    private const string Weights = "Kindred.Models.MobileNet";
    private const string Tool = "kindred";

    private static readonly string[] Libraries = ["Kindred.Core", "Kindred.Local", "Kindred.Search", "Kindred.Storage", "Kindred.Vision"];

    private static string ToolHere => $"{Tool}.{Packages.Platform}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Pack_OfEverything_MakesThesePackagesAndNoOther()
    {
        var made = Directory.GetFiles(packages.Feed).Select(Path.GetFileName);

        string[] names = [.. Libraries, Weights, Tool, ToolHere];
        Assert.Equal(
            names.Select(name => $"{name}.{packages.Version}.nupkg").Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Package_OfEachName_SaysWhatItIs()
    {
        foreach (var name in (string[])[.. Libraries, Weights, Tool, ToolHere])
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            var says = Metadata(package, name).Elements()
                .ToDictionary(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);

            var license = name == Weights ? "Apache-2.0" : "MIT";
            Assert.Equal((license, "README.md", "icon.png"), (says["license"], says["readme"], says["icon"]));
            Assert.Contains(name == Weights ? "weights" : "pictures", says["tags"], StringComparison.Ordinal);
            Assert.NotEqual("Package Description", says["description"]);
            Assert.NotNull(package.GetEntry("README.md"));
            Assert.NotNull(package.GetEntry("icon.png"));
        }
    }

    [Fact]
    public void Library_OfEachName_HasDocumentationAndSymbols()
    {
        foreach (var name in Libraries)
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            var assembly = name == "Kindred.Core" ? "Kindred" : name;

            Assert.NotNull(package.GetEntry($"lib/net10.0/{assembly}.xml"));
            AssertHasSymbolsAndNoFolderOfThisMachine(package.GetEntry($"lib/net10.0/{assembly}.dll")!);
        }
    }

    [Fact]
    public void Weights_AndTheTool_CarryTheFileOfTheCatalogWithItsLicenceAndOrigin()
    {
        var tool = $"tools/net10.0/{Packages.Platform}/models/mobilenet-v2/";
        (string Package, string File, string Texts)[] carriers =
            [(Weights, "models/mobilenet-v2/model.tflite", ""), (ToolHere, tool + "model.tflite", tool)];
        var wanted = ModelCatalog.Default.Weights.Single(weights => weights.Id == "mobilenet-v2");
        foreach (var (name, file, texts) in carriers)
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            using var weights = package.GetEntry(file)!.Open();
            using var licence = new StreamReader(package.GetEntry(texts + "LICENSE.txt")!.Open());
            using var origin = new StreamReader(package.GetEntry(texts + "ORIGIN.md")!.Open());

            var sha256 = Convert.ToHexStringLower(SHA256.HashData(weights));
            Assert.Equal(wanted.Files[0].Sha256, sha256);
            Assert.Contains("Apache License", licence.ReadToEnd(), StringComparison.Ordinal);
            var said = origin.ReadToEnd();
            Assert.Contains(sha256, said, StringComparison.Ordinal);
            Assert.Contains("@mediapipe/objectron", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tool_OfThisPlatform_HasItsNativeLibrariesAndNoOthers()
    {
        using var package = ZipFile.OpenRead(packages.FileOf(ToolHere));
        var native = package.Entries.Select(entry => entry.FullName)
            .Where(name => name.Contains(".so", StringComparison.Ordinal) || name.EndsWith(".dylib", StringComparison.Ordinal)
                || name.Contains("runtimes/", StringComparison.Ordinal) || name.EndsWith(".pdb", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(
                [
                    "libHarfBuzzSharp.so", "libSkiaSharp.so", "libe_sqlite3.so", "libonnxruntime.so", "libonnxruntime_providers_shared.so",
                    "libvips.so.42",
                ],
                native.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Tool_InItself_PointsToThePackageOfThisPlatform()
    {
        using var package = ZipFile.OpenRead(packages.FileOf(Tool));
        using var settings = package.GetEntry("tools/any/any/DotnetToolSettings.xml")!.Open();
        var said = XDocument.Load(settings).Root!;

        Assert.Equal("kindred", said.Descendants("Command").Single().Attribute("Name")!.Value);
        Assert.Equal(ToolHere, said.Descendants("RuntimeIdentifierPackage").Single().Attribute("Id")!.Value);
        Assert.True(new FileInfo(packages.FileOf(Tool)).Length < 100_000);
    }

    [Fact]
    public void Package_OfEachName_AsksForOthersInItsOwnVersionExactly()
    {
        foreach (var name in Libraries)
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            var own = Dependencies(Metadata(package, name))
                .Where(dependency => dependency.Id.StartsWith("Kindred", StringComparison.Ordinal))
                .ToList();

            Assert.Equal(name == "Kindred.Search", own.Count == 0);
            Assert.All(own, dependency => Assert.Equal($"[{packages.Version}]", dependency.Version));
            Assert.Equal(name == "Kindred.Local", own.Any(dependency => dependency.Id == Weights));
        }
    }

    [Fact]
    public void NativeLibraries_ComeOnlyToThoseWhoDecode()
    {
        string[] native = ["Microsoft.ML.OnnxRuntime", "NetVips", "NetVips.Native", "Microsoft.Data.Sqlite"];
        IEnumerable<string> Native(string name)
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            return
            [
                .. Dependencies(Metadata(package, name)).Select(dependency => dependency.Id)
                    .Intersect(native)
                    .Order(StringComparer.Ordinal),
            ];
        }

        Assert.Empty(Native("Kindred.Core"));
        Assert.Empty(Native("Kindred.Search"));
        Assert.Equal(["Microsoft.Data.Sqlite"], Native("Kindred.Storage"));
        Assert.Equal(["Microsoft.ML.OnnxRuntime", "NetVips", "NetVips.Native"], Native("Kindred.Vision"));
    }

    [Fact]
    public async Task EmptyFolder_WithNothingButPackages_HasTheCommandAndRunsTheReadmesExample()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is one of a Unix shell.");
        var printed = await RunAsync(
            ReadmeTests.Root(), "bash", Path.Combine("scripts", "from-packages.sh"), "--packages", packages.Feed);

        // What the command says of the sample gallery, and what the program does: the same three come first.
        var lines = printed.Split('\n');
        var similar = lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal)).ToList();
        var recommended = lines.Where(line => line.Contains("% sofa/", StringComparison.Ordinal)).ToList();
        Assert.Contains("60 indexed", printed, StringComparison.Ordinal);
        Assert.Equal(3, similar.Count);
        Assert.Equal(10, recommended.Count);
        Assert.Equal(similar.Select(Picture), recommended.Take(3).Select(Picture));
        Assert.Contains($"Kindred {packages.Version} works from packages.", printed, StringComparison.Ordinal);
        // The shop's page, which the script itself holds against the catalogue.
        Assert.Matches("shows these 5 beside SOFA-01: in stock, and at most 550 €|There is no Chromium here", printed);
    }

    private static string Picture(string line) => line[line.LastIndexOf(' ')..];

    private static XElement Metadata(ZipArchive package, string name)
    {
        using var file = package.GetEntry($"{name}.nuspec")!.Open();
        return XDocument.Load(file).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static IEnumerable<(string Id, string Version)> Dependencies(XElement metadata) => metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));

    private static void AssertHasSymbolsAndNoFolderOfThisMachine(ZipArchiveEntry assembly)
    {
        using var file = new MemoryStream();
        using (var entry = assembly.Open())
            entry.CopyTo(file);
        file.Position = 0;
        using var reader = new System.Reflection.PortableExecutable.PEReader(file);
        var symbols = reader.ReadDebugDirectory()
            .Single(entry => entry.Type == System.Reflection.PortableExecutable.DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = reader.ReadEmbeddedPortablePdbDebugDirectoryData(symbols);
        var pdb = provider.GetMetadataReader();

        Assert.NotEmpty(pdb.Documents);
        Assert.All(pdb.Documents, document =>
            Assert.StartsWith("/_/", pdb.GetString(pdb.GetDocument(document).Name), StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // A build server would outlive the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var faults = process.StandardError.ReadToEndAsync(Cancel);
        var printed = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);

        Assert.True(process.ExitCode == 0, printed + await faults);
        return printed;
    }

    /// <summary>The packages of this build, made once.</summary>
    public sealed class Packages : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        /// <summary>The platform that the tests run on.</summary>
        internal static string Platform
        {
            get
            {
                var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
                return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
            }
        }

        internal string Feed => _folder.File("feed");

        internal string Version { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            string[] pack = ["pack", "--no-restore", "--configuration", "Release", "--output", Feed];
            await RunAsync(ReadmeTests.Root(), "dotnet", [.. pack, "--no-build", "-p:CreateRidSpecificToolPackages=false"]);
            // The command is compiled for the platform; everything that it uses is as it was built.
            await RunAsync(
                ReadmeTests.Root(), "dotnet",
                [
                    .. pack, Path.Combine("src", "Kindred.Cli"), $"-p:ToolPackageRuntimeIdentifiers={Platform}",
                    "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false",
                ]);
            const string Library = "Kindred.Core.";
            var file = Path.GetFileNameWithoutExtension(Directory.GetFiles(Feed, Library + "*").Single());
            Version = file[Library.Length..];
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        internal string FileOf(string name) => Path.Combine(Feed, $"{name}.{Version}.nupkg");
    }
}
