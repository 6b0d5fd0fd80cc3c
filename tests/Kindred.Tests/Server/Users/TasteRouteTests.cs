using System.Net;
using System.Text.Json;
using Kindred.Libraries;

namespace Kindred.Tests.Server.Users;

/// <summary>What users set of their tastes. Every test has users of its own.</summary>
public sealed class TasteRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Fact]
    public async Task List_NothingLikedYet_IsEmpty() => Assert.Empty(await TastesAsync("newcomer"));

    [Fact]
    public async Task Patch_AComputedTaste_IsKeptAndSeenInLists()
    {
        var contents = await LikeAsync("namer", "cat/01.jpg");
        var computed = Assert.Single(await TastesAsync("namer"));
        Assert.Equal(contents[0], computed.GetProperty("key").GetString());
        Assert.Equal(JsonValueKind.Null, computed.GetProperty("id").ValueKind);

        var named = await PatchAsync("namer", contents[0], """{"name":" cats ","weight":2.5}""");

        Assert.Equal(
            ("cats", 2.5, false),
            (named.GetProperty("name").GetString(), named.GetProperty("weight").GetDouble(), named.GetProperty("muted").GetBoolean()));
        var id = named.GetProperty("id").GetInt64();
        Assert.Equal($"{id}", named.GetProperty("key").GetString());
        Assert.Equal(named.GetRawText(), Assert.Single(await TastesAsync("namer")).GetRawText());
        Assert.Equal(named.GetRawText(), (await PatchAsync("namer", contents[0], """{"name":"cats"}""")).GetRawText());
        var list = await Run.GetAsync("/api/users/namer/recommendations");
        Assert.Equal(id, list.GetProperty("tastes")[0].GetProperty("id").GetInt64());
        Assert.Equal("cats", list.GetProperty("tastes")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, (await PatchAsync("namer", $"{id}", """{"name":""}""")).GetProperty("name").ValueKind);
    }

    [Fact]
    public async Task Patch_Muted_RecommendsNothingForItUntilItIsHeardAgain()
    {
        var contents = await LikeAsync("muter", "cat/02.jpg", "dog/14.jpg");
        await MergeAsync("muter", contents);

        await PatchAsync("muter", contents[1], """{"muted":true}""");

        var list = await Run.GetAsync("/api/users/muter/recommendations?limit=500");
        Assert.Empty(list.GetProperty("tastes").EnumerateArray());
        Assert.DoesNotContain("cat/02.jpg", PathsOf(list));
        Assert.True(Assert.Single(await TastesAsync("muter")).GetProperty("muted").GetBoolean());
        await PatchAsync("muter", contents[1], """{"muted":false}""");
        Assert.Single((await Run.GetAsync("/api/users/muter/recommendations")).GetProperty("tastes").EnumerateArray());
    }

    [Fact]
    public async Task SplitAndMerge_ByIdAndContent_StayAsTheyAre()
    {
        var contents = await LikeAsync("splitter", "cat/03.jpg", "cat/04.jpg", "dog/15.jpg");
        var merged = await MergeAsync("splitter", contents);
        Assert.Equal(3, merged.GetProperty("likes").GetArrayLength());
        var key = merged.GetProperty("key").GetString();

        var parts = (await Run.JsonAsync(
            HttpMethod.Post, $"/api/users/splitter/tastes/{key}/split",
            $$"""{"likes":["{{await Run.IdAsync("cat/03.jpg")}}","{{contents[2]}}"],"name":"others"}""")).GetProperty("items");

        Assert.Equal([key], parts.EnumerateArray().Take(1).Select(part => part.GetProperty("key").GetString()));
        Assert.Equal(["cat/04.jpg"], PathsOf(parts[0], "likes"));
        Assert.Equal(("others", 2), (parts[1].GetProperty("name").GetString(), parts[1].GetProperty("likes").GetArrayLength()));
        Assert.Equal(2, (await TastesAsync("splitter")).Length);
        var halves = await Run.JsonAsync(HttpMethod.Post, $"/api/users/splitter/tastes/{parts[1].GetProperty("key")}/split", "{}");
        Assert.All(halves.GetProperty("items").EnumerateArray(), half => Assert.Single(half.GetProperty("likes").EnumerateArray()));
        Assert.Equal("all", (await MergeAsync("splitter", contents, "all")).GetProperty("name").GetString());
        Assert.Single(await TastesAsync("splitter"));
    }

    [Fact]
    public async Task Delete_AKeptTaste_IsComputedAgain()
    {
        var contents = await LikeAsync("resetter", "cat/05.jpg");
        var id = (await PatchAsync("resetter", contents[0], """{"name":"cats"}""")).GetProperty("id").GetInt64();

        Assert.Equal(HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/resetter/tastes/{id}"));

        Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/resetter/tastes/{id}"));
        Assert.Equal(HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, $"/api/users/resetter/tastes/{contents[0]}"));
        var taste = Assert.Single(await TastesAsync("resetter"));
        Assert.Equal(JsonValueKind.Null, taste.GetProperty("id").ValueKind);
        Assert.Equal(JsonValueKind.Null, taste.GetProperty("name").ValueKind);
    }

    [Fact]
    public async Task Tastes_OfAnotherUser_AreNotFound()
    {
        var contents = await LikeAsync("owner", "cat/06.jpg");
        var id = (await PatchAsync("owner", contents[0], """{"name":"mine"}""")).GetProperty("id").GetInt64();
        await LikeAsync("stranger", "dog/16.jpg");

        foreach (var key in new[] { $"{id}", contents[0], "0", "-1", "x", "99999999999999999999999" })
        {
            var address = $"/api/users/stranger/tastes/{key}";
            Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Patch, address, """{"muted":true}"""));
            Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Post, address + "/split", "{}"));
            Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Delete, address));
            Assert.Equal(
                HttpStatusCode.NotFound,
                await Run.StatusAsync(HttpMethod.Post, "/api/users/stranger/tastes/merge", $$"""{"tastes":["{{key}}","{{key}}"]}"""));
        }

        Assert.Equal("mine", Assert.Single(await TastesAsync("owner")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("PATCH", "", "")]
    [InlineData("PATCH", "", "{}")]
    [InlineData("PATCH", "", "[]")]
    [InlineData("PATCH", "", """{"weight":0}""")]
    [InlineData("PATCH", "", """{"weight":11}""")]
    [InlineData("PATCH", "", """{"weight":"1"}""")]
    [InlineData("PATCH", "", """{"muted":1}""")]
    [InlineData("PATCH", "", """{"name":5}""")]
    [InlineData("PATCH", "", """{"name":"a\nb"}""")]
    [InlineData("POST", "/split", """{"likes":"1"}""")]
    [InlineData("POST", "/split", "{}")]
    public async Task Change_ThatCannotBe_IsABadRequestAndSetsNothing(string method, string verb, string body)
    {
        var contents = await LikeAsync("careless", "cat/07.jpg");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            await Run.StatusAsync(new HttpMethod(method), $"/api/users/careless/tastes/{contents[0]}{verb}", body));
        Assert.Equal(JsonValueKind.Null, Assert.Single(await TastesAsync("careless")).GetProperty("id").ValueKind);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"tastes":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"tastes":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"tastes":["LIKE"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"tastes":["LIKE","LIKE"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"tastes":["LIKE",null]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"tastes":["LIKE","nothing"]}""", HttpStatusCode.NotFound)]
    public async Task Merge_ThatCannotBe_IsRefused(string body, HttpStatusCode status)
    {
        var contents = await LikeAsync("joiner", "cat/08.jpg");

        Assert.Equal(
            status,
            await Run.StatusAsync(
                HttpMethod.Post, "/api/users/joiner/tastes/merge", body.Replace("LIKE", contents[0], StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"likes":["999999"]}""")]
    [InlineData("""{"likes":[null]}""")]
    public async Task Split_IntoNoPicture_IsNotFound(string body)
    {
        var contents = await LikeAsync("looker", "cat/09.jpg");

        Assert.Equal(
            HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Post, $"/api/users/looker/tastes/{contents[0]}/split", body));
    }

    private static IEnumerable<string?> PathsOf(JsonElement list, string name = "items") =>
        list.GetProperty(name).EnumerateArray().Select(item => item.GetProperty("path").GetString());

    /// <summary>Likes pictures.</summary>
    /// <returns>The SHA-256 of each.</returns>
    private async Task<string[]> LikeAsync(string user, params string[] paths)
    {
        var contents = new List<string>();
        foreach (var path in paths)
        {
            var liked = await Run.JsonAsync(
                HttpMethod.Put, $"/api/users/{user}/interactions/{await Run.IdAsync(path)}", """{"kind":"like"}""");
            contents.Add(liked.GetProperty("content").GetString()!);
        }

        return [.. contents];
    }

    private async Task<JsonElement[]> TastesAsync(string user) =>
        [.. (await Run.GetAsync($"/api/users/{user}/tastes")).GetProperty("items").EnumerateArray()];

    private Task<JsonElement> PatchAsync(string user, string taste, string body) =>
        Run.JsonAsync(HttpMethod.Patch, $"/api/users/{user}/tastes/{taste}", body);

    /// <summary>Makes one taste of all that hold some likes, also where they are one already.</summary>
    private async Task<JsonElement> MergeAsync(string user, string[] contents, string? name = null)
    {
        var keys = (await TastesAsync(user)).Select(taste => taste.GetProperty("key").GetString()).ToArray();
        return keys.Length > 1
            ? await Run.JsonAsync(
                HttpMethod.Post, $"/api/users/{user}/tastes/merge", JsonSerializer.Serialize(new { tastes = keys, name }))
            : await PatchAsync(user, contents[0], JsonSerializer.Serialize(new { name = name ?? "one" }));
    }
}
