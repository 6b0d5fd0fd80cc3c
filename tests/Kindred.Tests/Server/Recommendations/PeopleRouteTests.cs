using System.Net;
using System.Text.Json;
using Kindred.Tests.Choices;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Recommendations;

/// <summary>What people choose together, over HTTP.</summary>
public sealed class PeopleRouteTests(CircleLibrary library) : IClassFixture<CircleLibrary>
{
    [Fact]
    public async Task Recommend_ToSomebodyOfACircle_IsWhatTheCommandLineSays()
    {
        await using var run = await ServerRun.StartAsync(library.Folder);
        var command = await CliRun.InProcessAsync("recommend", "--user", "p7", "-k", "6", "--library", library.Folder, "--json");

        var list = await run.GetAsync("/api/users/p7/recommendations?limit=6");

        Assert.Equal(command.Json.GetProperty("peopleWeight").GetDouble(), list.GetProperty("peopleWeight").GetDouble());
        Assert.Equal(Reasons(command.Json.GetProperty("results")), Reasons(list.GetProperty("items")));
        Assert.Contains(Reasons(list.GetProperty("items")), reason => reason.Contains("people", StringComparison.Ordinal));
    }

    [Fact]
    public async Task People_Asked_CountsAsAskedAndIsRefusedOutOfRange()
    {
        await using var run = await ServerRun.StartAsync(library.Folder);
        var like = await run.IdAsync("05.jpg");

        var looks = await run.GetAsync("/api/users/p7/recommendations?people=0");
        var half = await run.JsonAsync(HttpMethod.Post, "/api/recommendations", $$"""{"positive":[{{like}}],"people":0.5}""");
        var people = await run.GetAsync("/api/users/p7/recommendations?people=1&heatMaps=true");

        Assert.Equal(0, looks.GetProperty("peopleWeight").GetDouble());
        Assert.DoesNotContain(Reasons(looks.GetProperty("items")), reason => reason.Contains("people", StringComparison.Ordinal));
        Assert.Equal(0.5, half.GetProperty("peopleWeight").GetDouble());
        Assert.All(people.GetProperty("items").EnumerateArray(), item =>
        {
            Assert.Equal(1, item.GetProperty("peopleShare").GetDouble());
            Assert.Equal(JsonValueKind.Null, item.GetProperty("heatMap").ValueKind);
        });
        var first = people.GetProperty("items")[0].GetProperty("id").GetInt64();
        var map = await run.GetAsync($"/api/users/p7/recommendations/{first}/heat-map?people=1");
        Assert.Equal((1, JsonValueKind.Null), (map.GetProperty("peopleShare").GetDouble(), map.GetProperty("heatMap").ValueKind));
        Assert.Equal(HttpStatusCode.BadRequest, await run.StatusAsync(HttpMethod.Get, "/api/users/p7/recommendations?people=1.5"));
        Assert.Equal(
            HttpStatusCode.BadRequest, await run.StatusAsync(HttpMethod.Post, "/api/recommendations", """{"people":-1}"""));
    }

    [Fact]
    public async Task Like_ByANewcomer_ChangesTheNextListWithoutAFit()
    {
        await using var run = await ServerRun.StartAsync(library.Folder);
        var start = await run.GetAsync("/api/users/newcomer/recommendations?limit=8");
        var gallery = await run.GalleryNumberAsync();
        var fit = (await run.GetAsync("/api/status")).GetProperty("choices").GetRawText();

        await LikeAsync(run, "newcomer", "00.jpg", "05.jpg", "10.jpg", "15.jpg");
        var first = await run.GetAsync("/api/users/newcomer/recommendations?limit=8");
        await LikeAsync(run, "newcomer", "01.jpg", "06.jpg", "11.jpg", "16.jpg", "21.jpg", "26.jpg", "31.jpg", "36.jpg");
        var second = await run.GetAsync("/api/users/newcomer/recommendations?limit=8");

        Assert.Equal("popular", start.GetProperty("start").GetString());
        Assert.InRange(OfCircle(first, 0), 5, 8);
        Assert.Equal(0, OfCircle(first, 1));
        Assert.InRange(OfCircle(second, 1), 3, 4); // It has four more.
        Assert.Equal(gallery, await run.GalleryNumberAsync());
        Assert.Equal(
            WithoutRecorded(fit), WithoutRecorded((await run.GetAsync("/api/status")).GetProperty("choices").GetRawText()));
        await ForgetAsync(run, "newcomer");
    }

    [Fact]
    public async Task Histories_SentToARunningServer_ComeToCountWithoutRestart()
    {
        using var folder = new TemporaryFolder();
        await using var run = await ServerRun.StartAsync(await CircleLibrary.MakeAsync(folder, people: 0));
        Assert.False((await run.GetAsync("/api/status")).GetProperty("choices").GetProperty("fitted").GetBoolean());
        Assert.Equal("varied", (await run.GetAsync("/api/users/nobody/recommendations")).GetProperty("start").GetString());

        await run.JsonAsync(HttpMethod.Post, "/api/interactions", Circles.Batch());

        await Eventually.TrueAsync(
            async () => (await run.GetAsync("/api/users/p7/recommendations")).GetProperty("peopleWeight").GetDouble() > 0,
            "People's choices have not come to count.");
        Assert.Equal("popular", (await run.GetAsync("/api/users/nobody/recommendations")).GetProperty("start").GetString());
        Assert.True((await run.GetAsync("/api/status")).GetProperty("choices").GetProperty("used").GetBoolean());
    }

    private static async Task LikeAsync(ServerRun run, string user, params string[] pictures)
    {
        foreach (var picture in pictures)
            await run.JsonAsync(HttpMethod.Put, $"/api/users/{user}/interactions/{await run.IdAsync(picture)}", """{"kind":"like"}""");
    }

    private static async Task ForgetAsync(ServerRun run, string user) =>
        Assert.InRange(
            await run.StatusAsync(HttpMethod.Delete, $"/api/users/{user}/interactions"), HttpStatusCode.OK, HttpStatusCode.NoContent);

    private static int OfCircle(JsonElement list, int circle) =>
        list.GetProperty("items").EnumerateArray().Count(item => Circles.CircleOf(item.GetProperty("path").GetString()!) == circle);

    private static string WithoutRecorded(string choices) =>
        string.Join(',', choices.Split(',').Where(part => !part.Contains("\"recorded\"", StringComparison.Ordinal)));

    private static string[] Reasons(JsonElement items) =>
    [
        .. items.EnumerateArray().SelectMany(item => item.GetProperty("because").EnumerateArray().Select(one =>
            string.Join(' ', item.GetProperty("path"), one.GetProperty("path"), one.GetProperty("share"), one.GetProperty("source"),
                one.GetProperty("people")))),
    ];
}
