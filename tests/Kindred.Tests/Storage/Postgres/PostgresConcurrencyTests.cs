using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Postgres.Interactions;
using Npgsql;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>Several processes record interactions in one library at once, and it is as if one had done so after the other.</summary>
public sealed class PostgresConcurrencyTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly PostgresServer _server;
    private readonly TemporaryFolder _folder = new();
    private PostgresLibraryStore _store = null!; // Set before every test.

    public PostgresConcurrencyTests(PostgresServer server) => _server = server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _server.Open(_folder.Path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("COMMIT", "A B")]
    [InlineData("ROLLBACK", "B")]
    public async Task Pictures_OfTwoTransactions_GetTheirPlacesInTheOrderOfCommits(string end, string pictures)
    {
        await using var first = await ConnectAsync();
        await first.ExecuteAsync("BEGIN", Cancel);
        await ChoiceWriter.WriteAsync(first, "ann", [Like("A")], Now, Cancel);

        var second = _store.RecordAsync("bob", [Like("B")], Now, Cancel);
        await WaitAsync();
        Assert.Empty(await _store.ReadChosenPicturesAsync(Cancel));
        await first.ExecuteAsync(end, Cancel);
        await second;

        Assert.Equal(pictures.Split(' ').Select(Content), await _store.ReadChosenPicturesAsync(Cancel));
    }

    [Fact]
    public async Task Picture_OfTwoTransactions_HasOnePlace()
    {
        await using var first = await ConnectAsync();
        await first.ExecuteAsync("BEGIN", Cancel);
        await ChoiceWriter.WriteAsync(first, "ann", [Like("A")], Now, Cancel);

        var second = _store.RecordAsync("bob", [Like("A"), Like("B")], Now, Cancel);
        await WaitAsync();
        await first.ExecuteAsync("COMMIT", Cancel);
        await second;

        Assert.Equal([Content("A"), Content("B")], await _store.ReadChosenPicturesAsync(Cancel));
    }

    [Fact]
    public async Task Record_KnownPictures_WaitsForNobodyWhoAddsOthers()
    {
        await _store.RecordAsync("bob", [Like("A")], Now, Cancel);
        await using var first = await ConnectAsync();
        await first.ExecuteAsync("BEGIN", Cancel);
        await ChoiceWriter.WriteAsync(first, "ann", [Like("B")], Now, Cancel);

        await _store.RecordAsync("cleo", [Like("A")], Now, Cancel);

        Assert.Equal(["bob", "cleo"], (await _store.ReadUsersAsync(Cancel)).Select(user => user.User));
    }

    [Theory]
    [InlineData("COMMIT", "like", typeof(OppositeChoiceException))]
    [InlineData("ROLLBACK", "dislike", null)]
    public async Task Record_OppositeOfWhatAnotherTransactionRecords_IsDecidedWhenThatEnds(
        string end, string kind, Type? refused)
    {
        await using var first = await ConnectAsync();
        await first.ExecuteAsync("BEGIN", Cancel);
        await ChoiceWriter.WriteAsync(first, "ann", [Like("A")], Now, Cancel);

        var second = Record.ExceptionAsync(() => _store.RecordAsync("ann", [Dislike("A")], Now, Cancel));
        await WaitAsync();
        await first.ExecuteAsync(end, Cancel);

        Assert.Equal(refused, (await second)?.GetType());
        Assert.Equal(kind, Assert.Single(await _store.ReadInteractionsAsync("ann", Cancel)).Kind.Name);
    }

    [Fact]
    public async Task Record_OfAUserWhoIsBeingForgotten_MakesThemAnew()
    {
        await _store.RecordAsync("ann", [Like("A")], Now, Cancel);
        var number = await _store.FindUserNumberAsync("ann", Cancel);
        await using var first = await ConnectAsync();
        await first.ExecuteAsync("BEGIN", Cancel);
        await InteractionRows.ForgetUserAsync(first, "ann", Cancel);

        var second = _store.RecordAsync("ann", [Like("A")], Now, Cancel);
        await WaitAsync();
        await first.ExecuteAsync("COMMIT", Cancel);

        Assert.Equal(new RecordReport(1, 0, 0), await second);
        Assert.NotEqual(number, await _store.FindUserNumberAsync("ann", Cancel));
    }

    [Fact]
    public async Task Record_TheSameOfOneUserManyTimesAtOnce_IsNewOnce()
    {
        await using var other = _server.Open(_folder.Path);

        var reports = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? _store : other).RecordAsync(
            "ann", [.. Enumerable.Range(i, 10).Select(picture => Like($"{picture}"))], Now, Cancel)));

        Assert.Equal((25, 0, 135), (reports.Sum(one => one.New), reports.Sum(one => one.Updated), reports.Sum(one => one.AlreadyThere)));
        Assert.Equal(25, (await _store.ReadChosenPicturesAsync(Cancel)).Distinct().Count());
        await using var look = await ConnectAsync();
        Assert.Equal(
            (25L, 25L),
            (await look.ScalarAsync("SELECT count(DISTINCT position) FROM interactions", Cancel),
                await look.ScalarAsync("SELECT max(position) FROM interactions", Cancel)));
    }

    [Fact]
    public async Task Import_BesideAnotherInTheOppositeOrder_RecordsAllOfBoth()
    {
        await using var other = _server.Open(_folder.Path);
        string[] users = [.. Enumerable.Range(0, 60).Select(user => $"user{user}")];
        for (var round = 0; round < 5; round++)
        {
            // Half of them are new in every round.
            string[] own = [.. users.Take(30), .. users.Skip(30).Select(user => $"{user} of {round}")];
            string[] reversed = [.. own.Reverse()];

            await Task.WhenAll(
                _store.RecordAsync(Views(own, $"a{round}"), Now, Cancel), other.RecordAsync(Views(reversed, $"b{round}"), Now, Cancel),
                _store.RecordAsync(own[45], [Like("A")], Now, Cancel), other.RecordAsync(own[15], [Like($"c{round}")], Now, Cancel));
        }

        var counts = await _store.ReadUsersAsync(Cancel);
        Assert.Equal(30 + (5 * 30), counts.Count);
        Assert.Equal(5 * 2 * 60, counts.Sum(user => user.Events));
        var chosen = await _store.ReadChosenPicturesAsync(Cancel);
        Assert.Equal(chosen.Count, chosen.Distinct().Count());
        Assert.Equal(16, (await _store.ReadChosenPicturesAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Import_WhileItsSourceWaits_LetsOthersRecordOfTheSameUsers()
    {
        await _store.RecordAsync("ann", [Like("A")], Now, Cancel);

        async IAsyncEnumerable<InteractionBatch> SendAsync()
        {
            await foreach (var batch in Views(["ann"], "B"))
                yield return batch;
            await _store.RecordAsync("ann", [Like("C")], Now, Cancel); // Would wait for good if the import held a lock already.
        }

        Assert.Equal(new RecordReport(1, 0, 0), await _store.RecordAsync(SendAsync(), Now, Cancel));

        Assert.Equal(["A", "B", "C"], (await _store.ReadInteractionsAsync("ann", Cancel)).Select(read => read.Name).Order());
    }

    private static ContentHash Content(string content) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(content));

    private static Choice Like(string content) => new(InteractionKind.Like, Content(content), content);

    private static Choice Dislike(string content) => Like(content) with { Kind = InteractionKind.Dislike };

    /// <summary>A batch in which each user has looked at a picture.</summary>
    private static async IAsyncEnumerable<InteractionBatch> Views(string[] users, string picture)
    {
        await Task.CompletedTask;
        yield return new InteractionBatch(
            users, [new ChosenPicture(Content(picture), picture)], [InteractionKind.View],
            users.Select((_, user) => new InteractionRow(user, Picture: 0, Kind: 0, Weight: null, Ticks: 1, user)).ToArray());
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_server.AddressOf(_folder.Path).Settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        return connection;
    }

    /// <summary>Waits until a transaction waits for another one in the library.</summary>
    private async Task WaitAsync()
    {
        await using var look = await ConnectAsync();
        await Eventually.TrueAsync(async () => 1L == (long)(await look.ScalarAsync(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND cardinality(pg_blocking_pids(pid)) > 0
            AND pg_blocking_pids(pid) && ARRAY(
                SELECT pid FROM pg_locks JOIN pg_class ON pg_class.oid = pg_locks.relation
                WHERE pg_class.relnamespace = current_schema()::regnamespace)
            """, Cancel))!, "Nobody waits.");
    }
}
