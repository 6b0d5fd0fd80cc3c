using System.Diagnostics;
using Kindred.Tests.Cli;
using Kindred.Tests.Fixtures;

namespace Kindred.Tests.Vision;

/// <summary>What ONNX Runtime would tell its maker is told to nobody.</summary>
public sealed class OnnxSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_OnAMachineThatRunsNoTests_LeavesNothingToSendInTheHomeFolder()
    {
        var home = Directory.CreateDirectory(_folder.File("home")).FullName;
        var gallery = Directory.CreateDirectory(_folder.File("gallery")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(gallery, "one.png"), PictureBytes.Png(), TestContext.Current.CancellationToken);

        await IndexAsync(gallery, home);

        // ONNX Runtime keeps a number of the machine and what waits to be sent below the user's folder of caches.
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories), IsOfTelemetry);
    }

    [Fact]
    public void Sessions_OfAllProjects_BeginInOnePlaceOnly()
    {
        var source = Path.Combine(ReadmeTests.Root(), "src");

        string[] begun = ["new InferenceSession", "new SessionOptions", "SessionOptions NewOptions"];
        string[] places =
        [
            .. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(file => begun.Any(File.ReadAllText(file).Contains))
                .Select(file => Path.GetFileName(file)),
        ];

        Assert.Equal(["OnnxSession.cs"], places);
    }

    private static bool IsOfTelemetry(string path) =>
        path.Contains("Microsoft", StringComparison.OrdinalIgnoreCase) || path.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Indexes in a process of its own that knows nothing of tests: ONNX Runtime sends nothing where it finds variables of test machines.
    /// </summary>
    private static async Task IndexAsync(string gallery, string home)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), "index", gallery])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] kept = ["PATH", "SystemRoot", "TEMP", "TMPDIR", "DOTNET_ROOT", "KINDRED_MODELS"];
        foreach (var name in start.Environment.Keys.Except(kept, StringComparer.OrdinalIgnoreCase).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = start.Environment["LOCALAPPDATA"] = start.Environment["USERPROFILE"] = home;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("kindred did not start.");

        var run = await CliRun.FinishAsync(process);

        Assert.True(run.ExitCode == 0, run.Error);
    }
}
