using System.Diagnostics;
using System.Runtime.InteropServices;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Cli;

/// <summary>Indexing as a process that is killed, interrupted, or not alone.</summary>
public sealed class IndexProcessTests : IDisposable
{
    private const int Pictures = 240;

    private readonly TemporaryFolder _folder = new();

    public IndexProcessTests()
    {
        for (var i = 0; i < Pictures; i++)
            TestPictures.Write(_folder.File("gallery", $"{i % 8}", $"{i}.jpg"), i, 640, 480);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Gallery => Path.Combine(_folder.Path, "gallery");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_AtRandomMoments_EndsWithTheSameLibraryAsOneGo()
    {
        var whole = Path.Combine(_folder.Path, "whole");
        var killed = Path.Combine(_folder.Path, "killed");
        var timer = Stopwatch.StartNew();
        Assert.Equal(0, (await CliRun.ProcessAsync("index", Gallery, "--library", whole)).ExitCode);
        var duration = timer.Elapsed;

        var random = new Random(11);
        for (var i = 0; i < 10; i++)
        {
            using var process = CliRun.Start("index", Gallery, "--library", killed);
            await Task.Delay(duration * (0.3 + (0.5 * random.NextDouble())), Cancel);
            process.Kill();
            await process.WaitForExitAsync(Cancel);
        }

        var last = await CliRun.ProcessAsync("index", Gallery, "--library", killed, "--json");

        Assert.Equal(0, last.ExitCode);
        Assert.Equal(Pictures, last.Json.GetProperty("indexed").GetInt32() + last.Json.GetProperty("unchanged").GetInt32());
        var expected = await ReadAsync(whole);
        Assert.Equal(Pictures, expected.Count);
        Assert.Equal(expected, await ReadAsync(killed));
    }

    [Fact]
    public async Task Interrupted_StopsCleanly_AndTheNextRunContinues()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are a matter of Unix.");
        var library = Path.Combine(_folder.Path, "library");
        using var process = CliRun.Start("index", Gallery, "--library", library, "--json");
        await WaitForImagesAsync(library);
        Assert.Equal(0, Kill(process.Id, 2));
        var run = await CliRun.FinishAsync(process);

        Assert.Equal(130, run.ExitCode);
        Assert.True(run.Json.GetProperty("interrupted").GetBoolean());
        var done = run.Json.GetProperty("indexed").GetInt32();
        Assert.InRange(done, 1, Pictures - 1);

        var rest = await CliRun.ProcessAsync("index", Gallery, "--library", library, "--json");
        Assert.Equal((Pictures - done, done), (rest.Json.GetProperty("indexed").GetInt32(), rest.Json.GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task TwoAtOnce_OneWorks_TheOtherIsTold()
    {
        var library = Path.Combine(_folder.Path, "library");
        using var first = CliRun.Start("index", Gallery, "--library", library, "--json");
        await WaitForImagesAsync(library);
        var second = await CliRun.ProcessAsync("index", Gallery, "--library", library);
        var finished = await CliRun.FinishAsync(first);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another kindred is indexing", second.Error, StringComparison.Ordinal);
        Assert.Equal((0, Pictures), (finished.ExitCode, finished.Json.GetProperty("indexed").GetInt32()));
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private static async Task WaitForImagesAsync(string library)
    {
        for (var tries = 0; tries < 2400; tries++)
        {
            if (File.Exists(Path.Combine(library, SqliteLibraryStore.FileName)))
            {
                await using var store = SqliteLibraryStore.Open(library);
                if ((await store.ReadImagesAsync(Cancel)).Count > 0)
                    return;
            }

            await Task.Delay(50, Cancel);
        }

        Assert.Fail("Indexing did not store anything within two minutes.");
    }

    private static async Task<List<(string Path, string Content, string Embedding)>> ReadAsync(string library)
    {
        await using var store = SqliteLibraryStore.Open(library);
        var images = new List<(string, string, string)>();
        await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(Cancel))
            images.Add((image.Path, image.Content.ToString(), Convert.ToHexString(MemoryMarshal.AsBytes(embedding.Span))));
        return images;
    }
}
