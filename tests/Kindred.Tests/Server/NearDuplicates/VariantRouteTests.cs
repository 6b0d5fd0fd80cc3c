using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kindred.Tests.Cli;
using Kindred.Tests.Fixtures;

namespace Kindred.Tests.Server.NearDuplicates;

/// <summary>Things in several colors, over REST: listed apart, and one place each among results.</summary>
public sealed class VariantRouteTests(RecoloredLibrary recolored) : IClassFixture<RecoloredLibrary>, IAsyncLifetime
{
    private ServerRun? _run;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServerRun Run => _run!; // Set before every test.

    public async ValueTask InitializeAsync() => _run = await ServerRun.StartAsync(recolored.Library);

    public async ValueTask DisposeAsync() => await Run.DisposeAsync();

    [Fact]
    public async Task Variants_OfTheGallery_AreWhatTheCommandLineSays()
    {
        var list = await Run.GetAsync("/api/variants");

        Assert.Equal(recolored.Groups.Count, list.GetProperty("total").GetInt32());
        Assert.Equal(recolored.Groups.Sum(group => group.Length), list.GetProperty("grouped").GetInt32());
        Assert.Equal(recolored.Groups, list.GetProperty("items").EnumerateArray().Select(group => Paths(group.GetProperty("images"))));
        Assert.All(list.GetProperty("items").EnumerateArray(), group => Assert.Equal(
            group.GetProperty("images").GetArrayLength(), group.GetProperty("colors").GetInt32()));
    }

    [Fact]
    public async Task Variants_PageByPage_AreAllThereOnce()
    {
        var second = await Run.GetAsync("/api/variants?offset=1&limit=1");

        var group = Assert.Single(second.GetProperty("items").EnumerateArray());
        Assert.Equal(recolored.Groups[1], Paths(group.GetProperty("images")));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, "/api/variants?limit=0"));
    }

    [Fact]
    public async Task Variants_AreNoNearDuplicates()
    {
        var nearDuplicates = await Run.GetAsync("/api/near-duplicates");

        var group = Assert.Single(nearDuplicates.GetProperty("items").EnumerateArray());
        Assert.Equal(["sofa/01 again.jpg", "sofa/01.jpg"], Paths(group.GetProperty("images")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", 8)]
    [InlineData("&variants=grouped", 8)]
    [InlineData("&variants=all", 8)]
    public async Task Similar_ToAPicture_IsWhatTheCommandLineSays(string query, int k)
    {
        var group = recolored.Largest;
        var command = await CliRun.InProcessAsync(
            "similar", group[0], "-k", $"{k}", "--variants", query.EndsWith("all", StringComparison.Ordinal) ? "all" : "grouped",
            "--library", recolored.Library, "--json");

        var similar = await Run.GetAsync($"/api/images/{await Run.IdAsync(group[0])}/similar?limit={k}{query}");

        Assert.Equal(Said(command.Json.GetProperty("results")), Said(similar.GetProperty("items")));
        Assert.Contains(Said(similar.GetProperty("items")), said => said.StartsWith(
            query.EndsWith("all", StringComparison.Ordinal) ? "False" : "True", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_WithAPictureOfTheGallery_IsWhatTheCommandLineSays()
    {
        var file = recolored.File("upload.jpg");
        File.Copy(Path.Combine(recolored.Gallery, recolored.Largest[0]), file, overwrite: true);
        var command = await CliRun.InProcessAsync("similar", file, "-k", "8", "--library", recolored.Library, "--json");
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, Cancel));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { content, "image", "upload.jpg" } };

        using var response = await Run.Client.PostAsync(new Uri("/api/search?limit=8", UriKind.Relative), form, Cancel);

        response.EnsureSuccessStatusCode();
        var found = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal(Said(command.Json.GetProperty("results")), Said(found.GetProperty("items")));
        Assert.Contains(Said(found.GetProperty("items")), said => said.StartsWith("True", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recommendations_ForALikedColor_HaveAnotherOnce()
    {
        var group = recolored.Largest;
        var id = await Run.IdAsync(group[0]);
        string Body(string variants) => $$"""{ "positive": [{{id}}], "limit": 8{{variants}} }""";

        var grouped = await Run.JsonAsync(HttpMethod.Post, "/api/recommendations", Body(""));
        var all = await Run.JsonAsync(HttpMethod.Post, "/api/recommendations", Body(", \"variants\": \"all\""));

        var place = Assert.Single(grouped.GetProperty("items").EnumerateArray(), item => group.Contains(RecoloredLibrary.PathOf(item)));
        Assert.Equal(group.Length - 2, place.GetProperty("variants").GetArrayLength());
        Assert.Equal(group.Length - 1, Paths(all.GetProperty("items")).Count(group.Contains));
    }

    [Fact]
    public async Task Recommendations_ForAUser_GroupAsAsked()
    {
        var group = recolored.Largest;
        var id = await Run.IdAsync(group[0]);
        await Run.JsonAsync(HttpMethod.Put, $"/api/users/ann/interactions/{id}", """{ "kind": "like" }""");

        var grouped = await Run.GetAsync("/api/users/ann/recommendations?limit=8");
        var all = await Run.GetAsync("/api/users/ann/recommendations?limit=8&variants=all");

        Assert.Single(Paths(grouped.GetProperty("items")), group.Contains);
        Assert.Equal(group.Length - 1, Paths(all.GetProperty("items")).Count(group.Contains));
        Assert.Equal(
            HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, "/api/users/ann/recommendations?variants=some"));
    }

    private static string[] Paths(JsonElement pictures) => [.. pictures.EnumerateArray().Select(RecoloredLibrary.PathOf)];

    private static List<string> Said(JsonElement results) =>
    [
        .. results.EnumerateArray().Select(result =>
            $"{result.GetProperty("variant").GetBoolean()} {RecoloredLibrary.PathOf(result)} "
                + $"[{string.Join(", ", Paths(result.GetProperty("variants")))}] "
                + $"[{string.Join(", ", Paths(result.GetProperty("nearDuplicates")))}]"),
    ];
}
