using System.Globalization;
using System.Text.Json;
using Kindred.Interactions;
using Kindred.Storage.Sqlite;
using Parquet.Serialization;

namespace Kindred.Tests.Cli;

/// <summary>The histories of all users, from files and into them.</summary>
public sealed class HistoryFileTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_CsvOfRatings_BecomesLikesDislikesAndSeen()
    {
        await ForgetAllAsync();

        var run = await ImportAsync("ratings.csv", """
            USER,picture,rating,time,comment
            1,cat/0.jpg,5,1700000000,"nice, isn't it"
            1,cat/1.jpg,2,1700000001000,
            "ann ""the"" first",dog/7.jpg,3,2026-11-24T09:00:00+01:00,

            1,dog/7.jpg,4,2026-11-24,
            """);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Imported 4 rows of 2 users: 4 new, 0 changed, 0 already there, in ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "1 like cat/0.jpg 1 2023-11-14T22:13:20", "1 dislike cat/1.jpg 1 2023-11-14T22:13:21",
                "1 like dog/7.jpg 1 2026-11-24T00:00:00",
                "ann \"the\" first seen dog/7.jpg 1 2026-11-24T08:00:00",
            ],
            await AllAsync());
    }

    [Fact]
    public async Task Import_Thresholds_AreThoseThatAreSet()
    {
        await ForgetAllAsync();

        await ImportAsync(
            "ratings.tsv", "user\tpicture\trating\nann\tcat/0.jpg\t7.5\nann\tcat/1.jpg\t7\nann\tdog/7.jpg\t3\n", "--like-from", "7.5",
            "--dislike-to", "3");

        Assert.Equal(
            ["ann like cat/0.jpg", "ann seen cat/1.jpg", "ann dislike dog/7.jpg"],
            (await AllAsync()).Select(row => string.Join(' ', row.Split(' ')[..3])));
    }

    [Fact]
    public async Task Import_Events_HaveTheWeightsOfTheirKinds()
    {
        await ForgetAllAsync();

        await ImportAsync(
            "events.jsonl", """
            {"user":7,"picture":"cat/0.jpg","kind":"view","time":1700000000}
            {"user":7,"picture":"cat/0.jpg","kind":"view","time":1700000001}
            {"user":"7","path":"cat/1.jpg","kind":"cart","time":"2026-11-24"}
            {"user":"7","picture":"cat/1.jpg","kind":"purchase","time":"2026-11-25","weight":2}
            {"user":"7","picture":"cat/1.jpg","kind":"wish-list","time":"2026-11-26"}
            """, "--kind-weight", "wish-list=0.7", "--kind-weight", "cart=0.55");

        Assert.Equal(
            ["view cat/0.jpg 0.2", "view cat/0.jpg 0.2", "cart cat/1.jpg 0.55", "purchase cat/1.jpg 2", "wish-list cat/1.jpg 0.7"],
            (await AllAsync()).Select(row => string.Join(' ', row.Split(' ')[1..4])));
        Assert.Contains("7  5 events", (await RunAsync("history")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.tsv")]
    [InlineData("out.jsonl")]
    [InlineData("out.parquet")]
    public async Task Export_OfAllUsers_ImportsToTheSameState(string name)
    {
        await FillAsync();
        var before = await AllAsync();
        var file = fixture.File(name);

        var export = await RunAsync("history", "--export", file, "--json");
        var again = await RunAsync("history", "--import", file, "--json");
        var unchanged = await AllAsync();
        await ForgetAllAsync();
        var anew = await RunAsync("history", "--import", file, "--json");

        Assert.Equal((0, before.Count), (export.ExitCode, Number(export.Json, "interactions")));
        Assert.Equal((0, 0, before.Count), (Number(again.Json, "new"), Number(again.Json, "updated"), Number(again.Json, "alreadyThere")));
        Assert.Equal(before, unchanged);
        Assert.Equal(before.Count, Number(anew.Json, "new"));
        Assert.Equal(before, await AllAsync());
    }

    [Fact]
    public async Task Import_ParquetOfAnotherProgram_TakesNumbersAndTimes()
    {
        await ForgetAllAsync();
        var file = fixture.File("other.parquet");
        Rating[] rows =
        [
            new() { user = 12, picture = "cat/0.jpg", rating = 5, time = new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc) },
            new() { user = 3_000_000_000, picture = "dog/7.jpg", rating = 1.5f,
                    time = new DateTime(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc) },
        ];
        await using (var stream = File.Create(file))
            await ParquetSerializer.SerializeAsync(rows, stream, cancellationToken: Cancel);

        Assert.Equal(0, (await RunAsync("history", "--import", file)).ExitCode);

        Assert.Equal(
            ["12 like cat/0.jpg 1 2026-11-24T08:00:00", "3000000000 dislike dog/7.jpg 1 2026-11-25T00:00:00"], await AllAsync());
    }

    [Theory]
    [InlineData("ann,cat/1.jpg,Love!,,", "its kind must be like, dislike, seen")]
    [InlineData("ann,cat/1.jpg,love,,", "no weight, and the kind 'love' has none of its own")]
    [InlineData("ann,cat/1.jpg,,,", "neither a kind nor a rating")]
    [InlineData("ann,,like,,", "it names no picture")]
    [InlineData(",cat/1.jpg,like,,", "a user's name must not be empty")]
    [InlineData("ann,cat/1.jpg,like,0,", "a weight is a number from 0.001 to 1000, not 0")]
    [InlineData("ann,cat/1.jpg,like,heavy,", "its weight must be a number, not 'heavy'")]
    [InlineData("ann,cat/1.jpg,like,,yesterday",
        "its time must look like 2026-11-24T08:00:00Z, or be Unix seconds or milliseconds, not 'yesterday'")]
    [InlineData("ann,cat/1.jpg,like", "it has 3 fields, where the header has 5")]
    [InlineData("ann,cat/0.jpg,dislike,,", "cat/0.jpg is both liked and disliked by ann, and no time says which came last")]
    public async Task Import_BrokenLine_IsNamedAndNothingIsTaken(string line, string fault)
    {
        await ForgetAllAsync();

        var run = await ImportAsync("broken.csv", $"user,picture,kind,weight,time\nann,cat/0.jpg,like,,\n\n{line}\nann,dog/7.jpg,like,,\n");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("broken.csv, line 4: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was imported.\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Import_UnknownPictures_AreCountedAndNamedAndCanBeSkipped()
    {
        await ForgetAllAsync();
        const string Rows = """
            user,picture,kind
            ann,cat/0.jpg,like
            ann,none.jpg,like
            bob,none.jpg,like
            bob,gone/1.jpg,like
            """;

        var refused = await ImportAsync("unknown.csv", Rows);
        var nothing = await AllAsync();
        var taken = await RunAsync("history", "--import", fixture.File("unknown.csv"), "--skip-unknown", "--json");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "3 rows about 2 pictures that the library does not have: none.jpg, gone/1.jpg, first in line 3.", refused.Error,
            StringComparison.Ordinal);
        Assert.Contains("--skip-unknown", refused.Error, StringComparison.Ordinal);
        Assert.Empty(nothing);
        Assert.Equal((1, 3), (Number(taken.Json, "new"), Number(taken.Json, "skipped")));
        Assert.Equal(["none.jpg", "gone/1.jpg"], taken.Json.GetProperty("unknown").EnumerateArray().Select(name => name.GetString()));
        Assert.StartsWith("ann like cat/0.jpg", Assert.Single(await AllAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user,kind\nann,like\n", "there is no column picture; the columns are user, kind")]
    [InlineData("picture,kind\na,like\n", "there is no column user")]
    [InlineData("user,picture\nann,cat/0.jpg\n", "there is no column kind or rating")]
    [InlineData("", "there is no header")]
    public async Task Import_WithoutAColumn_SaysWhich(string text, string fault) =>
        Assert.Contains("line 1: " + fault, (await ImportAsync("columns.csv", text)).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("history", "--import", "a.txt")]
    [InlineData("history", "--export", "a.txt")]
    [InlineData("history", "--user", "ann", "--export", "a.csv")]
    [InlineData("history", "--user", "ann", "--import", "a.jsonl", "--skip-unknown")]
    [InlineData("history", "--export", "a.csv", "--like-from", "3")]
    [InlineData("history", "--import", "a.csv", "--like-from", "2", "--dislike-to", "2")]
    [InlineData("history", "--import", "a.csv", "--kind-weight", "view")]
    [InlineData("history", "--import", "a.csv", "--kind-weight", "view=0")]
    public async Task History_WrongUsage_IsExitCodeTwo(params string[] args) => Assert.Equal(2, (await RunAsync(args)).ExitCode);

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", fixture.Library]);

    private async Task<CliRun> ImportAsync(string name, string text, params string[] args)
    {
        await File.WriteAllTextAsync(fixture.File(name), text, Cancel);
        return await RunAsync(["history", "--import", fixture.File(name), .. args]);
    }

    /// <summary>Choices and events of two users, in the order of their times, with names that need care.</summary>
    private async Task FillAsync()
    {
        await ForgetAllAsync();
        await ImportAsync("fill.jsonl", """
            {"user":"zoë, \"z\"","picture":"cat/0.jpg","kind":"like","time":"2026-11-24T08:00:00.1234567Z","weight":0.1}
            {"user":"ann","picture":"cat/0.jpg","kind":"dislike","time":"2026-11-24","weight":2.5}
            {"user":"ann","picture":"cat/1.jpg","kind":"view","time":"2026-11-23"}
            {"user":"ann","picture":"cat/0.jpg","kind":"view","time":"2026-11-23"}
            {"user":"ann","picture":"cat/0.jpg","kind":"view","time":"2026-11-22"}
            {"user":"ann","picture":"dog/7.jpg","kind":"wish-list","time":"2026-11-21","weight":0.3333333333333333}
            """);
    }

    private async Task ForgetAllAsync()
    {
        await using var store = SqliteLibraryStore.Open(fixture.Library);
        foreach (var user in await store.ReadUsersAsync(Cancel))
            await store.ForgetUserAsync(user.User, Cancel);
    }

    /// <summary>All interactions: user, kind, path, weight, time to the second.</summary>
    private async Task<List<string>> AllAsync()
    {
        await using var store = SqliteLibraryStore.Open(fixture.Library);
        var all = new List<string>();
        await foreach (Interaction read in store.ReadAllInteractionsAsync(Cancel))
        {
            all.Add(string.Create(
                CultureInfo.InvariantCulture, $"{read.User} {read.Kind} {read.Name} {read.Weight} {read.Time.UtcDateTime:s}"));
        }

        return all;
    }

#pragma warning disable IDE1006 // Properties become the columns' names.
    public sealed class Rating
    {
        public long user { get; set; }

        public string picture { get; set; } = "";

        public float rating { get; set; }

        public DateTime time { get; set; }
    }
#pragma warning restore IDE1006
}
