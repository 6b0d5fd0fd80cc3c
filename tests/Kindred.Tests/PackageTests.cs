using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Kindred.Tests;

/// <summary>
/// The packages that <c>dotnet pack</c> makes of what was built, as somebody gets them who has nothing else. Other packages come from the
/// ones that this machine has restored before.
/// </summary>
public sealed class PackageTests(PackageTests.Packages packages) : IClassFixture<PackageTests.Packages>
{
    private const string Example = "Kindred.Local";

    private static readonly string[] Names = ["Kindred.Core", Example, "Kindred.Search", "Kindred.Storage", "Kindred.Vision"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Pack_OfEverything_MakesThesePackagesAndNoOther()
    {
        var made = Directory.GetFiles(packages.Feed).Select(Path.GetFileName);

        Assert.Equal(Names.Select(name => $"{name}.{Packages.Version}.nupkg"), made.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Package_OfEachName_SaysWhatItIs()
    {
        foreach (var name in Names)
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            var metadata = Metadata(package, name);
            var says = metadata.Elements()
                .ToDictionary(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);
            var files = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
            var assembly = name == "Kindred.Core" ? "Kindred" : name;

            Assert.Equal(("MIT", "README.md", "icon.png"), (says["license"], says["readme"], says["icon"]));
            Assert.Contains("pictures", says["tags"], StringComparison.Ordinal);
            Assert.NotEqual("Package Description", says["description"]);
            foreach (var file in new[] { "README.md", "icon.png", $"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml" })
                Assert.Contains(file, files);
            AssertHasSymbolsAndNoFolderOfThisMachine(package.GetEntry($"lib/net10.0/{assembly}.dll")!);
        }
    }

    [Fact]
    public void Package_OfEachName_AsksForOthersInItsOwnVersionExactly()
    {
        foreach (var name in Names)
        {
            using var package = ZipFile.OpenRead(packages.FileOf(name));
            var own = Dependencies(Metadata(package, name))
                .Where(dependency => dependency.Id.StartsWith("Kindred", StringComparison.Ordinal))
                .ToList();

            Assert.Equal(name == "Kindred.Search", own.Count == 0);
            Assert.All(own, dependency => Assert.Equal($"[{Packages.Version}]", dependency.Version));
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
    public async Task EmptyProject_WithThePackage_RunsTheReadmesExample()
    {
        using var folder = new TemporaryFolder();
        for (var i = 6; i < 10; i++)
            TestPictures.Write(folder.File("gallery", "sofa", $"sofa_000{i}.jpg"), i);
        File.Copy(Path.Combine(ReadmeTests.Root(), "examples", "FirstSteps", "Program.cs"), folder.File("shop", "Program.cs"));
        await File.WriteAllTextAsync(folder.File("shop", "shop.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>{folder.File("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{Packages.Restored}</RestoreFallbackFolders>
                <RestoreSources>{packages.Feed}</RestoreSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{Example}" Version="{Packages.Version}" />
              </ItemGroup>
            </Project>
            """, Cancel);

        await RunAsync(folder.File("shop"), "build", "--configuration", "Release", "--output", folder.File("built"));
        var printed = await RunAsync(folder.Path, folder.File("built", "shop.dll"));

        Assert.Equal(3, printed.Trim().Split('\n').Length);
        Assert.All(printed.Trim().Split('\n'), line =>
            Assert.Matches(@"^\d{1,3}\s% sofa/sofa_000[679]\.jpg$", line));
    }

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

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Weights are not in packages: they are where the tests have them.
        start.Environment["KINDRED_MODELS"] = Path.Combine(ReadmeTests.Root(), "models", "files");
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
        /// <summary>A version that nobody has restored before.</summary>
        internal const string Version = "0.0.1-test";

        private readonly TemporaryFolder _folder = new();

        /// <summary>Where packages are that were restored before.</summary>
        internal static string Restored => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        internal string Feed => _folder.File("feed");

        public async ValueTask InitializeAsync() =>
            await RunAsync(
                ReadmeTests.Root(), "pack", "--no-build", "--configuration", "Release", "--output", Feed, $"-p:PackageVersion={Version}");

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        internal string FileOf(string name) => Path.Combine(Feed, $"{name}.{Version}.nupkg");
    }
}
