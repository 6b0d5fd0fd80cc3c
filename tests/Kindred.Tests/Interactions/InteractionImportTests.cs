using Kindred.Images;
using Kindred.Interactions;

namespace Kindred.Tests.Interactions;

public sealed class InteractionImportTests : InteractionFixture
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task Export_IsOneJsonObjectALine()
    {
        await LikeAsync("ann", Sofa);
        await Log.RecordAsync(
            "ann", InteractionKind.Dislike, [(Bed.Content, "bed/\"椅\n.jpg")], 0.25, Start.AddTicks(7), cancellationToken: Cancel);

        Assert.Equal(
            $$"""{"kind":"like","content":"{{Sofa.Content}}","path":"sofa/1.jpg","weight":1,"time":"2026-11-24T08:00:00.0000000Z"}""" + "\n"
            + $$"""{"kind":"dislike","content":"{{Bed.Content}}","path":"bed/\"椅\n.jpg","weight":"""
            + """0.25,"time":"2026-11-24T08:00:00.0000007Z"}""" + "\n",
            await ExportAsync("ann"));
    }

    [Fact]
    public async Task Import_OwnExport_ChangesNothing()
    {
        await FillAsync("ann");
        var before = await Log.ReadAsync("ann", cancellationToken: Cancel);
        Clock.Now = Start.AddDays(9);

        var report = await ImportAsync("ann", await ExportAsync("ann"));

        Assert.Equal(new ImportReport(new RecordReport(0, 0, 5), 1), report);
        Assert.Equal(before, await Log.ReadAsync("ann", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Import_ExportOfAnother_IsTheSameHistoryInTheSameOrder()
    {
        await FillAsync("ann");
        Clock.Now = Start.AddDays(9);

        var report = await ImportAsync("bob", await ExportAsync("ann"));

        Assert.Equal(new RecordReport(5, 0, 0), report.Recorded);
        Assert.Equal(
            (await Log.ReadAsync("ann", cancellationToken: Cancel)).Select(read => read with { User = "bob" }),
            await Log.ReadAsync("bob", cancellationToken: Cancel));
        Assert.Equal(await ExportAsync("ann"), await ExportAsync("bob"));
    }

    [Fact]
    public async Task Import_LeastOfALine_TakesTheDefaults()
    {
        var report = await ImportAsync(
            "ann", """{"kind":"like","path":"7.jpg","stars":{"of":[5]}}""", "", "  ",
            $$"""{"content":"{{Bed.Content}}","kind":"seen"}""", "");

        Assert.Equal(new ImportReport(new RecordReport(2, 0, 0), 0), report);
        Assert.Equal(
            [
                new Interaction("ann", InteractionKind.Like, Chair.Content, "chair/7.jpg", 1, Start),
                new Interaction("ann", InteractionKind.Seen, Bed.Content, "bed/1.jpg", 1, Start),
            ],
            await Log.ReadAsync("ann", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Import_ContentAndPath_ContentWins()
    {
        await ImportAsync("ann", $$"""{"kind":"like","content":"{{Bed.Content}}","path":"sofa/1.jpg"}""");

        Assert.Equal(Bed.Content, Assert.Single(await Log.ReadAsync("ann", cancellationToken: Cancel)).Content);
    }

    [Fact]
    public async Task Import_ContentThatIsNotThere_IsKeptAndCounted()
    {
        var report = await ImportAsync("ann", $$"""{"kind":"like","content":"{{Zeros}}"}""", """{"kind":"like","path":"sofa/1.jpg"}""");

        Assert.Equal(new ImportReport(new RecordReport(2, 0, 0), 1), report);
        var read = (await Log.ReadAsync("ann", cancellationToken: Cancel))[0];
        Assert.Equal((Zeros, ContentHash.TryParse(Zeros, out var hash) ? hash : default), (read.Name, read.Content));
    }

    [Fact]
    public async Task Import_TimeWithOffset_IsUtc()
    {
        await ImportAsync("ann", """{"kind":"like","path":"sofa/1.jpg","time":"2026-11-24T09:30:00.5+01:30"}""");

        Assert.Equal(Start.AddSeconds(0.5), Assert.Single(await Log.ReadAsync("ann", cancellationToken: Cancel)).Time);
    }

    [Theory]
    [InlineData("sofa/1.jpg", "not a JSON object")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg"} {}""", "not a JSON object")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","weight":1""", "not a JSON object")]
    [InlineData("""{"path":"sofa/1.jpg"}""", "no kind")]
    [InlineData("""{"kind":"love","path":"sofa/1.jpg"}""", "the kind 'love' has none of its own")]
    [InlineData("""{"kind":"Love!","path":"sofa/1.jpg","weight":1}""", "not 'Love!'")]
    [InlineData("""{"kind":"0","path":"sofa/1.jpg"}""", "kind must be")]
    [InlineData("""{"kind":1,"path":"sofa/1.jpg"}""", "kind must be a text")]
    [InlineData("""{"kind":"like"}""", "names no picture")]
    [InlineData("""{"kind":"like","path":""}""", "names no picture")]
    [InlineData("""{"kind":"like","path":["sofa/1.jpg"]}""", "path must be a text")]
    [InlineData("""{"kind":"like","path":"none.jpg"}""", "no picture none.jpg in the library")]
    [InlineData("""{"kind":"like","path":"no\u0000ne.jpg"}""", "no picture")]
    [InlineData("""{"kind":"like","path":"\ud800"}""", "path must be a text")]
    [InlineData("""{"kind":"like","path":"1.jpg"}""", "Several pictures are called 1.jpg")]
    [InlineData("""{"kind":"like","content":"abc","path":"sofa/1.jpg"}""", "content must be 64 hexadecimal digits, not 'abc'")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","weight":0}""", "weight must be a number from 0.001 to 1000, not 0")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","weight":-1}""", "weight must be")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","weight":1e999}""", "weight must be")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","weight":"2"}""", "weight must be a number")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","weight":NaN}""", "not a JSON object")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","time":"yesterday"}""", "time must look like 2026-11-24T08:00:00Z, not 'yesterday'")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","time":"2026-13-01T00:00:00Z"}""", "time must look like")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","time":"0001-01-01T00:00:00+14:00"}""", "time must look like")]
    [InlineData("""{"kind":"like","path":"sofa/1.jpg","time":true}""", "time must be a text")]
    [InlineData("""{"kind":"dislike","path":"bed/1.jpg"}""", "bed/1.jpg is both liked and disliked, the other in line 1")]
    [InlineData("""{"kind":"like","path":"chair/7.jpg"}""", "chair/7.jpg is disliked by ann. Nothing")]
    public async Task Import_BrokenLine_IsNamedAndNothingIsImported(string line, string fault)
    {
        await Log.RecordAsync("ann", InteractionKind.Dislike, [Chair], cancellationToken: Cancel);

        var exception = await Assert.ThrowsAsync<InteractionLineException>(
            () => ImportAsync("ann", """{"kind":"like","path":"bed/1.jpg"}""", "", line, """{"kind":"seen","path":"bed/1.jpg"}"""));

        Assert.Equal(3, exception.Line);
        Assert.StartsWith("line 3: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was imported.", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Equal(Chair.Content, Assert.Single(await Log.ReadAsync("ann", cancellationToken: Cancel)).Content);
    }

    [Fact]
    public async Task Import_Nothing_MakesNobody()
    {
        Assert.Equal(default, await ImportAsync("ann", "", " "));
        Assert.Empty(await Log.ReadUsersAsync(Cancel));
    }

    [Theory]
    [InlineData("2026-11-24", "2026-11-24T00:00:00.0000000Z")]
    [InlineData("2026-11-24T08:00", "2026-11-24T08:00:00.0000000Z")]
    [InlineData("2026-11-24T08:00:01-02:00", "2026-11-24T10:00:01.0000000Z")]
    [InlineData("2026-11-24T08:00:01.1234567Z", "2026-11-24T08:00:01.1234567Z")]
    public void Time_ReadAndWritten_IsUtc(string text, string expected)
    {
        Assert.True(InteractionTime.TryParse(text, out var time));
        Assert.Equal(expected, InteractionTime.Format(time));
    }

    /// <summary>All kinds, times out of order, a weight, and one picture that the library does not have.</summary>
    private async Task FillAsync(string user)
    {
        await LikeAsync(user, Sofa, Bed);
        await Log.RecordAsync(user, InteractionKind.Dislike, [Chair], 2.5, Start.AddDays(-1), cancellationToken: Cancel);
        await Log.RecordAsync(user, InteractionKind.Seen, [Bed], cancellationToken: Cancel);
        await Log.RecordAsync(
            user, InteractionKind.Like, [(ContentHash.Of([9]), "gone.jpg")], 0.1, Start.AddTicks(1), cancellationToken: Cancel);
    }
}
