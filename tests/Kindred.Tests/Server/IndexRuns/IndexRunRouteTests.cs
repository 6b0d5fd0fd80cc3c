using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Tests.Cli;
using Kindred.Tests.Libraries;
using Kindred.Vision;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Server.IndexRuns;

/// <summary>Index runs over HTTP, and how the gallery that requests see follows the library. Every test has a library of its own.</summary>
public sealed class IndexRunRouteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Library => Path.Combine(_folder.Path, "library");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_AfterAFileWasAdded_ShowsItWithoutARestart()
    {
        await using var run = await ServeAsync(3);
        var before = await run.GalleryNumberAsync();
        Write("cat/new.jpg", 100);

        using var started = await run.SendAsync(HttpMethod.Post, "/api/index");
        var done = await run.IndexedAsync();

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal("/api/index", started.Headers.Location?.ToString());
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal(
            (1, 3),
            (done.GetProperty("report").GetProperty("indexed").GetInt32(), done.GetProperty("report").GetProperty("unchanged").GetInt32()));
        Assert.Equal(4, (await run.GetAsync("/api/images")).GetProperty("total").GetInt32());
        Assert.True(await run.GalleryNumberAsync() > before);
        var id = await run.IdAsync("cat/new.jpg");
        Assert.Equal(3, (await run.GetAsync($"/api/images/{id}/similar")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Start_OfOneOfTheFolders_Works()
    {
        await using var run = await ServeAsync(2);

        var answer = await run.JsonAsync(
            HttpMethod.Post, "/api/index", $$"""{"folder":{{JsonSerializer.Serialize(Path.Combine(_folder.Path, "gallery"))}}}""");

        Assert.Equal("running", answer.GetProperty("state").GetString());
        Assert.Equal(2, (await run.IndexedAsync()).GetProperty("report").GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task Start_OfAnotherFolder_IsRefused()
    {
        await using var run = await ServeAsync(2);
        TestPictures.Write(_folder.File("secret", "1.jpg"), 300);
        var gallery = Path.Combine(_folder.Path, "gallery");

        foreach (var folder in new[]
        {
            "/etc", "/", "", ".", "..", Path.Combine(_folder.Path, "secret"), gallery + "/../secret", gallery + "/cat", gallery + "/",
            gallery.ToUpperInvariant(),
        })
            Assert.Equal(
                HttpStatusCode.BadRequest, await run.StatusAsync(HttpMethod.Post, "/api/index", JsonSerializer.Serialize(new { folder })));

        Assert.Equal("idle", (await run.GetAsync("/api/index")).GetProperty("state").GetString());
        Assert.Equal(2, (await run.GetAsync("/api/images")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Start_OfALibraryWithoutFolders_IsAConflict()
    {
        await using var run = await ServerRun.StartAsync(Library);

        Assert.Equal(HttpStatusCode.Conflict, await run.StatusAsync(HttpMethod.Post, "/api/index"));
    }

    [Fact]
    public async Task Start_WhileOneIsRunning_IsAConflictAndStopKeepsWhatWasDone()
    {
        await IndexAsync(2);
        for (var i = 0; i < 40; i++)
            Write($"cat/more{i}.jpg", 1000 + i);
        // The run is held at its third picture until it has been told to stop, however fast the machine indexes.
        using var isTold = new ManualResetEventSlim();
        using var embedder = OnnxEmbedder.Load();
        var embedded = 0;
        var held = new CountingEmbedder(embedder, () =>
        {
            if (++embedded == 3)
                isTold.Wait(Cancel);
        });
        await using var run = await ServerRun.StartAsync(Library, createEmbedder: () => held);

        using var first = await run.SendAsync(HttpMethod.Post, "/api/index");
        var second = await run.StatusAsync(HttpMethod.Post, "/api/index");
        await Eventually.TrueAsync(
            async () => (await run.GetAsync("/api/index")).GetProperty("done").GetInt32() > 0, "The run has not begun.");
        using var stopped = await run.SendAsync(HttpMethod.Delete, "/api/index");
        isTold.Set();
        var ended = await run.IndexedAsync();

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.Accepted), (first.StatusCode, second, stopped.StatusCode));
        Assert.Equal("interrupted", ended.GetProperty("state").GetString());
        var kept = ended.GetProperty("report").GetProperty("indexed").GetInt32();
        Assert.InRange(kept, 2, 40);
        Assert.Equal(2 + kept, (await run.GetAsync("/api/images")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, await run.StatusAsync(HttpMethod.Delete, "/api/index"));
    }

    [Fact]
    public async Task Events_OfARun_TellProgressAndEndWithDone()
    {
        await using var run = await ServeAsync(2);
        for (var i = 0; i < 40; i++)
            Write($"dog/more{i}.jpg", 1000 + i);
        // A run can't end before somebody listens: it can't store while another writes.
        await using var writer = new SqliteConnection(
            $"Data Source={Path.Combine(Library, SqliteLibraryStore.FileName)};Vfs={ChecksumLayer.Name};Pooling=False");
        await writer.OpenAsync(Cancel);
        await using var writing = await writer.BeginTransactionAsync(Cancel);
        await run.JsonAsync(HttpMethod.Post, "/api/index");

        var events = await EventsAsync(run, atTheFirst: writing.Rollback);

        Assert.Equal("done", events[^1].Type);
        Assert.All(events.SkipLast(1), one => Assert.Equal(("progress", "running"), (one.Type, one.Run.GetProperty("state").GetString())));
        Assert.NotEmpty(events.SkipLast(1));
        Assert.Equal(40, events[^1].Run.GetProperty("report").GetProperty("indexed").GetInt32());
        Assert.Equal(
            events.Select(one => one.Run.GetProperty("done").GetInt32()).Order(),
            events.Select(one => one.Run.GetProperty("done").GetInt32()));
        var schema = (await run.DocumentAsync()).Find("GET", "/api/index/events")!.Responses.GetProperty("200").GetProperty("content")
            .GetProperty("text/event-stream").GetProperty("schema");
        foreach (var one in events)
            Assert.Empty((await run.DocumentAsync()).Faults(one.Run, schema));
    }

    [Fact]
    public async Task Events_WhenNothingRuns_AreOneDone()
    {
        await using var run = await ServeAsync(1);

        var one = Assert.Single(await EventsAsync(run));

        Assert.Equal(("done", "idle"), (one.Type, one.Run.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Start_AfterAPictureWasRemoved_MakesItGoAway()
    {
        await using var run = await ServeAsync(3);
        var id = await run.IdAsync("cat/1.jpg");
        await run.JsonAsync(HttpMethod.Put, $"/api/users/ann/interactions/{id}", """{"kind":"like"}""");
        File.Delete(Path.Combine(_folder.Path, "gallery", "cat", "1.jpg"));
        Assert.Equal(HttpStatusCode.Gone, await run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file"));

        await run.JsonAsync(HttpMethod.Post, "/api/index");
        var done = await run.IndexedAsync();

        Assert.Equal(1, done.GetProperty("report").GetProperty("removed").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, await run.StatusAsync(HttpMethod.Get, $"/api/images/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail"));
        // The like outlives the picture: it has no image any more.
        var like = Assert.Single((await run.GetAsync("/api/users/ann/interactions")).GetProperty("items").EnumerateArray());
        Assert.Equal((JsonValueKind.Null, "cat/1.jpg"), (like.GetProperty("image").ValueKind, like.GetProperty("path").GetString()));
        // And can be forgotten by its content.
        Assert.Equal(
            HttpStatusCode.NoContent,
            await run.StatusAsync(HttpMethod.Delete, $"/api/users/ann/interactions/{like.GetProperty("content").GetString()}"));
        Assert.Empty((await run.GetAsync("/api/users/ann/interactions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Gallery_WhenAnotherProcessIndexes_Follows()
    {
        await using var run = await ServeAsync(2);
        Write("dog/other.jpg", 200);

        using var process = CliRun.Start("index", Path.Combine(_folder.Path, "gallery"), "--library", Library);
        var indexed = await CliRun.FinishAsync(process);

        Assert.Equal(0, indexed.ExitCode);
        await WaitForAsync(run, 3);
        Assert.Equal(HttpStatusCode.OK, await run.StatusAsync(HttpMethod.Get, $"/api/images/{await run.IdAsync("dog/other.jpg")}/file"));
    }

    [Fact]
    public async Task Gallery_OfAnEmptyLibrary_HasNothingUntilItIsIndexed()
    {
        await using var run = await ServerRun.StartAsync(Library);

        foreach (var (address, list) in new[]
        {
            ("/api/images", "items"), ("/api/labels", "items"), ("/api/near-duplicates", "items"),
            ("/api/users/a/recommendations", "items"), ("/api/failures", "items"), ("/api/users", "items"),
        })
            Assert.Empty((await run.GetAsync(address)).GetProperty(list).EnumerateArray());
        Assert.Empty((await run.JsonAsync(HttpMethod.Post, "/api/recommendations", "{}")).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, await run.StatusAsync(HttpMethod.Get, "/api/images/1"));
        Assert.Equal(JsonValueKind.Null, (await run.GetAsync("/api/status")).GetProperty("stamp").ValueKind);

        Write("cat/first.jpg", 1);
        Assert.Equal(0, (await CliRun.InProcessAsync("index", Path.Combine(_folder.Path, "gallery"), "--library", Library)).ExitCode);
        await WaitForAsync(run, 1);
    }

    [Fact]
    public async Task Watch_ANewFile_PicksItUp()
    {
        await IndexAsync(2);
        await using var run = await ServerRun.StartAsync(Library, options => options with { Watch = true });
        Assert.True((await run.GetAsync("/api/status")).GetProperty("watching").GetBoolean());

        // Once: a file that is there before the watch begins is found by the run at its beginning.
        Write("cat/watched.jpg", 700);
        await WaitForAsync(run, 3);
    }

    [Fact]
    public async Task IndexAtStart_ANewLibrary_IsFilled()
    {
        Write("cat/1.jpg", 1);
        await using var run = await ServerRun.StartAsync(
            Library, options => options with { IndexAtStart = Path.Combine(_folder.Path, "gallery") });

        await WaitForAsync(run, 1);
    }

    [Fact]
    public async Task Requests_DuringIndexRuns_NeverFailAndNeverMix()
    {
        await using var run = await ServeAsync(20);
        var ending = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);

        var hammering = Enumerable.Range(0, 3).Select(async _ =>
        {
            while (!Volatile.Read(ref ending))
            {
                using var response = await run.SendAsync(HttpMethod.Get, "/api/images?limit=500");
                var list = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
                var paths = list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()).ToArray();
                Assert.Equal(list.GetProperty("total").GetInt32(), paths.Length);
                Assert.Equal(paths.Distinct().Order(StringComparer.Ordinal), paths);
                lock (seen)
                    seen.Add($"{Assert.Single(response.Headers.GetValues("X-Kindred-Gallery"))}: {paths.Length}");

                var id = list.GetProperty("items")[0].GetProperty("id").GetInt64();
                using var similar = await run.SendAsync(HttpMethod.Get, $"/api/images/{id}/similar?limit=500");
                Assert.Equal(HttpStatusCode.OK, similar.StatusCode);
                var results = JsonDocument.Parse(await similar.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("items");
                lock (seen)
                    seen.Add($"{Assert.Single(similar.Headers.GetValues("X-Kindred-Gallery"))}: {results.GetArrayLength() + 1}");
                Assert.Equal(
                    HttpStatusCode.OK, await run.StatusAsync(HttpMethod.Get, $"/api/images/{results[0].GetProperty("id").GetInt64()}"));
                Assert.Equal(HttpStatusCode.OK, await run.StatusAsync(HttpMethod.Get, "/api/users/ann/recommendations?limit=5"));
            }
        }).ToArray();
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 10; i++)
                Write($"dog/round{round}-{i}.jpg", 2000 + (100 * round) + i);
            await run.JsonAsync(HttpMethod.Post, "/api/index");
            Assert.Equal("done", (await run.IndexedAsync()).GetProperty("state").GetString());
        }

        Volatile.Write(ref ending, true);
        await Task.WhenAll(hammering);
        Assert.Equal(60, (await run.GetAsync("/api/images")).GetProperty("total").GetInt32());
        // One snapshot has one size, whichever request looks at it.
        Assert.Distinct(seen.Select(one => one.Split(':')[0]));
    }

    private static Task WaitForAsync(ServerRun run, int total) => Eventually.TrueAsync(
        async () => (await run.GetAsync("/api/images")).GetProperty("total").GetInt32() == total, "The gallery has not followed.");

    private static async Task<List<(string Type, JsonElement Run)>> EventsAsync(ServerRun run, Action? atTheFirst = null)
    {
        using var response = await run.SendAsync(HttpMethod.Get, "/api/index/events");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string, JsonElement)>();
        await foreach (var one in SseParser.Create(await response.Content.ReadAsStreamAsync(Cancel)).EnumerateAsync(Cancel))
        {
            if (events.Count == 0)
                atTheFirst?.Invoke();
            events.Add((one.EventType, JsonDocument.Parse(one.Data).RootElement));
        }
        return events;
    }

    private void Write(string path, int seed) => TestPictures.Write(_folder.File(["gallery", .. path.Split('/')]), seed);

    private async Task IndexAsync(int pictures)
    {
        for (var i = 0; i < pictures; i++)
            Write($"cat/{i}.jpg", i);
        Assert.Equal(0, (await CliRun.InProcessAsync("index", Path.Combine(_folder.Path, "gallery"), "--library", Library)).ExitCode);
    }

    private async Task<ServerRun> ServeAsync(int pictures)
    {
        await IndexAsync(pictures);
        return await ServerRun.StartAsync(Library);
    }
}
