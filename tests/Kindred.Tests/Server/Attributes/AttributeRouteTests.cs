using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kindred.Tests.Server.Attributes;

/// <summary>Own ids and attributes over the API, and what they filter. Every test has attributes of its own.</summary>
public sealed class AttributeRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private const string Address = "/api/attributes";

    private ServerRun Run => served.Run;

    [Fact]
    public async Task Post_IsSeenAtOnce_ByEveryRoute()
    {
        var report = await Run.JsonAsync(HttpMethod.Post, Address, """
            {"attributes":[
              {"picture":"cat/01.jpg","ownId":"SEEN/1","values":{"seenPrice":10,"seenTags":["a"],"seenStock":true}},
              {"picture":"cat/02.jpg","ownId":"SEEN/1","values":{"seenPrice":20}},
              {"picture":"dog/13.jpg","ownId":"SEEN 2","values":{"seenPrice":30,"seenBrand":"x"}}]}
            """);
        var again = await Run.JsonAsync(HttpMethod.Post, Address, """{"attributes":[{"ownId":"SEEN/1","values":{"seenPrice":20}}]}""");

        // What another test has set already is changed, and not new.
        var (added, changed, same) = Counts(report);
        Assert.Equal((3, 0), (added + changed, same));
        Assert.Equal(
            ["seenPrice number", "seenTags tags", "seenStock boolean", "seenBrand text"],
            report.GetProperty("newAttributes").EnumerateArray().Select(one => $"{one.GetProperty("name")} {one.GetProperty("type")}"));
        Assert.Equal((0, 1, 1), Counts(again));
        Assert.Contains(
            "seenPrice",
            (await Run.GetAsync(Address)).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("name").GetString()));

        var image = await Run.GetAsync($"/api/images/{await Run.IdAsync("cat/01.jpg")}");
        Assert.Equal("SEEN/1", image.GetProperty("ownId").GetString());
        Assert.Equal(
            ["seenPrice 20", """seenTags ["a"]""", "seenStock true"],
            image.GetProperty("attributes").EnumerateObject().Where(one => one.Name.StartsWith("seen", StringComparison.Ordinal))
                .Select(one => $"{one.Name} {one.Value.GetRawText()}"));

        Assert.Equal(["cat/01.jpg", "cat/02.jpg"], Paths(await Run.GetAsync("/api/images?ownId=SEEN%2F1"), "items"));
        Assert.Empty(Paths(await Run.GetAsync("/api/images?ownId=seen%2F1"), "items"));
        Assert.Equal(["dog/13.jpg"], Paths(await Run.GetAsync("/api/images?where=seenPrice%3E20"), "items"));
        Assert.Equal(
            ["cat/01.jpg", "cat/02.jpg"], Paths(await Run.GetAsync("/api/images?label=cat&where=%7B%22seenPrice%22:20%7D"), "items"));
    }

    [Fact]
    public async Task Values_OfEveryType_AreCountedMostFirst()
    {
        await Run.JsonAsync(HttpMethod.Post, Address, """
            {"attributes":[
              {"picture":"cat/03.jpg","ownId":"VALUES 1",
                "values":{"valPrice":-1.5,"valTags":["b","a"],"valStock":true,"valBrand":"Ny & Ö"}},
              {"picture":"cat/04.jpg","ownId":"VALUES 2","values":{"valPrice":20,"valTags":["b"],"valStock":true,"valBrand":"x"}},
              {"picture":"cat/05.jpg","values":{"valPrice":3,"valStock":false,"valBrand":"x"}}]}
            """);

        Assert.Equal(["x 2", "Ny & Ö 1"], await ValuesAsync("valbrand"));
        Assert.Equal(["Ny & Ö 1"], await ValuesAsync("valBrand", "?q=NY"));
        Assert.Equal(["Ny & Ö 1"], await ValuesAsync("valBrand", "?offset=1&limit=1"));
        Assert.Equal(["b 2", "a 1"], await ValuesAsync("valTags"));
        Assert.Equal(["true 2", "false 1"], await ValuesAsync("valStock"));
        Assert.Equal(["VALUES 1 1", "VALUES 2 1"], await ValuesAsync("id", "?q=values"));
        var prices = await Run.GetAsync($"{Address}/valPrice/values");
        Assert.Equal(
            (-1.5, 20, 0, "number"),
            (prices.GetProperty("least").GetDouble(), prices.GetProperty("most").GetDouble(), prices.GetProperty("total").GetInt32(),
                prices.GetProperty("type").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Get, $"{Address}/nothing/values"));
    }

    [Fact]
    public async Task List_AskedForAgain_FollowsAttributesAndOrders()
    {
        const string Cheap = "/api/images?where=againPrice%3C10";
        await Run.JsonAsync(HttpMethod.Post, Address, """
            {"attributes":[{"picture":"cat/06.jpg","values":{"againPrice":1}},{"picture":"dog/15.jpg","values":{"againPrice":2}}]}
            """);
        Assert.Equal(["cat/06.jpg", "dog/15.jpg"], Paths(await Run.GetAsync(Cheap), "items"));
        Assert.Equal(["cat/06.jpg", "dog/15.jpg"], Paths(await Run.GetAsync(Cheap), "items"));
        Assert.Equal(["dog/15.jpg"], Paths(await Run.GetAsync(Cheap + "&label=dog"), "items"));
        Assert.Equal(["dog/15.jpg"], Paths(await Run.GetAsync(Cheap + "&offset=1"), "items"));
        Assert.Equal(2, (await Run.GetAsync(Cheap.Replace("images", "images/sections", StringComparison.Ordinal)))
            .GetProperty("items").GetArrayLength());

        await Run.JsonAsync(HttpMethod.Post, Address, """{"attributes":[{"picture":"cat/06.jpg","values":{"againPrice":10}}]}""");

        Assert.Equal(["dog/15.jpg"], Paths(await Run.GetAsync(Cheap), "items"));
        Assert.Equal(0, (await Run.GetAsync(Cheap.Replace("images", "images/sections", StringComparison.Ordinal)))
            .GetProperty("items").GetArrayLength());
    }

    private async Task<IEnumerable<string>> ValuesAsync(string name, string query = "") =>
        (await Run.GetAsync($"{Address}/{name}/values{query}")).GetProperty("items").EnumerateArray()
            .Select(one => $"{one.GetProperty("value").GetString()} {one.GetProperty("images").GetInt32()}");

    [Fact]
    public async Task Routes_TakeOwnIdsAsWellAsNumbers()
    {
        await Run.JsonAsync(HttpMethod.Post, Address, """{"attributes":[{"picture":"dog/14.jpg","ownId":"OWN/14 ä"}]}""");
        var id = await Run.IdAsync("dog/14.jpg");
        var own = "id:" + Uri.EscapeDataString("OWN/14 ä");

        Assert.Equal(id, (await Run.GetAsync($"/api/images/{own}")).GetProperty("id").GetInt64());
        Assert.Equal(
            Paths(await Run.GetAsync($"/api/images/{id}/similar?limit=5"), "items"),
            Paths(await Run.GetAsync($"/api/images/{own}/similar?limit=5"), "items"));
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{own}/thumbnail"));
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{own}/file"));
        Assert.Equal(
            HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Put, $"/api/users/owner/interactions/{own}", """{"kind":"like"}"""));
        Assert.Equal(
            "dog/14.jpg",
            (await Run.GetAsync("/api/users/owner/interactions")).GetProperty("items")[0].GetProperty("path").GetString());
        Assert.Equal(
            Paths(await Run.JsonAsync(HttpMethod.Post, "/api/recommendations", $$"""{"positive":[{{id}}]}"""), "items"),
            Paths(await Run.JsonAsync(HttpMethod.Post, "/api/recommendations", """{"positive":["id:OWN/14 ä"]}"""), "items"));
        foreach (var nobody in new[] { "id:none", "id:", "none", "-1", "9999999" })
            Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{nobody}"));
    }

    [Fact]
    public async Task Filters_HoldThroughSimilarUploadAndRecommendations()
    {
        var entries = Enumerable.Range(0, 24).Select(i =>
            $$$"""{"picture":"{{{(i < 12 ? "cat" : "dog")}}}/{{{i:00}}}.jpg","values":{"held":{{{i}}}}}""");
        await Run.JsonAsync(HttpMethod.Post, Address, $$"""{"attributes":[{{string.Join(',', entries)}}]}""");
        string[] wanted = ["cat/05.jpg", "cat/06.jpg", "dog/20.jpg"];
        var id = await Run.IdAsync("dog/15.jpg");
        var where = Uri.EscapeDataString("held in (5, 6, 20)");

        Assert.Equal(wanted, Paths(await Run.GetAsync($"/api/images/{id}/similar?limit=50&where={where}"), "items").Order());
        Assert.Equal(wanted, Paths(await UploadAsync($"/api/search?limit=50&where={where}"), "items").Order());
        Assert.Equal(wanted, Paths(await Run.GetAsync($"/api/users/nobody/recommendations?limit=50&where={where}"), "items").Order());
        string[] filters = ["\"held in (5, 6, 20)\"", """{"held":[5,6,20]}""", """{"or":[{"held":{"in":[5,6]}},{"held":20}]}"""];
        foreach (var filter in filters)
        {
            var list = await Run.JsonAsync(
                HttpMethod.Post, "/api/recommendations", $$$"""{"positive":[{{{id}}}],"limit":50,"where":{{{filter}}}}""");
            Assert.Equal(wanted, Paths(list, "items").Order());
        }
    }

    [Theory]
    [InlineData("/api/images?where=nothing%3C3", "The filter is wrong at character 1 (nothing): there is no attribute nothing; ")]
    [InlineData("/api/images?where=(", "The filter is wrong at its end: the name of an attribute is expected here.")]
    [InlineData("/api/images?where=%7B%22and%22:1%7D", "The filter is wrong at $.and: a list of filters is expected here.")]
    [InlineData("/api/users/a/recommendations?where=(", "The filter is wrong at its end")]
    public async Task Filter_ThatCannotBeUnderstood_IsABadRequest(string address, string fault)
    {
        using var response = await Run.SendAsync(HttpMethod.Get, address);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.StartsWith(fault, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"picture":"cat/03.jpg","values":{"broken":"x"}}""", 400, "attributes[1]: broken must be a number, not 'x'")]
    [InlineData("""{"picture":"cat/03.jpg","values":{"half":"\ud800"}}""", 400, "attributes[1]: half must be a text")]
    [InlineData("""{"picture":"cat/03.jpg","values":{"half":["\ud800"]}}""", 400, "attributes[1]: half must be a text")]
    [InlineData("""{"picture":"cat/03.jpg","values":{"broken":{}}}""", 400, "attributes[1]: broken must be a text, a number, true, false")]
    [InlineData("""{"values":{"broken":1}}""", 400, "attributes[1]: it names no picture and has no id")]
    [InlineData("""{"picture":"cat/03.jpg","ownId":""}""", 400, "attributes[1]: an id must not be empty")]
    [InlineData("""{"picture":"cat/03.jpg","values":{"not":1}}""", 400, "attributes[1]: an attribute cannot be called not")]
    [InlineData("null", 400, "attributes[1]: it is null")]
    [InlineData("""{"picture":"none.jpg"}""", 404, "The gallery has no picture none.jpg (attributes[1]).")]
    [InlineData("""{"ownId":"NOBODY'S"}""", 404, "The gallery has no picture NOBODY'S (attributes[1]).")]
    public async Task Post_WithABrokenOne_NamesItAndTakesNothing(string broken, int status, string fault)
    {
        await Run.JsonAsync(HttpMethod.Post, Address, """{"attributes":[{"picture":"cat/04.jpg","values":{"broken":1}}]}""");

        using var response = await Run.SendAsync(
            HttpMethod.Post, Address, $$$"""{"attributes":[{"picture":"cat/04.jpg","values":{"broken":2}},{{{broken}}}]}""");

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains(fault, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["cat/04.jpg"], Paths(await Run.GetAsync("/api/images?where=broken%3D1"), "items"));
    }

    [Fact]
    public async Task Post_ByAnotherProcess_IsSeenSoon()
    {
        var path = Path.Combine(served.Library, "elsewhere.csv");
        await File.WriteAllTextAsync(path, "picture,elsewhere\ncat/07.jpg,1\n", TestContext.Current.CancellationToken);

        var run = await Cli.CliRun.InProcessAsync("attributes", "--import", path, "--library", served.Library);

        Assert.Equal(0, run.ExitCode);
        await Eventually.TrueAsync(
            async () => await Run.StatusAsync(HttpMethod.Get, "/api/images?where=elsewhere%3D1") == HttpStatusCode.OK,
            "The server has not read the attributes anew.");
        Assert.Equal(["cat/07.jpg"], Paths(await Run.GetAsync("/api/images?where=elsewhere%3D1"), "items"));
    }

    private static (int New, int Updated, int Unchanged) Counts(JsonElement report) => (
        report.GetProperty("new").GetInt32(), report.GetProperty("updated").GetInt32(), report.GetProperty("unchanged").GetInt32());

    private static string[] Paths(JsonElement document, string list) =>
        [.. document.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("path").GetString()!)]; // All have one.

    private async Task<JsonElement> UploadAsync(string address)
    {
        using var picture = new ByteArrayContent(served.Outside);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { picture, "image", "outside.jpg" } };
        using var response = await Run.Client.PostAsync(address, form, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
