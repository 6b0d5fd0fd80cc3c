using System.Globalization;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Tastes;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>
/// What every store has to do with events, and with interactions of many users at once. A store's own tests inherit these.
/// </summary>
public abstract class BatchConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, 123, 456, TimeSpan.Zero);
    private static readonly InteractionKind Wish = InteractionKind.Parse("wish-list", provider: null);

    [Fact]
    public async Task Record_Batch_IsReadBackUserByUser()
    {
        var report = await RecordAsync(
            ("bob", "A", "like", 1), ("ann", "B", "view", 3), ("bob", "B", "purchase", 2), ("ann", "A", "seen", 3),
            ("ann", "B", "view", 2));

        Assert.Equal(new RecordReport(5, 0, 0), report);
        Assert.Equal(
            ["bob like A 1 x1", "bob purchase B 2 x1", "ann view B 2 x0.2", "ann view B 3 x0.2", "ann seen A 3 x1"], await AllAsync());
        Assert.Equal(
            [new UserSummary("ann", 0, 0, 1, 2), new UserSummary("bob", 1, 0, 0, 1)], await Store.ReadUsersAsync(Cancel));
    }

    [Fact]
    public async Task Record_BatchAgain_ChangesNothing()
    {
        (string, string, string, int?)[] rows =
        [
            ("ann", "A", "like", 1), ("ann", "A", "dislike", 4), ("ann", "A", "like", 3), ("ann", "B", "view", 1), ("ann", "B", "view", 1),
            ("ann", "B", "view", 2), ("ann", "C", "cart", null), ("ann", "C", "cart", null), ("bob", "C", "seen", null),
            ("bob", "C", "seen", 5), ("bob", "A", "like", 7), ("bob", "A", "dislike", 7), ("bob", "B", "dislike", 8),
            ("bob", "B", "like", 8),
        ];
        await RecordAsync(rows);
        var before = await AllAsync();

        var again = await Store.RecordAsync(Batches([.. rows]), Now.AddDays(1), Cancel);

        Assert.Equal(new RecordReport(0, 0, rows.Length), again);
        Assert.Equal(before, await AllAsync());
        Assert.Equal(
            ["ann view B 1 x0.2", "ann view B 2 x0.2", "ann dislike A 4 x1", "ann cart C now x0.6"], before.Where(row => row[0] == 'a'));
        Assert.Equal(["bob dislike A 7 x1", "bob dislike B 8 x1", "bob seen C now x1"], before.Where(row => row[0] == 'b').Order());
    }

    [Fact]
    public async Task Record_InAnyOrder_TheLatestOpinionHolds()
    {
        (string, string, string, int?)[] rows = [("ann", "A", "like", 1), ("ann", "A", "dislike", 2), ("ann", "A", "like", 3)];

        foreach (var order in new[] { rows, [.. rows.Reverse()], [rows[1], rows[2], rows[0]] })
        {
            await RecordAsync(order);
            Assert.Equal(["ann like A 3 x1"], await AllAsync());
            await Store.ForgetUserAsync("ann", Cancel);
        }
    }

    [Fact]
    public async Task Record_ManyBatches_AreOneRecording()
    {
        string[] users = ["ann", "bob"];
        ChosenPicture[] pictures = [new(Content("A"), "A"), new(Content("B"), "B")];
        InteractionKind[] kinds = [InteractionKind.View, InteractionKind.Like];
        async IAsyncEnumerable<InteractionBatch> Send()
        {
            yield return new InteractionBatch(users[..1], pictures[..1], kinds[..1], new InteractionRow[] { new(0, 0, 0, null, 5, 1) });
            await Task.Yield();
            yield return new InteractionBatch(
                users, pictures, kinds, new InteractionRow[] { new(1, 1, 1, null, 6, 2), new(0, 0, 0, null, 5, 3), new(0, 1, 1, 3, 7, 4) });
        }

        Assert.Equal(new RecordReport(3, 0, 1), await Store.RecordAsync(Send(), Now, Cancel));
        Assert.Equal(["ann view A 5 x0.2", "ann like B 7 x3", "bob like B 6 x1"], await AllAsync());
    }

    [Fact]
    public async Task Record_BatchThatFailsLater_RecordsNothing()
    {
        async IAsyncEnumerable<InteractionBatch> Send()
        {
            await foreach (var batch in Batches(("ann", "A", "like", 1)))
                yield return batch;
            throw new KindredException("broken");
        }

        await Assert.ThrowsAsync<KindredException>(() => Store.RecordAsync(Send(), Now, Cancel));

        Assert.Empty(await AllAsync());
        Assert.Empty(await Store.ReadChosenPicturesAsync(Cancel));
        Assert.Null(await Store.FindUserNumberAsync("ann", Cancel));
    }

    [Fact]
    public async Task Record_OppositesWithoutTimes_AreContradictory()
    {
        var exception = await Assert.ThrowsAsync<ContradictoryRowException>(
            () => RecordAsync(("ann", "B", "like", null), ("ann", "A", "like", null), ("ann", "A", "dislike", null)));

        Assert.Equal((3, "A is both liked and disliked by ann, and no time says which came last."), (exception.Number, exception.Message));
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Record_WithoutTime_TakesThePlaceOfAnEarlierOpposite()
    {
        await RecordAsync(("ann", "A", "like", 1));

        Assert.Equal(new RecordReport(1, 0, 0), await RecordAsync(("ann", "A", "dislike", null)));

        Assert.Equal(["ann dislike A now x1"], await AllAsync());
    }

    [Fact]
    public async Task Record_LaterLike_KeepsItsWeightAndTaste()
    {
        await Store.RecordAsync("ann", [new Choice(InteractionKind.Like, Content("A"), "A", 3, At(1))], Now, Cancel);
        await Store.ChangeTastesAsync("ann", [new TasteChange(Id: null, [Content("A")], "sofas")], Cancel);

        Assert.Equal(new RecordReport(0, 1, 0), await RecordAsync(("ann", "A", "like", 9)));

        Assert.Equal(["ann like A 9 x3"], await AllAsync());
        Assert.Equal("sofas", Assert.Single(await Store.ReadTastesAsync("ann", Cancel)).Name);
    }

    [Fact]
    public async Task Record_DislikeOfTheLastLikeOfATaste_DropsTheTaste()
    {
        await RecordAsync(("ann", "A", "like", 1));
        await Store.ChangeTastesAsync("ann", [new TasteChange(Id: null, [Content("A")], "sofas")], Cancel);

        await RecordAsync(("ann", "A", "dislike", 2));

        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel));
    }

    [Fact]
    public async Task Record_AKindOfOnesOwn_KeepsTheWeightOfEach()
    {
        await Store.RecordAsync(
            "ann",
            [
                new Choice(Wish, Content("A"), "A", 0.7, At(1)), new Choice(Wish, Content("A"), "A", 0.3, At(2)),
                new Choice(Wish, Content("B"), "B", 0.7, At(3)), new Choice(Wish, Content("B"), "B", 0.1, At(3)),
            ],
            Now, Cancel);

        Assert.Equal(["ann wish-list A 1 x0.7", "ann wish-list A 2 x0.3", "ann wish-list B 3 x0.1"], await AllAsync());
    }

    [Fact]
    public async Task Forget_OneKind_TakesAllItsTimes()
    {
        await RecordAsync(("ann", "A", "view", 1), ("ann", "A", "view", 2), ("ann", "A", "like", 3), ("ann", "B", "view", 4));

        Assert.Equal(2, await Store.ForgetAsync("ann", [Content("A")], InteractionKind.View, Cancel));

        Assert.Equal(["ann like A 3 x1", "ann view B 4 x0.2"], await AllAsync());
    }

    [Fact]
    public async Task Tastes_OfPurchases_AreKept()
    {
        await RecordAsync(("ann", "A", "purchase", 1), ("ann", "A", "purchase", 2), ("ann", "B", "view", 3));

        await Store.ChangeTastesAsync("ann", [new TasteChange(Id: null, [Content("A"), Content("B")], "sofas")], Cancel);

        Assert.Equal([Content("A")], Assert.Single(await Store.ReadTastesAsync("ann", Cancel)).Likes);
    }

    [Fact]
    public async Task Prune_BoughtButGone_IsKeptAndViewedIsNot()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"), ("d.jpg", "D"));
        await RecordAsync(("ann", "A", "purchase", 1), ("ann", "B", "view", 1));
        await RemoveAsync("a.jpg", "b.jpg", "c.jpg");

        Assert.Equal(2, await Store.PruneAsync(Cancel));

        Assert.Equivalent(new[] { Content("A"), Content("D") }, await Store.ReadContentsAsync(Cancel), strict: true);
    }

    [Fact]
    public async Task ReadBlocks_HasEveryRowByNumberWithItsSign()
    {
        await RecordAsync(
            ("bob", "A", "dislike", 1), ("ann", "B", "view", 3), ("bob", "B", "purchase", 2), ("ann", "A", "seen", 3),
            ("ann", "B", "view", 2));
        await Store.RecordAsync("bob", [new Choice(InteractionKind.Dislike, Content("C"), "C", 2.5, At(9))], Now, Cancel);

        var rows = new List<(int User, string Picture, float Weight, long Ticks)>();
        var users = new Dictionary<int, string>();
        foreach (var user in new[] { "ann", "bob" })
            users[(await Store.FindUserNumberAsync(user, Cancel))!.Value] = user;
        string[] names = ["A", "B", "C"];
        await foreach (var block in Store.ReadBlocksAsync(Cancel))
        {
            var pictures = await Store.ReadChosenPicturesAsync(Cancel);
            for (var i = 0; i < block.Count; i++)
            {
                var name = names.Single(name => Content(name) == pictures[block.Pictures[i]]);
                rows.Add((block.Users[i], name, block.Weights[i], block.Ticks[i]));
            }
        }

        Assert.Equal(
            [
                ("bob", "A", -1f, 1), ("bob", "B", 1f, 2), ("bob", "C", -2.5f, 9), ("ann", "A", 0f, 3), ("ann", "B", 0.2f, 2),
                ("ann", "B", 0.2f, 3),
            ],
            rows.Select(row => (users[row.User], row.Picture, row.Weight, row.Ticks)));
        Assert.Equal(rows.Select(row => row.User).Order(), rows.Select(row => row.User));
    }

    [Fact]
    public async Task ReadBlocks_OfMoreThanABlock_HasAll()
    {
        await RecordAsync([.. Enumerable.Range(0, 40_000).Select(i => ($"u{i % 7}", $"{i % 11}", "view", (int?)i))]);

        var (count, sum) = (0, 0L);
        await foreach (var block in Store.ReadBlocksAsync(Cancel))
        {
            count += block.Count;
            sum += block.Ticks.AsSpan(0, block.Count).ToArray().Sum();
        }

        Assert.Equal((40_000, 40_000L * 39_999 / 2), (count, sum));
    }

    [Fact]
    public async Task UserNumbers_OfThoseForgotten_AreNotGivenAgain()
    {
        await RecordAsync(("ann", "A", "like", 1));
        var number = await Store.FindUserNumberAsync("ann", Cancel);
        await Store.ForgetUserAsync("ann", Cancel);
        Assert.Null(await Store.FindUserNumberAsync("ann", Cancel));

        await RecordAsync(("bob", "A", "like", 1));

        Assert.NotEqual(number, await Store.FindUserNumberAsync("bob", Cancel));
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static async IAsyncEnumerable<InteractionBatch> Batches(params (string User, string Picture, string Kind, int? Ticks)[] rows)
    {
        await Task.CompletedTask;
        string[] users = [.. rows.Select(row => row.User).Distinct()];
        string[] pictures = [.. rows.Select(row => row.Picture).Distinct()];
        string[] kinds = [.. rows.Select(row => row.Kind).Distinct()];
        yield return new InteractionBatch(
            users, [.. pictures.Select(picture => new ChosenPicture(Content(picture), picture))],
            [.. kinds.Select(kind => InteractionKind.Parse(kind, provider: null))],
            rows.Select((row, i) => new InteractionRow(
                Array.IndexOf(users, row.User), Array.IndexOf(pictures, row.Picture), Array.IndexOf(kinds, row.Kind),
                Weight: null, row.Ticks,
                i + 1)).ToArray());
    }

    private Task<RecordReport> RecordAsync(params (string User, string Picture, string Kind, int? Ticks)[] rows) =>
        Store.RecordAsync(Batches(rows), Now, Cancel);

    /// <summary>All interactions, such as "ann view A 2 x0.2": user, kind, picture, time in ticks, weight.</summary>
    private async Task<List<string>> AllAsync()
    {
        var all = new List<string>();
        await foreach (var read in Store.ReadAllInteractionsAsync(Cancel))
        {
            var time = read.Time == Now ? "now" : $"{read.Time.Ticks}";
            all.Add(string.Create(CultureInfo.InvariantCulture, $"{read.User} {read.Kind} {read.Name} {time} x{read.Weight}"));
        }

        return all;
    }
}
