using System.Net;
using System.Text;
using System.Text.Json;

namespace Kindred.Tests.Server.Users;

/// <summary>Interactions of many users in one request. Every test has users of its own.</summary>
public sealed class BatchRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private const string Address = "/api/interactions";

    private ServerRun Run => served.Run;

    [Fact]
    public async Task Post_ABatch_IsTakenOnceHoweverOftenItIsSent()
    {
        var id = await Run.IdAsync("cat/01.jpg");
        var content = (await Run.JsonAsync(
            HttpMethod.Put, $"/api/users/asker/interactions/{await Run.IdAsync("cat/02.jpg")}", """{"kind":"seen"}"""))
            .GetProperty("content").GetString();
        var body = $$"""
            {"interactions":[
              {"user":"buyer","picture":"{{id}}","kind":"view","time":"2026-11-24T08:00:00Z"},
              {"user":"buyer","picture":"{{id}}","kind":"view","time":"2026-11-24T08:01:00Z"},
              {"user":"buyer","picture":"{{content}}","kind":"purchase","time":"2026-11-24T08:02:00Z"},
              {"user":"looker","picture":"dog/15.jpg","kind":"wish-list","weight":0.3,"time":"2026-11-24T08:03:00Z"},
              {"user":"looker","picture":"dog/15.jpg","kind":"like"}]}
            """;

        var first = await Run.JsonAsync(HttpMethod.Post, Address, body);
        var again = await Run.JsonAsync(HttpMethod.Post, Address, body);

        Assert.Equal("""{"new":5,"updated":0,"alreadyThere":0}""", first.GetRawText());
        Assert.Equal("""{"new":0,"updated":0,"alreadyThere":5}""", again.GetRawText());
        var buyer = await Run.GetAsync("/api/users/buyer/interactions");
        Assert.Equal((0, 3), (buyer.GetProperty("likes").GetInt32(), buyer.GetProperty("events").GetInt32()));
        Assert.Equal(["view cat/01.jpg 0.2", "view cat/01.jpg 0.2", "purchase cat/02.jpg 1"], Rows(buyer));
        Assert.Equal(
            ["wish-list dog/15.jpg 0.3", "like dog/15.jpg 1"], Rows(await Run.GetAsync("/api/users/looker/interactions")));
    }

    [Fact]
    public async Task Post_APurchase_IsRecommendedFromAndLeftOut_AndAViewIsNot()
    {
        await Run.JsonAsync(HttpMethod.Post, Address, """
            {"interactions":[{"user":"shopper","picture":"cat/03.jpg","kind":"purchase"},
            {"user":"viewer","picture":"cat/03.jpg","kind":"view"}]}
            """);

        var bought = await Run.GetAsync("/api/users/shopper/recommendations?limit=100");
        var viewed = await Run.GetAsync("/api/users/viewer/recommendations?limit=100");

        Assert.Equal((1, 0), (bought.GetProperty("likes").GetInt32(), viewed.GetProperty("likes").GetInt32()));
        Assert.DoesNotContain("cat/03.jpg", Paths(bought));
        Assert.Contains("cat/03.jpg", Paths(viewed));
    }

    [Theory]
    [InlineData("""{"user":"","picture":"cat/01.jpg","kind":"like"}""", "interactions[1]: a user's name must not be empty")]
    [InlineData("""{"user":"x","picture":"cat/01.jpg","kind":"love"}""", "interactions[1]: it has no weight, and the kind 'love'")]
    [InlineData("""{"user":"x","picture":"cat/01.jpg","kind":"like","weight":0}""", "interactions[1]: a weight is a number from 0.001")]
    [InlineData("""{"user":"x","picture":"","kind":"like"}""", "interactions[1]: it names no picture")]
    [InlineData("""{"user":"broken","picture":"cat/01.jpg","kind":"dislike"}""", "interactions[1]: cat/01.jpg is both liked and disliked")]
    [InlineData("""{"user":"x","picture":"cat/01.jpg","kind":"Like!"}""", "$.interactions[1].kind")]
    [InlineData("""{"user":"x","picture":"cat/01.jpg"}""", "$.interactions[1]")]
    [InlineData("null", "interactions[1]")]
    public async Task Post_WithABrokenOne_NamesItAndTakesNothing(string broken, string fault)
    {
        var (status, problem) = await PostAsync(
            $$"""{"interactions":[{"user":"broken","picture":"cat/01.jpg","kind":"like"},{{broken}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(fault, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Rows(await Run.GetAsync("/api/users/broken/interactions")));
    }

    [Fact]
    public async Task Post_UnknownPictures_AreAllNamedAndNothingIsTaken()
    {
        var none = new string('0', 64);
        var (status, problem) = await PostAsync($$"""
            {"interactions":[{"user":"lost","picture":"cat/01.jpg","kind":"like"},{"user":"lost","picture":"none.jpg","kind":"like"},
            {"user":"lost","picture":"{{none}}","kind":"like"},{"user":"lost","picture":"none.jpg","kind":"view"}]}
            """);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(["none.jpg", none], problem.GetProperty("unknown").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("none.jpg (interactions[1])", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Rows(await Run.GetAsync("/api/users/lost/interactions")));
    }

    [Fact]
    public async Task Post_AsManyAsAllowed_AreTaken_AndOneMoreIsRefused()
    {
        string Body(int count) => $$"""{"interactions":[{{string.Join(',', Enumerable.Range(0, count).Select(i =>
            $$"""{"user":"busy","picture":"cat/01.jpg","kind":"view","time":"{{DateTimeOffset.UnixEpoch.AddSeconds(i):O}}"}"""))}}]}""";

        var (taken, _) = await PostAsync(Body(10_000));
        var (refused, _) = await PostAsync(Body(10_001));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (taken, refused));
        Assert.Equal(10_000, (await Run.GetAsync("/api/users/busy/interactions")).GetProperty("events").GetInt32());
    }

    private static string?[] Paths(JsonElement list) =>
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString())];

    private static string[] Rows(JsonElement list) =>
    [
        .. list.GetProperty("items").EnumerateArray()
            .Select(one => $"{one.GetProperty("kind")} {one.GetProperty("path")} {one.GetProperty("weight").GetRawText()}"),
    ];

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Run.Client.PostAsync(Address, content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement.Clone());
    }
}
