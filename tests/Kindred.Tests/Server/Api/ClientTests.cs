using System.Diagnostics;
using System.Text.Json;

namespace Kindred.Tests.Server.Api;

/// <summary>
/// Clients that others' programs make of the server's description, run against the server: examples/Clients has the same program twice,
/// and what docs/rest.md says of making its client is done here.
/// </summary>
public sealed class ClientTests(ServedGallery served) : IClassFixture<ServedGallery>, IDisposable
{
    private static readonly string Examples = Path.Combine(ReadmeTests.Root(), "examples", "Clients");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Modules
    {
        get
        {
            var modules = Path.Combine(Examples, "node_modules");
            Assert.SkipUnless(
                Directory.Exists(modules), "The programs that make clients are not here; run: npm ci --prefix examples/Clients");
            return modules;
        }
    }

    private string Description => new Uri(served.Run.Address, "/openapi/v1.json").AbsoluteUri;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Description_ByTheRecommendedRules_HasNoErrorAndNoWarning()
    {
        var file = _folder.File("kindred.json");
        await File.WriteAllTextAsync(file, await served.Run.Client.GetStringAsync(Description, Cancel), Cancel);

        var (_, printed) = await RunAsync(
            _folder.Path, "node", Path.Combine(Modules, "@redocly", "cli", "bin", "cli.js"), "lint", file, "--extends=recommended",
            "--format=json");

        using var report = JsonDocument.Parse(printed[printed.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Empty(report.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetRawText()));
        Assert.Equal(0, report.RootElement.GetProperty("totals").GetProperty("errors").GetInt32());
    }

    [Fact]
    public async Task CSharpProgram_WithAClientThatNSwagMade_RunsAgainstTheServer()
    {
        var client = await ShopClient.GenerateAsync(served.Run.Address);
        var program = await ShopClient.CompileAsync(
            Path.GetDirectoryName(_folder.File("shop.dll"))!, // A file that is in a folder.
            client, await File.ReadAllTextAsync(Path.Combine(Examples, "shop.cs"), Cancel));

        AssertAnswered(await AskAsync("dotnet", program));
        Assert.DoesNotContain("Anonymous", client, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"class \w+\d\b", client);
    }

    [Fact]
    public async Task TypeScriptProgram_WithTypesThatOpenApiTypeScriptMade_RunsAgainstTheServer()
    {
        var modules = Modules;
        foreach (var file in (string[])["shop.ts", "tsconfig.json", "package.json"])
            File.Copy(Path.Combine(Examples, file), _folder.File(file));
        Directory.CreateSymbolicLink(_folder.File("node_modules"), modules);

        await SucceedAsync("openapi-typescript/bin/cli.js", Description, "--default-non-nullable=false", "-o", "kindred.d.ts");
        await SucceedAsync("typescript/bin/tsc");

        AssertAnswered(await AskAsync("node", _folder.File("shop.js")));

        async Task SucceedAsync(string tool, params string[] arguments)
        {
            var (exitCode, printed) = await RunAsync(_folder.Path, "node", [Path.Combine(modules, tool), .. arguments]);
            Assert.True(exitCode == 0, printed);
        }
    }

    /// <summary>The gallery has 25 pictures. Each costs ten more than the one before, and every second is in stock.</summary>
    private static void AssertAnswered(IReadOnlyList<string> lines)
    {
        Assert.Equal("25 pictures", lines[0]);
        Assert.Equal("25 described", lines[1]);
        Assert.StartsWith("like cat/00", lines[2], StringComparison.Ordinal);
        Assert.Equal(5, Pictures(lines[2]).Length);
        Assert.StartsWith("like SKU-0: ", lines[3], StringComparison.Ordinal);
        Assert.Equal(
            ["SKU-2 at 20", "SKU-4 at 40", "SKU-6 at 60", "SKU-8 at 80"],
            lines[3].Split("SKU-").Skip(2).Select(product => $"SKU-{product.TrimEnd()}").Order(StringComparer.Ordinal));
        Assert.StartsWith("like the picture: ", lines[4], StringComparison.Ordinal);
        Assert.Equal("dog/13.jpg", Pictures(lines[4])[0]);
        Assert.StartsWith("tess likes cat/0", lines[5], StringComparison.Ordinal);
        Assert.All(lines.Skip(6).Take(4), line => Assert.Matches(@"^for tess: (cat|dog)/\d\d.*\.jpg for ", line));
        Assert.Equal(lines.Skip(6).Take(4).Select(line => line.Split(' ')[2]), Pictures(lines[10]));
        Assert.Equal("refused: 404 The gallery has no picture id:NO-SUCH.", lines[11]);
        Assert.Equal(12, lines.Count);
    }

    /// <summary>The pictures that a line ends with.</summary>
    private static string[] Pictures(string line) => line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ');

    private async Task<IReadOnlyList<string>> AskAsync(string program, string file)
    {
        var (exitCode, printed) = await RunAsync(
            _folder.Path, program, file, served.Run.Address.ToString().TrimEnd('/'), Path.Combine(served.Gallery, "dog", "13.jpg"));
        Assert.True(exitCode == 0, printed);
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<(int ExitCode, string Printed)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The linter would tell its makers, and ask them for its newest version.
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!; // Started without a shell.
        var faults = process.StandardError.ReadToEndAsync(Cancel);
        var printed = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, process.ExitCode == 0 ? printed : printed + await faults);
    }
}
