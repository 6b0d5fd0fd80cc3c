using System.Net;
using System.Text.Json;
using Kindred.Libraries;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Users;

/// <summary>What users think of pictures. Every test has users of its own.</summary>
public sealed class UserRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Fact]
    public async Task Put_LikeThenDislike_ReplaceEachOther()
    {
        var id = await Run.IdAsync("cat/01.jpg");

        foreach (var kind in new[] { "like", "dislike", "like" })
        {
            var interaction = await PutAsync("fickle", id.ToString(), $$"""{"kind":"{{kind}}"}""");
            Assert.Equal(kind, interaction.GetProperty("kind").GetString());
            Assert.Equal("cat/01.jpg", interaction.GetProperty("image").GetProperty("path").GetString());
            Assert.Equal([$"{kind} cat/01.jpg"], await InteractionsAsync("fickle"));
        }

        await PutAsync("fickle", id.ToString(), """{"kind":"seen"}""");
        Assert.Equal(["like cat/01.jpg", "seen cat/01.jpg"], (await InteractionsAsync("fickle")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Put_Again_ChangesNothing()
    {
        var id = (await Run.IdAsync("cat/02.jpg")).ToString();
        var first = await PutAsync("steady", id, """{"kind":"like","weight":2.5,"time":"2026-01-02T03:04:05+01:00"}""");

        var again = await PutAsync("steady", id, """{"kind":"like"}""");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(2.5, again.GetProperty("weight").GetDouble());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 2, 4, 5, TimeSpan.Zero), again.GetProperty("time").GetDateTimeOffset());
        Assert.Single(await InteractionsAsync("steady"));
    }

    [Fact]
    public async Task Put_ByContent_IsTheSameAsById()
    {
        var byId = await PutAsync("hasher", (await Run.IdAsync("cat/03.jpg")).ToString(), """{"kind":"like"}""");

        var byContent = await PutAsync("hasher", byId.GetProperty("content").GetString()!, """{"kind":"like"}""");

        Assert.Equal(byId.GetRawText(), byContent.GetRawText());
    }

    [Fact]
    public async Task Delete_WhatIsThereOrNot_Succeeds()
    {
        var id = await Run.IdAsync("cat/04.jpg");
        await PutAsync("leaver", id.ToString(), """{"kind":"like"}""");

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/leaver/interactions/{id}"));
            Assert.Empty(await InteractionsAsync("leaver"));
        }
    }

    [Fact]
    public async Task Delete_OfOneKind_LeavesTheOthers()
    {
        var id = await Run.IdAsync("cat/04.jpg");
        await PutAsync("sorter", id.ToString(), """{"kind":"like"}""");
        await PutAsync("sorter", id.ToString(), """{"kind":"seen"}""");

        Assert.Equal(
            HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/sorter/interactions/{id}?kind=dislike"));
        Assert.Equal(2, (await InteractionsAsync("sorter")).Length);
        Assert.Equal(HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/sorter/interactions/{id}?kind=like"));
        Assert.Equal(["seen cat/04.jpg"], await InteractionsAsync("sorter"));
        Assert.Equal(
            HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/sorter/interactions/{id}?kind=Love!"));
        Assert.Single(await InteractionsAsync("sorter"));
    }

    [Fact]
    public async Task Delete_OfAUser_ForgetsAllOfThemAndNobodyElse()
    {
        foreach (var user in new[] { "gone", "staying" })
        {
            await PutAsync(user, (await Run.IdAsync("cat/05.jpg")).ToString(), """{"kind":"like"}""");
            await PutAsync(user, (await Run.IdAsync("dog/15.jpg")).ToString(), """{"kind":"dislike"}""");
        }

        var forgotten = await Run.JsonAsync(HttpMethod.Delete, "/api/users/gone/interactions");
        var again = await Run.JsonAsync(HttpMethod.Delete, "/api/users/gone/interactions");

        Assert.Equal(("gone", 2), (forgotten.GetProperty("user").GetString(), forgotten.GetProperty("forgotten").GetInt32()));
        Assert.Equal(0, again.GetProperty("forgotten").GetInt32());
        Assert.Empty(await InteractionsAsync("gone"));
        Assert.Equal(["like cat/05.jpg", "dislike dog/15.jpg"], await InteractionsAsync("staying"));
    }

    [Fact]
    public async Task Interactions_OfAKind_AreOnlyThoseOldestFirst()
    {
        string[] times = ["2026-03-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"];
        for (var i = 0; i < 3; i++)
            await PutAsync("dated", (await Run.IdAsync($"cat/0{i + 1}.jpg")).ToString(), $$"""{"kind":"like","time":"{{times[i]}}"}""");
        await PutAsync("dated", (await Run.IdAsync("dog/15.jpg")).ToString(), """{"kind":"seen"}""");

        Assert.Equal(["like cat/02.jpg", "like cat/03.jpg", "like cat/01.jpg"], await InteractionsAsync("dated", "?kind=like"));
        Assert.Equal(["seen dog/15.jpg"], await InteractionsAsync("dated", "?kind=seen"));
        Assert.Empty(await InteractionsAsync("dated", "?kind=dislike"));
        var all = await Run.GetAsync("/api/users/dated/interactions?kind=seen");
        Assert.Equal(
            (3, 0, 1), (all.GetProperty("likes").GetInt32(), all.GetProperty("dislikes").GetInt32(), all.GetProperty("seen").GetInt32()));
    }

    [Fact]
    public async Task Recommend_ToTwoUsers_KeepsThemApart()
    {
        await PutAsync("first", (await Run.IdAsync("cat/01.jpg")).ToString(), """{"kind":"like"}""");
        await PutAsync("second", (await Run.IdAsync("dog/20.jpg")).ToString(), """{"kind":"like"}""");

        var (first, second) = (
            await Run.GetAsync("/api/users/first/recommendations?limit=500"),
            await Run.GetAsync("/api/users/second/recommendations?limit=500"));

        Assert.Contains("dog/20.jpg", PathsOf(first));
        Assert.DoesNotContain("cat/01.jpg", PathsOf(first));
        Assert.Contains("cat/01.jpg", PathsOf(second));
        Assert.DoesNotContain("dog/20.jpg", PathsOf(second));
        Assert.NotEqual(PathsOf(first), PathsOf(second));
    }

    [Theory]
    [InlineData("Ann Smith")]
    [InlineData("用户 №1 🐈")]
    [InlineData("a/b")]
    [InlineData("../../etc/passwd")]
    [InlineData("100%")]
    [InlineData("a%2Fb")]
    [InlineData("a%2fb/c")]
    [InlineData("a%252Fb")]
    [InlineData("%41%")]
    [InlineData("a\\b")]
    [InlineData("a:b;c,d~e.f|g")]
    [InlineData("a+b&c=d?e#f")]
    [InlineData("O'Brien; DROP TABLE interaction;--")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Users_OfAnyName_AreThemselves(string name)
    {
        var id = await Run.IdAsync("cat/06.jpg");
        var address = $"/api/users/{Uri.EscapeDataString(name)}";

        await Run.JsonAsync(HttpMethod.Put, $"{address}/interactions/{id}", """{"kind":"like"}""");

        Assert.Equal(name, (await Run.GetAsync($"{address}/interactions")).GetProperty("user").GetString());
        Assert.Equal(name, (await Run.GetAsync($"{address}/recommendations")).GetProperty("user").GetString());
        Assert.Contains(
            name,
            (await Run.GetAsync("/api/users")).GetProperty("items").EnumerateArray().Select(user => user.GetProperty("user").GetString()));
        var history = await CliRun.InProcessAsync("history", "--user", name, "--library", served.Library, "--json");
        Assert.Equal(1, history.Json.GetProperty("likes").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, $"{address}/interactions/{id}"));
        Assert.Empty((await Run.GetAsync($"{address}/interactions")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/users/a%2Fb/interactions", "a/b")]
    [InlineData("/api/users/a%2fb/interactions?kind=li%6Be", "a/b")]
    [InlineData("/api/users/a%252Fb/interactions", "a%2Fb")]
    [InlineData("/api/users/%61%252fb%2F/interactions", "a%2fb/")]
    [InlineData("/api/./x/../users/%2e/a%252Fb/y/%2E%2e/interactions", "a%2Fb")]
    [InlineData("http://HOST/api/users/a%252Fb/interactions", "a%2Fb")]
    public async Task Users_InAnAddressAsItIsSent_AreDecodedOnce(string target, string name)
    {
        var answer = await RawHttp.GetAsync(Run.Address, target.Replace("HOST", Run.Address.Authority, StringComparison.Ordinal));

        Assert.Equal(200, RawHttp.StatusOf(answer));
        Assert.Contains($"\"user\":\"{name}\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_WhoDifferOnlyInHowASlashIsWritten_AreTwo()
    {
        await PutAsync("split%2Fname", (await Run.IdAsync("cat/06.jpg")).ToString(), """{"kind":"like"}""");
        await PutAsync("split%252Fname", (await Run.IdAsync("dog/16.jpg")).ToString(), """{"kind":"like"}""");

        Assert.Equal(["like cat/06.jpg"], await InteractionsAsync("split%2Fname"));
        Assert.Equal(["like dog/16.jpg"], await InteractionsAsync("split%252Fname"));
        var users = (await Run.GetAsync("/api/users")).GetProperty("items").EnumerateArray()
            .Select(user => user.GetProperty("user").GetString());
        Assert.Equal(["split%2Fname", "split/name"], users.Where(user => user!.StartsWith("split", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Users_WhoWereHereByTheCommandLine_AreListed()
    {
        await CliRun.InProcessAsync("like", "cat/07.jpg", "cat/08.jpg", "--user", "typist", "--library", served.Library);
        await CliRun.InProcessAsync("dislike", "dog/16.jpg", "--user", "typist", "--library", served.Library);

        var user = (await Run.GetAsync("/api/users")).GetProperty("items").EnumerateArray()
            .Single(user => user.GetProperty("user").GetString() == "typist");

        Assert.Equal(
            (2, 1, 0),
            (user.GetProperty("likes").GetInt32(), user.GetProperty("dislikes").GetInt32(), user.GetProperty("seen").GetInt32()));
        Assert.Equal(2, (await Run.GetAsync("/api/users/typist/recommendations")).GetProperty("likes").GetInt32());
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("a%0Ab")]
    [InlineData("%1B%5B31m")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Users_OfABadName_AreRefusedEverywhere(string name)
    {
        var id = (await Run.IdsAsync(1))[0];

        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/users/{name}/interactions"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/{name}/interactions"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await Run.StatusAsync(HttpMethod.Put, $"/api/users/{name}/interactions/{id}", """{"kind":"like"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/{name}/interactions/{id}"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/users/{name}/recommendations"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/users/{name}/recommendations/{id}/heat-map"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"kind":null}""")]
    [InlineData("""{"kind":"love"}""")]
    [InlineData("""{"kind":0}""")]
    [InlineData("""{"kind":"like","weight":0}""")]
    [InlineData("""{"kind":"like","weight":-1}""")]
    [InlineData("""{"kind":"like","weight":1e999}""")]
    [InlineData("""{"kind":"like","weight":NaN}""")]
    [InlineData("""{"kind":"like","weight":"heavy"}""")]
    [InlineData("""{"kind":"like","time":"yesterday"}""")]
    [InlineData("""{"kind":"like","time":5}""")]
    public async Task Put_ABadChoice_IsABadRequestAndRemembersNothing(string body)
    {
        var id = (await Run.IdsAsync(1))[0];

        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Put, $"/api/users/careless/interactions/{id}", body));
        Assert.Empty(await InteractionsAsync("careless"));
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("cat%2F01.jpg")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("99999999999999999999999999")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("+1")]
    [InlineData("%201")]
    public async Task Put_ToNoPicture_IsNotFound(string picture)
    {
        Assert.Equal(
            HttpStatusCode.NotFound,
            await Run.StatusAsync(HttpMethod.Put, $"/api/users/lost/interactions/{picture}", """{"kind":"like"}"""));
        Assert.Empty(await InteractionsAsync("lost"));
    }

    [Fact]
    public async Task Interactions_OfAnUnknownKind_AreABadRequest()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, "/api/users/a/interactions?kind=Love!"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, "/api/users/a/interactions?kind=7"));
    }

    private static IEnumerable<string?> PathsOf(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString());

    private Task<JsonElement> PutAsync(string user, string picture, string body) =>
        Run.JsonAsync(HttpMethod.Put, $"/api/users/{user}/interactions/{picture}", body);

    private async Task<string[]> InteractionsAsync(string user, string query = "") =>
    [
        .. (await Run.GetAsync($"/api/users/{user}/interactions{query}")).GetProperty("items").EnumerateArray()
            .Select(interaction => $"{interaction.GetProperty("kind")} {interaction.GetProperty("path")}"),
    ];
}
