using Kindred.Interactions;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with users' interactions. A store's own tests inherit these.</summary>
public abstract class InteractionConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, 123, 456, TimeSpan.Zero);

    [Fact]
    public async Task New_HasNobody()
    {
        Assert.Empty(await Store.ReadUsersAsync(Cancel));
        Assert.Empty(await Store.ReadInteractionsAsync("ann", Cancel));
        Assert.Equal(0, await Store.ForgetUserAsync("ann", Cancel));
    }

    [Fact]
    public async Task Record_ReadBack_IsEqual()
    {
        var earlier = Now.AddTicks(-1);
        var time = earlier.ToOffset(TimeSpan.FromHours(3));
        await RecordAsync("ann", new Choice(InteractionKind.Like, Content("A"), "椅子 'x'.jpg", 0.1, time));

        var read = Assert.Single(await Store.ReadInteractionsAsync("ann", Cancel));

        Assert.Equal(new Interaction("ann", InteractionKind.Like, Content("A"), "椅子 'x'.jpg", 0.1, earlier), read);
        Assert.Equal(TimeSpan.Zero, read.Time.Offset);
    }

    [Fact]
    public async Task Record_NoWeightNoTime_IsOneAndNow()
    {
        await RecordAsync("ann", Like("A"));

        var read = Assert.Single(await Store.ReadInteractionsAsync("ann", Cancel));

        Assert.Equal((1.0, Now), (read.Weight, read.Time));
    }

    [Fact]
    public async Task Record_Again_ChangesNothing()
    {
        Assert.Equal(new RecordReport(1, 0, 0), await RecordAsync("ann", Like("A") with { Weight = 2 }));
        var before = await Store.ReadInteractionsAsync("ann", Cancel);

        var again = await Store.RecordAsync("ann", [Like("A") with { Name = "other.jpg" }, Like("A")], Now.AddDays(1), Cancel);

        Assert.Equal(new RecordReport(0, 0, 2), again);
        Assert.Equal(before, await Store.ReadInteractionsAsync("ann", Cancel));
    }

    [Fact]
    public async Task Record_OtherWeightOrTime_UpdatesThat()
    {
        await RecordAsync("ann", Like("A"), Like("B"));

        var report = await RecordAsync("ann", Like("A") with { Weight = 3 }, Like("B") with { Time = Now.AddDays(-1) });

        Assert.Equal(new RecordReport(0, 2, 0), report);
        Assert.Equal(
            [("B", 1.0, Now.AddDays(-1)), ("A", 3.0, Now)],
            (await Store.ReadInteractionsAsync("ann", Cancel)).Select(read => (read.Name, read.Weight, read.Time)));
    }

    [Fact]
    public async Task Read_OrdersByTimeThenByRecording()
    {
        await RecordAsync(
            "ann", Like("C"), Like("A") with { Time = Now.AddSeconds(1) }, Like("B"), Like("D") with { Time = Now.AddSeconds(-1) });

        Assert.Equal(["D", "C", "B", "A"], (await Store.ReadInteractionsAsync("ann", Cancel)).Select(read => read.Name));
    }

    [Theory]
    [InlineData("like", "dislike", "liked by ann")]
    [InlineData("dislike", "like", "disliked by ann")]
    public async Task Record_Opposite_IsRefusedAndNothingOfTheBatchIsKept(string firstKind, string secondKind, string part)
    {
        var (first, second) = (InteractionKind.Parse(firstKind, null), InteractionKind.Parse(secondKind, null));
        await RecordAsync("ann", new Choice(first, Content("A"), "a.jpg"));
        var refused = new Choice(second, Content("A"), "now.jpg");

        var exception = await Assert.ThrowsAsync<OppositeChoiceException>(
            () => RecordAsync("ann", new Choice(second, Content("B"), "b.jpg"), refused, new Choice(second, Content("C"), "c.jpg")));

        Assert.Equal((Fault.OppositeChoice, $"now.jpg is {part}.", "ann"), (exception.Fault, exception.Message, exception.User));
        Assert.Same(refused, exception.Choice);
        var kept = Assert.Single(await Store.ReadInteractionsAsync("ann", Cancel));
        Assert.Equal((first, Content("A")), (kept.Kind, kept.Content));
    }

    [Theory]
    [InlineData("like", "dislike")]
    [InlineData("dislike", "like")]
    public async Task Record_OppositeThatReplaces_TakesItsPlace(string firstKind, string secondKind)
    {
        var (first, second) = (InteractionKind.Parse(firstKind, null), InteractionKind.Parse(secondKind, null));
        var choice = new Choice(first, Content("A"), "a.jpg");
        await RecordAsync(
            "ann", choice with { Weight = 3 }, choice with { Kind = InteractionKind.Seen }, choice with { Content = Content("B") });
        await RecordAsync("bob", choice);

        var report = await Store.RecordAsync("ann", [choice with { Kind = second, Replaces = true }], Now.AddDays(1), Cancel);

        Assert.Equal(new RecordReport(1, 0, 0), report);
        Assert.Equal(
            [(InteractionKind.Seen, Content("A"), 1.0, Now), (first, Content("B"), 1.0, Now), (second, Content("A"), 1.0, Now.AddDays(1))],
            (await Store.ReadInteractionsAsync("ann", Cancel)).Select(read => (read.Kind, read.Content, read.Weight, read.Time)));
        Assert.Equal(first, Assert.Single(await Store.ReadInteractionsAsync("bob", Cancel)).Kind);
    }

    [Fact]
    public async Task Record_ReplacingWhereNothingContradicts_IsAsWithout()
    {
        await RecordAsync("ann", Like("A"), new Choice(InteractionKind.Seen, Content("B"), "B"));
        var before = await Store.ReadInteractionsAsync("ann", Cancel);

        var report = await RecordAsync(
            "ann", Like("A") with { Replaces = true }, new Choice(InteractionKind.Seen, Content("A"), "A", Replaces: true),
            Like("B") with { Replaces = true });

        Assert.Equal(new RecordReport(2, 0, 1), report);
        Assert.Equal(before, (await Store.ReadInteractionsAsync("ann", Cancel)).Take(2));
    }

    [Fact]
    public async Task Record_ReplacingInABatchThatIsRefused_KeepsWhatWasThere()
    {
        await RecordAsync("ann", Like("A"), Like("B"));

        await Assert.ThrowsAsync<OppositeChoiceException>(() => RecordAsync("ann", Dislike("A") with { Replaces = true }, Dislike("B")));

        Assert.All(await Store.ReadInteractionsAsync("ann", Cancel), read => Assert.Equal(InteractionKind.Like, read.Kind));
    }

    [Theory]
    [InlineData("like")]
    [InlineData("dislike")]
    public async Task Record_SeenBesideATaste_KeepsBoth(string tasteKind)
    {
        var taste = InteractionKind.Parse(tasteKind, null);
        await RecordAsync("ann", new Choice(InteractionKind.Seen, Content("A"), "a.jpg"), new Choice(taste, Content("A"), "a.jpg"));
        await RecordAsync("ann", new Choice(taste, Content("B"), "b.jpg"), new Choice(InteractionKind.Seen, Content("B"), "b.jpg"));

        Assert.Equal(
            [InteractionKind.Seen, taste, taste, InteractionKind.Seen],
            (await Store.ReadInteractionsAsync("ann", Cancel)).Select(read => read.Kind));
    }

    [Fact]
    public async Task Users_AreApart()
    {
        await RecordAsync("ann", Like("A"));
        await RecordAsync("Ann", Dislike("A"));

        Assert.Equal(InteractionKind.Like, Assert.Single(await Store.ReadInteractionsAsync("ann", Cancel)).Kind);
        Assert.Equal(InteractionKind.Dislike, Assert.Single(await Store.ReadInteractionsAsync("Ann", Cancel)).Kind);
    }

    [Fact]
    public async Task ReadUsers_CountsInOrdinalOrder()
    {
        await RecordAsync("\uFF5E", Like("A"));
        await RecordAsync("\U0001F600", Like("A")); // Ordinal order is that of UTF-16, where this comes before the one above.
        await RecordAsync("bob", Dislike("A"));
        await RecordAsync("ann", Like("A"), Like("B"), Dislike("C"), new Choice(InteractionKind.Seen, Content("D"), "D"));

        Assert.Equal(
            [new UserSummary("ann", 2, 1, 1), new("bob", 0, 1, 0), new("\U0001F600", 1, 0, 0), new("\uFF5E", 1, 0, 0)],
            await Store.ReadUsersAsync(Cancel));
    }

    [Fact]
    public async Task Forget_Contents_TakesTheirKindsOfThisUserOnly()
    {
        await RecordAsync("ann", Like("A"), new Choice(InteractionKind.Seen, Content("A"), "A"), Like("B"));
        await RecordAsync("bob", Like("A"));

        Assert.Equal(2, await Store.ForgetAsync("ann", [Content("A"), Content("Z")], cancellationToken: Cancel));

        Assert.Equal("B", Assert.Single(await Store.ReadInteractionsAsync("ann", Cancel)).Name);
        Assert.Single(await Store.ReadInteractionsAsync("bob", Cancel));
        Assert.Equal(new RecordReport(1, 0, 0), await RecordAsync("ann", Dislike("A")));
    }

    [Fact]
    public async Task ForgetUser_TakesAllOfThisUserOnly()
    {
        await RecordAsync("ann", Like("A"), Like("B"));
        await RecordAsync("bob", Like("A"));

        Assert.Equal(2, await Store.ForgetUserAsync("ann", Cancel));

        Assert.Equal("bob", Assert.Single(await Store.ReadUsersAsync(Cancel)).User);
    }

    [Fact]
    public async Task Record_StoppedHalfway_KeepsNothing()
    {
        using var stop = new CancellationTokenSource();
        var choices = Enumerable.Range(0, 1000).Select(i => Like($"{i}")).ToList();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.RecordAsync("ann", new StoppingList(choices, 500, stop), Now, stop.Token));

        Assert.Empty(await Store.ReadUsersAsync(Cancel));
    }

    [Fact]
    public async Task WriteSettings_OtherStamp_KeepsInteractions()
    {
        await FillAsync(("a.jpg", "A"));
        await RecordAsync("ann", Like("A"));

        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "model-b" }, SpaceKind.Visual), Cancel);

        Assert.Empty(await Store.ReadContentsAsync(Cancel));
        Assert.Equal(Content("A"), Assert.Single(await Store.ReadInteractionsAsync("ann", Cancel)).Content);
    }

    [Fact]
    public async Task Apply_RemovedOrRenamed_KeepsInteractions()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        await RecordAsync("ann", Like("A"), Like("B"));
        var changes = new LibraryChanges();
        changes.Renamed.Add(((await Store.ReadImagesAsync(Cancel))[1].Id, FileOf("c.jpg", "B")));
        await Store.ApplyAsync(changes, Cancel);
        await RemoveAsync("a.jpg");

        Assert.Equal([Content("A"), Content("B")], (await Store.ReadInteractionsAsync("ann", Cancel)).Select(read => read.Content));
    }

    [Fact]
    public async Task Prune_UnusedButLikedOrDisliked_AreKept()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"), ("d.jpg", "D"), ("e.jpg", "E"));
        await RecordAsync("ann", Like("A"), new Choice(InteractionKind.Seen, Content("C"), "c.jpg"));
        await RecordAsync("bob", Dislike("B"));
        await RemoveAsync("a.jpg", "b.jpg", "c.jpg", "d.jpg");

        Assert.Equal(2, await Store.PruneAsync(Cancel));

        string[] all = ["A", "B", "C", "D", "E"];
        Assert.Equal(3, (await Store.ReadContentEmbeddingsAsync([.. all.Select(Content)], Cancel)).Count);
        Assert.Equivalent(new[] { Content("A"), Content("B"), Content("E") }, await Store.ReadContentsAsync(Cancel), strict: true);
    }

    [Fact]
    public async Task Prune_ManyChosenButFewUnused_DropsNothing()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"), ("d.jpg", "D"));
        await RecordAsync("ann", Like("A"), Like("B"));
        await RemoveAsync("a.jpg", "b.jpg", "c.jpg");

        Assert.Equal(0, await Store.PruneAsync(Cancel));
    }

    private static Choice Like(string content) => new(InteractionKind.Like, Content(content), content);

    private static Choice Dislike(string content) => new(InteractionKind.Dislike, Content(content), content);

    private Task<RecordReport> RecordAsync(string user, params Choice[] choices) => Store.RecordAsync(user, choices, Now, Cancel);

    /// <summary>A list that asks to stop when it is read as far as one of its places.</summary>
    private sealed class StoppingList(List<Choice> choices, int place, CancellationTokenSource stop) : IReadOnlyList<Choice>
    {
        public int Count => choices.Count;

        public Choice this[int index] => choices[index];

        public IEnumerator<Choice> GetEnumerator()
        {
            for (var i = 0; i < choices.Count; i++)
            {
                if (i == place)
                    stop.Cancel();
                yield return choices[i];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
