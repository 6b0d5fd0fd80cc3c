using System.Net;
using System.Text.Json;
using Kindred.Libraries;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Recommendations;

/// <summary>Recommendations, against what the command line says of the same library.</summary>
public sealed class RecommendationRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Theory]
    [InlineData("tastes", "0")]
    [InlineData("best", "0.5")]
    [InlineData("average", "0")]
    public async Task Recommend_FromChoices_IsWhatTheCommandLineSays(string strategy, string diversity)
    {
        var command = await CliRun.InProcessAsync(
            "recommend", "--like", "cat/01.jpg", "--like", "dog/14.jpg", "--dislike", "dog/20.jpg", "-k", "6",
            "--strategy", strategy, "--diversity", diversity,
            "--library", served.Library, "--json");

        var list = await RecommendAsync(
            $$"""
            {"positive":[{{await Run.IdAsync("cat/01.jpg")}},{{await Run.IdAsync("dog/14.jpg")}}],
             "negative":[{{await Run.IdAsync("dog/20.jpg")}}],
             "limit":6,"strategy":"{{strategy}}","diversity":{{diversity}},"maps":true}
            """);

        Assert.Equal((2, 1), (list.GetProperty("likes").GetInt32(), list.GetProperty("dislikes").GetInt32()));
        Assert.Equal(JsonValueKind.Null, list.GetProperty("user").ValueKind);
        AssertSame(command.Json, list, withMaps: true);
    }

    [Fact]
    public async Task Recommend_ToAUser_IsWhatTheCommandLineSays()
    {
        foreach (var path in new[] { "cat/02.jpg", "cat/05.jpg", "dog/13.jpg" })
            await Run.JsonAsync(HttpMethod.Put, $"/api/users/reader/interactions/{await Run.IdAsync(path)}", """{"kind":"like"}""");
        await Run.JsonAsync(HttpMethod.Put, $"/api/users/reader/interactions/{await Run.IdAsync("dog/22.jpg")}", """{"kind":"dislike"}""");
        await Run.JsonAsync(HttpMethod.Put, $"/api/users/reader/interactions/{await Run.IdAsync("dog/18.jpg")}", """{"kind":"seen"}""");
        var command = await CliRun.InProcessAsync("recommend", "--user", "reader", "-k", "8", "--library", served.Library, "--json");

        var list = await Run.GetAsync("/api/users/reader/recommendations?limit=8&maps=true");

        Assert.Equal("reader", list.GetProperty("user").GetString());
        AssertSame(command.Json, list, withMaps: true);
        Assert.Equal(command.Json.GetProperty("tastes").GetArrayLength(), list.GetProperty("tastes").GetArrayLength());
        string[] chosen = ["cat/02.jpg", "cat/05.jpg", "dog/13.jpg", "dog/22.jpg", "dog/18.jpg"];
        Assert.Empty(list.GetProperty("items").EnumerateArray().Select(PathOf).Intersect(chosen));
    }

    [Theory]
    [InlineData("tastes", "0")]
    [InlineData("best", "0.25")]
    [InlineData("average", "1")]
    public async Task Recommend_ToAUserInAnotherWay_IsWhatTheCommandLineSays(string strategy, string diversity)
    {
        foreach (var path in new[] { "cat/09.jpg", "dog/19.jpg", "dog/21.jpg" })
            await Run.JsonAsync(HttpMethod.Put, $"/api/users/chooser/interactions/{await Run.IdAsync(path)}", """{"kind":"like"}""");
        var command = await CliRun.InProcessAsync(
            "recommend", "--user", "chooser", "-k", "7", "--strategy", strategy, "--diversity", diversity, "--label", "cat",
            "--library", served.Library, "--json");

        var list = await Run.GetAsync($"/api/users/chooser/recommendations?limit=7&strategy={strategy}&diversity={diversity}&label=cat");

        AssertSame(command.Json, list, withMaps: false);
    }

    [Fact]
    public async Task Recommend_WithReasons_HasSharesThatSumToOneAndCellsThatSumToTheScore()
    {
        var list = await RecommendAsync(
            $$"""
            {"positive":[{{await Run.IdAsync("cat/01.jpg")}},{{await Run.IdAsync("cat/03.jpg")}},{{await Run.IdAsync("dog/14.jpg")}}],
             "limit":10,"maps":true}
            """);

        Assert.Equal(10, list.GetProperty("items").GetArrayLength());
        Assert.All(list.GetProperty("items").EnumerateArray(), item =>
        {
            Assert.Equal(1, item.GetProperty("because").EnumerateArray().Sum(because => because.GetProperty("share").GetDouble()), 1e-4);
            var rows = item.GetProperty("map").EnumerateArray().ToArray();
            Assert.Equal([3, 3, 3], rows.Select(row => row.GetArrayLength()));
            Assert.Equal(item.GetProperty("score").GetDouble(), rows.Sum(row => row.EnumerateArray().Sum(cell => cell.GetDouble())), 1e-4);
            var taste = item.GetProperty("taste");
            Assert.InRange(taste.GetInt32(), 0, list.GetProperty("tastes").GetArrayLength() - 1);
        });
        Assert.Equal(1, list.GetProperty("tastes").EnumerateArray().Sum(taste => taste.GetProperty("share").GetDouble()), 1e-4);
    }

    [Fact]
    public async Task HeatMap_OfARecommendation_IsTheOneInTheList()
    {
        await Run.JsonAsync(HttpMethod.Put, $"/api/users/mapper/interactions/{await Run.IdAsync("cat/02.jpg")}", """{"kind":"like"}""");
        var list = await Run.GetAsync("/api/users/mapper/recommendations?limit=4&label=dog&heatMaps=true");

        foreach (var item in list.GetProperty("items").EnumerateArray())
        {
            var heatMap = await Run.GetAsync(
                $"/api/users/mapper/recommendations/{item.GetProperty("id").GetInt64()}/heat-map?limit=4&label=dog");
            Assert.Equal(item.GetProperty("score").GetDouble(), heatMap.GetProperty("score").GetDouble());
            Assert.Equal(item.GetProperty("heatMap").GetRawText(), heatMap.GetProperty("heatMap").GetRawText());
        }

        var cat = await Run.IdAsync("cat/03.jpg");
        foreach (var (address, status) in new[]
        {
            ($"{cat}/heat-map?limit=4&label=dog", HttpStatusCode.NotFound), ("99999/heat-map", HttpStatusCode.NotFound),
            ($"{cat}/heat-map?limit=0", HttpStatusCode.BadRequest),
        })
            Assert.Equal(status, await Run.StatusAsync(HttpMethod.Get, $"/api/users/mapper/recommendations/{address}"));
    }

    [Fact]
    public async Task HeatMap_ByItsOlderNames_IsTheSame()
    {
        await Run.JsonAsync(
            HttpMethod.Put, $"/api/users/cartographer/interactions/{await Run.IdAsync("cat/02.jpg")}", """{"kind":"like"}""");
        const string Lists = "/api/users/cartographer/recommendations";
        var list = await Run.GetAsync($"{Lists}?limit=2&heatMaps=true");
        var id = list.GetProperty("items")[0].GetProperty("id").GetInt64();
        var heatMap = await Run.GetAsync($"{Lists}/{id}/heat-map?limit=2");

        Assert.Equal(list.GetRawText(), (await Run.GetAsync($"{Lists}?limit=2&maps=true")).GetRawText());
        Assert.Equal(heatMap.GetRawText(), (await Run.GetAsync($"{Lists}/{id}/map?limit=2")).GetRawText());
        Assert.Equal(JsonValueKind.Array, heatMap.GetProperty("map").ValueKind);
        Assert.Equal(heatMap.GetProperty("heatMap").GetRawText(), heatMap.GetProperty("map").GetRawText());
        Assert.Equal(heatMap.GetProperty("heatMap").GetRawText(), list.GetProperty("items")[0].GetProperty("map").GetRawText());
    }

    [Fact]
    public async Task Recommend_WithoutLikes_ShowsWhatTheGalleryHas()
    {
        var nobody = await Run.GetAsync("/api/users/nobody/recommendations");
        var nothing = await RecommendAsync("{}");

        Assert.Equal(20, nobody.GetProperty("items").GetArrayLength());
        Assert.Equal(0, nobody.GetProperty("tastes").GetArrayLength());
        Assert.All(
            nobody.GetProperty("items").EnumerateArray(), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("taste").ValueKind));
        Assert.Equal(nobody.GetProperty("items").GetRawText(), nothing.GetProperty("items").GetRawText());
    }

    [Theory]
    [InlineData("\"dog\"")]
    [InlineData("[\"dog\"]")]
    [InlineData("[\"dog\",\"horse\"]")]
    public async Task Recommend_WithLabels_HasOnlyThose(string labels)
    {
        var list = await RecommendAsync($$"""{"positive":[{{await Run.IdAsync("cat/01.jpg")}}],"limit":50,"label":{{labels}}}""");

        Assert.Equal(12, list.GetProperty("items").GetArrayLength());
        Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.Equal("dog", item.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Recommend_FromAPictureNamedTwice_CountsItOnce()
    {
        var id = await Run.IdAsync("cat/01.jpg");

        var twice = await RecommendAsync($$"""{"positive":[{{id}},{{id}}],"negative":null,"label":null}""");

        Assert.Equal((await RecommendAsync($$"""{"positive":[{{id}}]}""")).GetRawText(), twice.GetRawText());
        Assert.Equal(1, twice.GetProperty("likes").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"positive":1}""")]
    [InlineData("""{"positive":["1; DROP TABLE image"]}""")]
    [InlineData("""{"positive":[1.5]}""")]
    [InlineData("""{"positive":[null]}""")]
    [InlineData("""{"positive":[-1]}""")]
    [InlineData("""{"positive":[9223372036854775807]}""")]
    [InlineData("""{"positive":[9223372036854775808]}""")]
    [InlineData("""{"limit":0}""")]
    [InlineData("""{"limit":501}""")]
    [InlineData("""{"limit":2147483648}""")]
    [InlineData("""{"limit":null}""")]
    [InlineData("""{"diversity":-0.1}""")]
    [InlineData("""{"diversity":1.1}""")]
    [InlineData("""{"diversity":1e999}""")]
    [InlineData("""{"diversity":NaN}""")]
    [InlineData("""{"diversity":"NaN"}""")]
    [InlineData("""{"diversity":"Infinity"}""")]
    [InlineData("""{"strategy":"worst"}""")]
    [InlineData("""{"strategy":0}""")]
    [InlineData("""{"strategy":null}""")]
    [InlineData("""{"label":[1]}""")]
    [InlineData("""{"label":[null]}""")]
    [InlineData("""{"label":{"a":1}}""")]
    [InlineData("""{"maps":"yes"}""")]
    public async Task Recommend_FromABadBody_IsABadRequest(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Post, "/api/recommendations", body));
    }

    [Fact]
    public async Task Recommend_FromPicturesOnBothSides_IsABadRequest()
    {
        var id = (await Run.IdsAsync(1))[0];

        Assert.Equal(
            HttpStatusCode.BadRequest,
            await Run.StatusAsync(HttpMethod.Post, "/api/recommendations", $$"""{"positive":[{{id}}],"negative":[{{id}}]}"""));
    }

    [Fact]
    public async Task Recommend_FromTooMany_IsABadRequest()
    {
        var many = string.Join(',', Enumerable.Repeat((await Run.IdsAsync(1))[0], 2001));

        Assert.Equal(
            HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Post, "/api/recommendations", $$"""{"positive":[{{many}}]}"""));
    }

    [Theory]
    [InlineData("k=0")]
    [InlineData("k=501")]
    [InlineData("k=99999999999999")]
    [InlineData("k=ten")]
    [InlineData("diversity=NaN")]
    [InlineData("diversity=Infinity")]
    [InlineData("diversity=-Infinity")]
    [InlineData("diversity=1e999")]
    [InlineData("diversity=2")]
    [InlineData("strategy=worst")]
    [InlineData("strategy=7")]
    [InlineData("strategy=0")]
    [InlineData("strategy=")]
    [InlineData("maps=perhaps")]
    public async Task Recommend_ToAUserWithABadQuery_IsABadRequest(string query)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/users/reader/recommendations?{query}"));
    }

    private static void AssertSame(JsonElement command, JsonElement list, bool withMaps)
    {
        var expected = command.GetProperty("results").EnumerateArray().ToArray();
        var items = list.GetProperty("items").EnumerateArray().ToArray();
        Assert.NotEmpty(items);
        Assert.Equal(expected.Select(PathOf), items.Select(PathOf));
        foreach (var (first, second) in expected.Zip(items))
        {
            Assert.Equal(first.GetProperty("score").GetDouble(), second.GetProperty("score").GetDouble(), 1e-5);
            foreach (var same in new[] { "why", "taste" })
                Assert.Equal(first.GetProperty(same).ToString(), second.GetProperty(same).ToString());
            Assert.Equal(
                first.GetProperty("because").EnumerateArray().Select(PathOf),
                second.GetProperty("because").EnumerateArray().Select(PathOf));
            if (withMaps)
                Assert.Equal(Cells(first), Cells(second), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    private static IEnumerable<double> Cells(JsonElement item) =>
        item.GetProperty("map").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(cell => cell.GetDouble()));

    private static string? PathOf(JsonElement picture) => picture.GetProperty("path").GetString();

    private Task<JsonElement> RecommendAsync(string body) => Run.JsonAsync(HttpMethod.Post, "/api/recommendations", body);
}
