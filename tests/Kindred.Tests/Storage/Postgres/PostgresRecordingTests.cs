using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Postgres.Interactions;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Tables;
using Kindred.Tastes;
using Npgsql;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>What is recorded in PostgreSQL is what is recorded in a file, row for row and number for number.</summary>
public sealed class PostgresRecordingTests(PostgresServer server) : IDisposable
{
    private const int Users = 6;
    private const int Pictures = 8;

    private static readonly DateTimeOffset Now = new(1000, TimeSpan.Zero);
    private static readonly string[] Tables = ["users", "pictures", "kinds", "interactions", "tastes"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Record_WhatChanceDraws_WritesTheRowsOfAFile(int seed)
    {
        await using var file = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        await using var store = server.Open(_folder.Path);
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var now = Now.AddTicks(round);

            // The first has all users, and is not refused: a number that was given in vain is gone in PostgreSQL.
            var batches = Draw(random, batches: 1 + random.Next(3), rows: 5 + random.Next(60), areDated: round == 0);
            var window = 1 + random.Next(80);

            var expected = await ReportAsync(() => file.RecordAsync(Send(batches), now, Cancel));
            var recorded = await ReportAsync(() => RecordAsync(batches, now, window));

            Assert.Equal(expected, recorded);
            await SameOfBothAsync(random, now, file, store);
            Assert.Equal(await DigestsAsync(file), await DigestsAsync(store));
        }
    }

    /// <summary>Choices, what is forgotten, and tastes, as a page sends them.</summary>
    private static async Task SameOfBothAsync(Random random, DateTimeOffset now, params ILibraryStore[] stores)
    {
        var user = $"user {random.Next(Users)}";
        Choice[] choices = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => DrawChoice(random))];
        ContentHash[] contents = [Content(random.Next(Pictures)), Content(random.Next(Pictures))];
        var what = random.Next(4);
        var outcomes = new List<string>();
        foreach (var store in stores)
        {
            outcomes.Add(await ReportAsync(() => store.RecordAsync(user, choices, now, Cancel)));
            if (what == 0)
                outcomes[^1] += $" forgot {await store.ForgetAsync(user, contents, cancellationToken: Cancel)}";
            var ids = await store.ChangeTastesAsync(user, [new TasteChange(Id: null, contents, $"{what}")], Cancel);
            outcomes[^1] += $" taste {ids[0]}";
        }

        Assert.Single(outcomes.Distinct());
    }

    private static async Task<string> ReportAsync(Func<Task<RecordReport>> record)
    {
        try
        {
            return (await record()).ToString();
        }
        catch (ContradictoryRowException)
        {
            return "contradictory"; // Which of several such rows is named is up to the store.
        }
        catch (OppositeChoiceException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<List<string>> DigestsAsync(ILibraryStore store)
    {
        await using var reader = await store.OpenTablesAsync(Cancel);
        var digests = new List<string>();
        foreach (var table in LibraryTables.All.Where(table => Tables.Contains(table.Name)))
            digests.Add($"{table} {await RowsDigest.OfAsync(reader, table, _ => { }, Cancel)}");
        return digests;
    }

    /// <summary>Rows of few users and pictures, at few times, so that they meet; some name a picture as it was called otherwise.</summary>
    private static List<InteractionBatch> Draw(Random random, int batches, int rows, bool areDated)
    {
        string[] users = [.. Enumerable.Range(0, Users).Select(user => $"user {user}")];
        ChosenPicture[] pictures =
        [
            .. Enumerable.Range(0, Pictures).Select(picture => new ChosenPicture(Content(picture), $"{picture}.jpg")),
            .. Enumerable.Range(0, 2).Select(picture => new ChosenPicture(Content(picture), $"was {picture}.jpg")),
        ];
        random.Shuffle(users);
        random.Shuffle(pictures);
        string[] names = ["like", "dislike", "seen", "view", "purchase", "wish-list"];
        InteractionKind[] kinds = [.. names.Select(name => InteractionKind.Parse(name, provider: null))];
        InteractionRow Row(int number) => random.Next(kinds.Length) is var kind && kind == 5
            ? new InteractionRow(random.Next(Users), random.Next(pictures.Length), kind, Weight(), Ticks(), number)
            : new InteractionRow(
                random.Next(Users), random.Next(pictures.Length), kind, random.Next(3) == 0 ? Weight() : null, Ticks(), number);
        double? Weight() => random.Next(1, 5) / 2.0;
        long? Ticks() => !areDated && random.Next(4) == 0 ? null : random.Next(1, 6);

        // Like what is sent for good: all that the lists name is named by a row.
        var all = new List<InteractionBatch>();
        for (var batch = 0; batch < batches; batch++)
        {
            InteractionRow[] drawn = [.. Enumerable.Range(1, rows).Select(Row)];
            if (batch == 0)
            {
                drawn =
                [
                    .. Enumerable.Range(0, pictures.Length).Select(
                        place => new InteractionRow(place % Users, place, place % kinds.Length, Weight: 1, Ticks: 1, place + 1)),
                    .. drawn,
                ];
            }

            all.Add(new InteractionBatch(users, pictures, kinds, drawn));
        }

        return all;
    }

    private static Choice DrawChoice(Random random)
    {
        string[] kinds = ["like", "dislike", "seen", "view", "purchase"];
        var picture = random.Next(Pictures);
        return new Choice(
            InteractionKind.Parse(kinds[random.Next(kinds.Length)], provider: null), Content(picture), $"{picture}.jpg",
            random.Next(2) == 0 ? null : random.Next(1, 5) / 2.0,
            random.Next(2) == 0 ? null : new DateTimeOffset(random.Next(1, 6), TimeSpan.Zero),
            Replaces: random.Next(3) > 0);
    }

    private static ContentHash Content(int picture) => ContentHash.Of(BitConverter.GetBytes(picture));

    private static async IAsyncEnumerable<InteractionBatch> Send(List<InteractionBatch> batches)
    {
        await Task.CompletedTask;
        foreach (var batch in batches)
            yield return batch;
    }

    /// <summary>Records with few rows in memory, so that most wait in a table.</summary>
    private async Task<RecordReport> RecordAsync(List<InteractionBatch> batches, DateTimeOffset now, int window)
    {
        await using var connection = new NpgsqlConnection(server.AddressOf(_folder.Path).Settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        await connection.ExecuteAsync("BEGIN", Cancel);
        var report = await new BatchWriter(connection, now, window).WriteAsync(Send(batches), Cancel);
        await connection.ExecuteAsync("COMMIT", Cancel);
        return report;
    }
}
