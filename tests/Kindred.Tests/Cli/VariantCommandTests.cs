using System.Text.Json;
using Kindred.Tests.Fixtures;
using SkiaSharp;

namespace Kindred.Tests.Cli;

/// <summary>What the command line shows of things that are there in several colors.</summary>
public sealed class VariantCommandTests(RecoloredLibrary recolored) : IClassFixture<RecoloredLibrary>
{
    [Fact]
    public async Task Similar_ThingsInSeveralColors_TakeOnePlaceEach()
    {
        var json = (await RunAsync("similar", RecoloredLibrary.Alone, "-k", "1000", "--json")).Json;

        var results = Results(json);
        Assert.All(recolored.Groups, group =>
        {
            var place = Assert.Single(results, result => group.Contains(RecoloredLibrary.PathOf(result)));

            // A place has all that is a variant of what it shows; a listed group only what is so of one another.
            Assert.Subset(
                place.GetProperty("variants").EnumerateArray().Select(RecoloredLibrary.PathOf).ToHashSet(),
                group.Where(path => path != RecoloredLibrary.PathOf(place)).ToHashSet());
            Assert.False(place.GetProperty("variant").GetBoolean());
        });
        var twice = Assert.Single(results, result => RecoloredLibrary.PathOf(result).StartsWith("sofa/01", StringComparison.Ordinal));
        Assert.Single(twice.GetProperty("nearDuplicates").EnumerateArray());
        Assert.Empty(twice.GetProperty("variants").EnumerateArray());
    }

    [Fact]
    public async Task Similar_GroupsAmongTheNearest_LeaveAllPlacesFull()
    {
        var all = Results((await RunAsync("similar", RecoloredLibrary.Alone, "-k", "1000", "--variants", "all", "--json")).Json);
        var grouped = Results((await RunAsync("similar", RecoloredLibrary.Alone, "-k", "8", "--json")).Json);

        Assert.Equal(8, grouped.Count);
        Assert.Contains(grouped, result => result.GetProperty("variants").GetArrayLength() > 0);

        // By hand: of the whole list, those whose group has not been there yet.
        string Group(JsonElement result)
        {
            var path = RecoloredLibrary.PathOf(result);
            var kept = path == "sofa/01 again.jpg" ? "sofa/01.jpg" : path;
            return recolored.Groups.FirstOrDefault(group => group.Contains(kept))?[0] ?? kept;
        }

        Assert.Equal(all.DistinctBy(Group).Take(8).Select(RecoloredLibrary.PathOf), grouped.Select(RecoloredLibrary.PathOf));
        Assert.All(all, result => Assert.Empty(result.GetProperty("variants").EnumerateArray()));
        Assert.Equal(Directory.GetFiles(recolored.Gallery, "*.jpg", SearchOption.AllDirectories).Length - 1, all.Count);
    }

    [Fact]
    public async Task Similar_ToOneOfSeveralColors_ShowsTheOthersInOnePlace()
    {
        var group = recolored.Largest;

        var json = (await RunAsync("similar", group[0], "--json")).Json;
        var text = await RunAsync("similar", group[0]);

        var place = Assert.Single(Results(json), result => result.GetProperty("variant").GetBoolean());
        Assert.Equal(
            group.Skip(1),
            place.GetProperty("variants").EnumerateArray().Append(place).Select(RecoloredLibrary.PathOf).Order(StringComparer.Ordinal));
        Assert.Contains($"in {group.Length - 1} other colors: ", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("duplicate", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Similar_ThingInSeveralColors_IsSaidInTheLine()
    {
        var text = await RunAsync("similar", RecoloredLibrary.Alone, "-k", "1000");

        Assert.All(recolored.Groups, group => Assert.Contains($"same, {group.Length} colors: ", text.Output, StringComparison.Ordinal));
        Assert.Contains("same photograph: sofa/01", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_ALikedColor_IsRecommendedOnceInAnother()
    {
        var group = recolored.Largest;

        var grouped = (await RunAsync("recommend", "--like", group[0], "-k", "8", "--json")).Json;
        var all = (await RunAsync("recommend", "--like", group[0], "-k", "8", "--variants", "all", "--json")).Json;

        var place = Assert.Single(Results(grouped), result => group.Contains(RecoloredLibrary.PathOf(result)));
        Assert.Equal(
            group.Skip(1),
            place.GetProperty("variants").EnumerateArray().Append(place).Select(RecoloredLibrary.PathOf).Order(StringComparer.Ordinal));
        Assert.Equal(8, Results(grouped).Count);
        Assert.Equal(group.Length - 1, Results(all).Count(result => group.Contains(RecoloredLibrary.PathOf(result))));
    }

    [Fact]
    public async Task Recommend_ThingInSeveralColors_IsSaidInTheLine()
    {
        var text = await RunAsync("recommend", "--like", RecoloredLibrary.Alone, "-k", "1000");

        Assert.All(recolored.Groups, group => Assert.Contains($"; same, {group.Length} colors: ", text.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("similar", "sofa/07.jpg")]
    [InlineData("recommend", "--like", "sofa/07.jpg")]
    public async Task Sheet_ThingsInSeveralColors_IsDrawn(params string[] command)
    {
        var sheet = recolored.File($"{command[0]}.png");

        var run = await RunAsync([.. command, "-k", "12", "--sheet", sheet]);

        Assert.Equal(0, run.ExitCode);
        using var drawn = SKBitmap.Decode(sheet);
        Assert.NotNull(drawn);
    }

    [Fact]
    public async Task Variants_NeitherGroupedNorAll_IsWrongUsage()
    {
        var run = await RunAsync("similar", RecoloredLibrary.Alone, "--variants", "some");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("some is not understood; it must be grouped or all", run.Error, StringComparison.Ordinal);
    }

    private static List<JsonElement> Results(JsonElement document) => [.. document.GetProperty("results").EnumerateArray()];

    private Task<CliRun> RunAsync(params string[] command) => CliRun.InProcessAsync([.. command, "--library", recolored.Library]);
}
