using System.Text.Json;
using Kindred.Tests.Choices;

namespace Kindred.Tests.Cli;

/// <summary>What commands say of what people choose together.</summary>
public sealed class PeopleCommandTests(CircleLibrary library) : IClassFixture<CircleLibrary>
{
    private const int Person = 7;

    [Fact]
    public async Task Recommend_ToSomebodyOfACircle_SaysPeopleWithSharesThatSumToOne()
    {
        var list = await JsonAsync("recommend", "--user", Circles.UserOf(Person), "-k", "12");

        Assert.InRange(list.GetProperty("peopleWeight").GetDouble(), 0.1, 1);
        Assert.Equal(JsonValueKind.Null, list.GetProperty("start").ValueKind);
        var items = list.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(4, items.Count(item => Circles.CircleOf(PathOf(item)) == Person % Circles.Count)); // Four of its twelve are left.
        Assert.All(items, item =>
        {
            var because = item.GetProperty("because").EnumerateArray().ToArray();
            Assert.Equal(1, because.Sum(one => one.GetProperty("share").GetDouble()), 1e-4);
            Assert.Equal(
                item.GetProperty("peopleShare").GetDouble(),
                because.Where(IsByPeople).Sum(one => one.GetProperty("share").GetDouble()), 1e-4);
        });
        Assert.All(
            items.Where(item => Circles.CircleOf(PathOf(item)) == Person % Circles.Count),
            item => Assert.InRange(item.GetProperty("peopleShare").GetDouble(), 0.5, 1));
    }

    [Fact]
    public async Task Recommend_ToSomebodyOfACircle_CountsPeopleAndSaysNothingOfFewerThanFive()
    {
        var counted = 0;
        for (var person = 0; person < 10; person++)
        {
            var list = await JsonAsync("recommend", "--user", Circles.UserOf(person), "-k", "8");
            foreach (var item in list.GetProperty("results").EnumerateArray())
            {
                foreach (var one in item.GetProperty("because").EnumerateArray())
                {
                    if (one.GetProperty("people").ValueKind == JsonValueKind.Null)
                        continue;
                    Assert.True(IsByPeople(one));
                    var people = one.GetProperty("people").GetInt32();
                    Assert.InRange(people, 5, Circles.People);
                    Assert.Equal(Circles.WhoLikeBoth(one.GetProperty("path").GetString()!, PathOf(item)), people);
                    counted++;
                }
            }
        }

        Assert.InRange(counted, 10, int.MaxValue);
    }

    [Fact]
    public async Task Recommend_ToSomebodyOfACircle_ConfidenceNeverRisesDownARow()
    {
        for (var person = 0; person < 10; person++)
        {
            var list = await JsonAsync("recommend", "--user", Circles.UserOf(person), "-k", "20");
            foreach (var row in list.GetProperty("results").EnumerateArray().GroupBy(item => item.GetProperty("taste").GetInt32()))
            {
                double[] sure = [.. row.Select(item => item.GetProperty("confidence").GetDouble())];
                Assert.Equal(sure.OrderDescending(), sure);
            }
        }
    }

    [Fact]
    public async Task Recommend_ByText_SaysWhatCountsAndWhoLikes()
    {
        var run = await RunAsync("recommend", "--user", Circles.UserOf(Person), "-k", "4");

        Assert.Matches(@"^p7: Recommended for 8 likes( in \d tastes)?, by people's choices \d+ % and looks \d+ %:", run.Output);
        Assert.Matches(@"liked by \d+ who like \d\d \d+ %", run.Output);
    }

    [Fact]
    public async Task Recommend_WithoutPeople_IsByLooksAlone()
    {
        var list = await JsonAsync("recommend", "--user", Circles.UserOf(Person), "--people", "0");
        var text = await RunAsync("recommend", "--user", Circles.UserOf(Person), "--people", "0");

        Assert.Equal(0, list.GetProperty("peopleWeight").GetDouble());
        Assert.All(list.GetProperty("results").EnumerateArray(), item =>
        {
            Assert.DoesNotContain(item.GetProperty("because").EnumerateArray(), IsByPeople);
            Assert.Equal(JsonValueKind.Number, item.GetProperty("confidence").ValueKind);
        });
        Assert.DoesNotContain("people", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_PeopleCountOtherwiseThanFound_SaysNotHowSureItIs()
    {
        var list = await JsonAsync("recommend", "--user", Circles.UserOf(Person), "--people", "0.42");

        Assert.Equal(0.42, list.GetProperty("peopleWeight").GetDouble(), 1e-6);
        Assert.All(
            list.GetProperty("results").EnumerateArray(),
            item => Assert.Equal(JsonValueKind.Null, item.GetProperty("confidence").ValueKind));
    }

    /// <summary>A single like searches from one point: what looks add to a score is the score by looks, times their weight.</summary>
    [Fact]
    public async Task HeatMap_WherePeopleCount_IsThatOfTheLooks()
    {
        var both = await JsonAsync("recommend", "--like", "05.jpg", "--people", "0.3", "-k", "60");
        var looks = await JsonAsync("recommend", "--like", "05.jpg", "--people", "0", "-k", "60");
        var byLooks = looks.GetProperty("results").EnumerateArray().ToDictionary(PathOf, Cells);

        var compared = 0;
        foreach (var item in both.GetProperty("results").EnumerateArray())
        {
            if (item.GetProperty("peopleShare").GetDouble() > 0.995)
            {
                Assert.Empty(Cells(item));
                continue;
            }

            Assert.Equal(byLooks[PathOf(item)].Select(cell => 0.7 * cell), Cells(item), (one, other) => Math.Abs(one - other) < 1e-3);
            compared++;
        }

        Assert.InRange(compared, 10, 60);
    }

    [Fact]
    public async Task Sheet_ByPeopleAlone_IsDrawnWithoutHeatMaps()
    {
        var sheet = library.File("alone.png");
        var list = await JsonAsync("recommend", "--user", Circles.UserOf(Person), "--people", "1", "--sheet", sheet);

        Assert.All(list.GetProperty("results").EnumerateArray(), item =>
        {
            Assert.Empty(Cells(item));
            Assert.Equal(1, item.GetProperty("peopleShare").GetDouble());
        });
        Assert.True(File.Exists(sheet));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-0.1")]
    [InlineData("many")]
    public async Task Recommend_PeopleOutOfRange_IsRefused(string people) => Assert.Equal(
        2, (await CliRun.InProcessAsync("recommend", "--like", "05.jpg", "--people", people, "--library", library.Folder)).ExitCode);

    [Fact]
    public async Task Recommend_NothingLiked_ShowsWhatIsPopularAndSaysSo()
    {
        var run = await RunAsync("recommend", "-k", "60");
        var list = await JsonAsync("recommend", "-k", "60");

        Assert.StartsWith("Nothing is liked yet; this is what is popular here now, varied:", run.Output, StringComparison.Ordinal);
        Assert.Equal("popular", list.GetProperty("start").GetString());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("peopleWeight").ValueKind);
        Assert.DoesNotContain(Circles.Rare, list.GetProperty("results").EnumerateArray().Select(PathOf));
    }

    [Fact]
    public async Task Status_OfALibraryWithHistories_SaysWhatWasFoundAndHowSure()
    {
        var run = await RunAsync("status");
        var choices = (await JsonAsync("status")).GetProperty("choices");

        Assert.True(choices.GetProperty("used").GetBoolean());
        Assert.Equal(Circles.People, choices.GetProperty("people").GetInt32());
        Assert.Equal((Circles.People * Circles.Likes) + 4, choices.GetProperty("choices").GetInt32());
        Assert.Equal(Circles.People, choices.GetProperty("judgedPeople").GetInt32());
        var (looks, both) = (choices.GetProperty("hitRateByLooks").GetDouble(), choices.GetProperty("hitRateByBoth").GetDouble());
        Assert.InRange(both, looks, 1);
        Assert.InRange(choices.GetProperty("gainMargin").GetDouble(), 0.001, choices.GetProperty("gain").GetDouble());
        Assert.Equal(
            [1, 2, 4, 8], choices.GetProperty("weights").EnumerateArray().Select(weight => weight.GetProperty("likes").GetInt32()));
        Assert.Contains(
            FormattableString.Invariant($"choices   644 of 80 people; of the latest likes of 80, left out, {looks * 100:0.0} % "),
            run.Output, StringComparison.Ordinal);
        Assert.Contains("95 % interval", run.Output, StringComparison.Ordinal);
        Assert.Matches("they count .* % from 1 like on, .* % from 8 likes on; looks predict", run.Output);
        Assert.Contains("the share of likes among those with such a score", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("similar", "05.jpg", "-k", "20")]
    [InlineData("similar", "05.jpg", "-k", "20", "--variants", "all")]
    [InlineData("similar", "05.jpg", "-k", "20", "--color-weight", "0.4")]
    [InlineData("recommend", "--like", "05.jpg", "17.jpg", "--dislike", "31.jpg", "--people", "0", "-k", "20")]
    public async Task List_ByLooks_IsWhatItIsWithoutHistories(params string[] args)
    {
        using var folder = new TemporaryFolder();
        var without = await CircleLibrary.MakeAsync(folder, people: 0);

        var expected = (await CliRun.InProcessAsync([.. args, "--json", "--library", without])).Json;
        var found = await JsonAsync(args);

        var (wanted, results) = (expected.GetProperty("results"), found.GetProperty("results"));
        Assert.Equal(wanted.EnumerateArray().Select(PathOf), results.EnumerateArray().Select(PathOf));
        Assert.All(wanted.EnumerateArray().Zip(results.EnumerateArray()), pair => Assert.Equal(
            pair.First.GetProperty("score").GetDouble(), pair.Second.GetProperty("score").GetDouble(), 1e-4));
    }

    [Fact]
    public async Task Status_OfTooFew_SaysHowManyAreNeeded()
    {
        using var folder = new TemporaryFolder();
        var few = await CircleLibrary.MakeAsync(folder, people: 20);
        var none = folder.File("none");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", folder.File("gallery"), "--library", none)).ExitCode);

        var ofFew = await CliRun.InProcessAsync("status", "--library", few);
        var ofNone = await CliRun.InProcessAsync("status", "--library", none);
        var start = await CliRun.InProcessAsync("recommend", "--library", none);
        var asked = await CliRun.InProcessAsync("recommend", "--like", "05.jpg", "--people", "0.5", "--library", none);

        Assert.Contains(
            "choices   too few histories to tell (20 people with five likes or more; 30 are needed)", ofFew.Output,
            StringComparison.Ordinal);
        Assert.Contains("choices   too few to tell (0 are recorded; 150 are needed)", ofNone.Output, StringComparison.Ordinal);
        Assert.StartsWith("Nothing is liked yet; this is a varied start:", start.Output, StringComparison.Ordinal);
        Assert.Contains("By looks alone: people's choices say nothing here yet", asked.Output, StringComparison.Ordinal);
    }

    private static string PathOf(JsonElement item) => item.GetProperty("path").GetString()!; // Every picture has one.

    private static bool IsByPeople(JsonElement because) => because.GetProperty("source").GetString() == "people";

    private static double[] Cells(JsonElement item) => item.GetProperty("map") is { ValueKind: JsonValueKind.Array } rows
        ? [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(cell => cell.GetDouble())]
        : [];

    private async Task<CliRun> RunAsync(params string[] args)
    {
        var run = await CliRun.InProcessAsync([.. args, "--library", library.Folder]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private async Task<JsonElement> JsonAsync(params string[] args) => (await RunAsync([.. args, "--json"])).Json;
}
