using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Kindred.Galleries;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Cli;

/// <summary>Indexing as a process that is killed, interrupted, or not alone.</summary>
public sealed class IndexProcessTests(IndexProcessTests.DrawnPictures pictures)
    : IClassFixture<IndexProcessTests.DrawnPictures>, IDisposable
{
    /// <summary>Several times what is stored at once, so that a run has a middle.</summary>
    private const int Pictures = 320;
    private const int Kills = 4;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Gallery => pictures.Gallery;

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
        for (var i = 0; i < Kills; i++)
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

    [Theory]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Terminate)]
    public async Task Interrupted_StopsCleanly_AndTheNextRunContinues(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are a matter of Unix.");
        Assert.SkipWhen(Signal.IsIgnored(signal), "A shell that starts the tests in the background keeps Ctrl+C from all of them.");
        var library = Path.Combine(_folder.Path, "library");
        using var process = CliRun.Start("index", Gallery, "--library", library, "--json");
        await StopInTheMiddleAsync(process, library);
        // The run cannot store its next pictures until it has been seen to take the signal, however fast it is.
        await using (await KeepFromWritingAsync(process, library))
        {
            Signal.Send(process, signal);
            Signal.Send(process, Signal.Continue);
            await SaysAsync(process, "Stopping");
        }

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
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are a matter of Unix.");
        var library = Path.Combine(_folder.Path, "library");
        using var first = CliRun.Start("index", Gallery, "--library", library, "--json");
        await StopInTheMiddleAsync(first, library);
        var second = await CliRun.ProcessAsync("index", Gallery, "--library", library);
        Signal.Send(first, Signal.Continue);
        var finished = await CliRun.FinishAsync(first);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another kindred is indexing", second.Error, StringComparison.Ordinal);
        Assert.Equal((0, Pictures), (finished.ExitCode, finished.Json.GetProperty("indexed").GetInt32()));
    }

    /// <summary>
    /// Leaves an indexing process held after it has stored some pictures and before it has stored all. It works only in short spells until
    /// then: a process that runs freely can be done before a test has looked.
    /// </summary>
    private static async Task StopInTheMiddleAsync(Process process, string library)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                Signal.Send(process, Signal.Stop);
                if (await CountImagesAsync(library) > 0)
                    return true;
                Assert.False(process.HasExited, "Indexing ended without a picture.");
                Signal.Send(process, Signal.Continue);
                return false;
            },
            "Indexing has not stored anything.");
        Assert.InRange(await CountImagesAsync(library), 1, Pictures - 1);
    }

    private static async Task SaysAsync(Process process, string start)
    {
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return;
            said.Add(line);
        }

        Assert.Fail($"The process ended without saying: {start}. It said: {string.Join(" / ", said)}");
    }

    /// <summary>Takes the library's lock for writing from a process that is held, until what is returned is disposed.</summary>
    private static async Task<SqliteConnection> KeepFromWritingAsync(Process process, string library)
    {
        var connection = new SqliteConnection(
            $"Data Source={Path.Combine(library, SqliteLibraryStore.FileName)};Vfs={ChecksumLayer.Name};Pooling=False;Default Timeout=1");
        await connection.OpenAsync(Cancel);
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "BEGIN IMMEDIATE";
                    await command.ExecuteNonQueryAsync(Cancel);
                    return true;
                }
                catch (SqliteException)
                {
                    // The process was held while it wrote.
                    Signal.Send(process, Signal.Continue);
                    await Task.Yield();
                    Signal.Send(process, Signal.Stop);
                    return false;
                }
            },
            "The process does not stop writing.");
        Assert.InRange(await CountImagesAsync(library), 1, Pictures - 1);
        return connection;
    }

    private static async Task<int> CountImagesAsync(string library)
    {
        var file = Path.Combine(library, SqliteLibraryStore.FileName);
        if (!File.Exists(file))
            return 0;
        try
        {
            await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM images";
            command.CommandTimeout = 1;
            return Convert.ToInt32(await command.ExecuteScalarAsync(Cancel), CultureInfo.InvariantCulture);
        }
        catch (SqliteException)
        {
            // The process was held while it made the tables.
            return 0;
        }
    }

    private static async Task<List<(string Path, string Content, string Embedding)>> ReadAsync(string library)
    {
        await using var store = SqliteLibraryStore.Open(library);
        var images = new List<(string, string, string)>();
        await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(Cancel))
            images.Add((image.Path, image.Content.ToString(), Convert.ToHexString(MemoryMarshal.AsBytes(embedding.Span))));
        return images;
    }

    /// <summary>A gallery that all of them index, each into a library of its own.</summary>
    public sealed class DrawnPictures : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public DrawnPictures()
        {
            for (var i = 0; i < Pictures; i++)
                TestPictures.Write(_folder.File("gallery", $"{i % 8}", $"{i}.jpg"), i, 160, 120);
        }

        public string Gallery => Path.Combine(_folder.Path, "gallery");

        public void Dispose() => _folder.Dispose();
    }
}
