using Kindred.Images;
using Kindred.Interactions;

namespace Kindred.Tests.Interactions;

public sealed class InteractionLogTests : InteractionFixture
{
    [Fact]
    public async Task Record_Images_AreReadBackAsTheyWereChosen()
    {
        Assert.Equal(new RecordReport(2, 0, 0), await LikeAsync(" ann ", Sofa, Bed));

        Assert.Equal(
            [
                new Interaction("ann", InteractionKind.Like, Sofa.Content, "sofa/1.jpg", 1, Start),
                new Interaction("ann", InteractionKind.Like, Bed.Content, "bed/1.jpg", 1, Start),
            ],
            await Log.ReadAsync("ann", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Record_ADayLater_KeepsTheFirstTime()
    {
        await LikeAsync("ann", Sofa);
        Clock.Now = Start.AddDays(1);

        Assert.Equal(new RecordReport(1, 0, 1), await LikeAsync("ann", Sofa, Bed));

        Assert.Equal([Start, Start.AddDays(1)], (await Log.ReadAsync("ann", cancellationToken: Cancel)).Select(read => read.Time));
    }

    [Fact]
    public async Task Record_WithWeightAndTime_UpdatesBoth()
    {
        await LikeAsync("ann", Sofa);

        var report = await Log.RecordAsync("ann", InteractionKind.Like, [Sofa], 0.5, Start.AddDays(-1), cancellationToken: Cancel);

        Assert.Equal(new RecordReport(0, 1, 0), report);
        var read = Assert.Single(await Log.ReadAsync("ann", cancellationToken: Cancel));
        Assert.Equal((0.5, Start.AddDays(-1)), (read.Weight, read.Time));
    }

    [Fact]
    public async Task Record_SameContentTwiceInOneCall_IsOne()
    {
        var copy = Sofa with { Path = "copy.jpg" };

        Assert.Equal(new RecordReport(1, 0, 1), await LikeAsync("ann", Sofa, copy));
    }

    [Theory]
    [InlineData("like", "dislike")]
    [InlineData("dislike", "like")]
    public async Task Record_Opposite_SaysWhatToForget_AndThenWorks(string firstKind, string secondKind)
    {
        var (first, second) = (InteractionKind.Parse(firstKind, null), InteractionKind.Parse(secondKind, null));
        await Log.RecordAsync("ann", first, [Sofa], cancellationToken: Cancel);

        var exception = await Assert.ThrowsAsync<OppositeChoiceException>(
            () => Log.RecordAsync("ann", second, [Bed, Sofa], cancellationToken: Cancel));
        Assert.Equal(("ann", "sofa/1.jpg"), (exception.User, exception.Choice.Name));
        Assert.Single(await Log.ReadAsync("ann", cancellationToken: Cancel));

        Assert.Equal(1, await Log.ForgetAsync("ann", [Sofa.Content], cancellationToken: Cancel));
        Assert.Equal(new RecordReport(2, 0, 0), await Log.RecordAsync("ann", second, [Bed, Sofa], cancellationToken: Cancel));
    }

    [Theory]
    [InlineData("like", "dislike")]
    [InlineData("dislike", "like")]
    public async Task Record_OppositeThatReplaces_IsWhatTheUserThinksNow(string firstKind, string secondKind)
    {
        var (first, second) = (InteractionKind.Parse(firstKind, null), InteractionKind.Parse(secondKind, null));
        await Log.RecordAsync("ann", first, [Sofa, Bed], weight: 3, cancellationToken: Cancel);
        Clock.Now = Start.AddDays(1);

        Assert.Equal(new RecordReport(1, 0, 0), await Log.RecordAsync("ann", second, [Sofa], replace: true, cancellationToken: Cancel));

        Assert.Equal(
            [(first, "bed/1.jpg", 3.0, Start), (second, "sofa/1.jpg", 1.0, Start.AddDays(1))],
            (await Log.ReadAsync("ann", cancellationToken: Cancel)).Select(read => (read.Kind, read.Name, read.Weight, read.Time)));
    }

    [Fact]
    public async Task Record_OppositeOfAnotherUser_IsNoMatter()
    {
        await LikeAsync("ann", Sofa);

        Assert.Equal(new RecordReport(1, 0, 0), await Log.RecordAsync("bob", InteractionKind.Dislike, [Sofa], cancellationToken: Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Record_ImpossibleWeight_Throws(double weight) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => Log.RecordAsync("ann", InteractionKind.Like, [Sofa], weight, cancellationToken: Cancel));

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("a\u001b[31m")]
    public async Task AnyCall_ImpossibleUserName_IsRefused(string user)
    {
        await Assert.ThrowsAsync<KindredException>(() => LikeAsync(user, Sofa));
        await Assert.ThrowsAsync<KindredException>(() => Log.ForgetAsync(user, [Sofa.Content], cancellationToken: Cancel));
        await Assert.ThrowsAsync<KindredException>(() => Log.ForgetUserAsync(user, Cancel));
        await Assert.ThrowsAsync<KindredException>(() => Log.ReadAsync(user, cancellationToken: Cancel));
        await Assert.ThrowsAsync<KindredException>(() => ImportAsync(user));
        Assert.Empty(await Log.ReadUsersAsync(Cancel));
    }

    [Fact]
    public async Task Record_UserNameOfAHundredCharacters_IsTheLongest()
    {
        await LikeAsync(new string('椅', 100), Sofa);

        await Assert.ThrowsAsync<KindredException>(() => LikeAsync(new string('椅', 101), Sofa));
    }

    [Fact]
    public async Task Read_Kind_IsOnlyThat()
    {
        await LikeAsync("ann", Sofa);
        await Log.RecordAsync("ann", InteractionKind.Seen, [Sofa, Bed], cancellationToken: Cancel);

        Assert.Equal(["sofa/1.jpg", "bed/1.jpg"], (await Log.ReadAsync("ann", InteractionKind.Seen, Cancel)).Select(read => read.Name));
        Assert.Empty(await Log.ReadAsync("ann", InteractionKind.Dislike, Cancel));
    }

    [Fact]
    public async Task Read_UnknownUserAmongOthers_NamesThem()
    {
        await LikeAsync("carl", Sofa);
        await LikeAsync("ann", Sofa);

        var exception = await Assert.ThrowsAsync<KindredException>(() => Log.ReadAsync("bob", cancellationToken: Cancel));

        Assert.Contains("no user bob", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ann, carl", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_UnknownUserAmongMany_NamesTen()
    {
        for (var i = 0; i < 12; i++)
            await LikeAsync($"user-{i:00}", Sofa);

        var exception = await Assert.ThrowsAsync<KindredException>(() => Log.ReadAsync("bob", cancellationToken: Cancel));

        Assert.Contains("there are 12, such as user-00,", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("user-10", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NobodyYet_SaysThatThereIsNoUser()
    {
        var exception = await Assert.ThrowsAsync<KindredException>(() => Log.ReadAsync("bob", cancellationToken: Cancel));

        Assert.Equal((Fault.NoSuchUser, "bob"), (exception.Fault, exception.Subject));
    }

    [Fact]
    public async Task Forget_NotThere_IsNoFault()
    {
        Assert.Equal(0, await Log.ForgetAsync("ann", [Sofa.Content], cancellationToken: Cancel));
        Assert.Equal(0, await Log.ForgetUserAsync("ann", Cancel));
    }

    [Fact]
    public async Task ForgetUser_LeavesTheOthers()
    {
        await LikeAsync("ann", Sofa, Bed);
        await LikeAsync("bob", Sofa);

        Assert.Equal(2, await Log.ForgetUserAsync("ann", Cancel));

        Assert.Equal([new UserSummary("bob", 1, 0, 0)], await Log.ReadUsersAsync(Cancel));
    }

    [Fact]
    public async Task Record_FromManyThreads_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Log.RecordAsync(
            "ann", InteractionKind.Like, [(ContentHash.Of([(byte)i]), $"{i}.jpg")], cancellationToken: Cancel)));

        Assert.Equal(20, (await Log.ReadAsync("ann", cancellationToken: Cancel)).Count);
    }
}
