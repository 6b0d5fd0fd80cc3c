using System.Diagnostics;
using System.Globalization;
using Kindred.Tests.Fixtures;

namespace Kindred.Tests.Cli;

/// <summary>An index run over pictures that would take a machine's memory, were they let.</summary>
public sealed class IndexMemoryTests : IDisposable
{
    private const int Side = 9_000;
    private const int Megabytes = 128;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_OfBombs_StaysWithinItsMemoryAndNamesThem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A process's peak is read as Linux tells it.");
        var gallery = Directory.CreateDirectory(_folder.File("gallery")).FullName;
        TestPictures.Write(Path.Combine(gallery, "plain.jpg"), seed: 1);
        string[] bombs = ["transparent16.png", "progressive.jpg", "lossless.webp", "frame.gif"];
        foreach (var bomb in bombs)
            LargePictures.Write(gallery, bomb, Side);

        using var process = CliRun.Start(
            "index", gallery, "--library", _folder.File("library"), "--memory", Megabytes.ToString(CultureInfo.InvariantCulture), "--json");
        var peak = WatchAsync(process);
        var run = await CliRun.FinishAsync(process);

        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("indexed").GetInt32()));
        Assert.Equal(
            bombs.Order(StringComparer.Ordinal),
            run.Json.GetProperty("failures").EnumerateArray()
                .Where(failure => failure.GetProperty("reason").GetString()!.StartsWith("decoding it takes ", StringComparison.Ordinal))
                .Select(failure => failure.GetProperty("path").GetString()));
        Assert.InRange(await peak, 1, (Megabytes + 500) << 10);
    }

    [Fact]
    public async Task Index_WithMoreMemory_TakesWhatWasRefused()
    {
        var gallery = Directory.CreateDirectory(_folder.File("gallery")).FullName;
        LargePictures.Write(gallery, "interlaced.png", side: 5_000);
        string[] index = ["index", gallery, "--library", _folder.File("library"), "--json", "--memory"];

        var little = await CliRun.ProcessAsync([.. index, "64"]);
        var enough = await CliRun.ProcessAsync([.. index, "500"]);

        Assert.Equal(0, little.Json.GetProperty("indexed").GetInt32());
        Assert.Equal(1, enough.Json.GetProperty("indexed").GetInt32());
    }

    /// <summary>The most memory the process had, in KiB, as last seen.</summary>
    private static async Task<long> WatchAsync(Process process)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            try
            {
                var line = File.ReadLines($"/proc/{process.Id}/status")
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is not null)
                    peak = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                break; // It has ended between the two.
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return peak;
    }
}
