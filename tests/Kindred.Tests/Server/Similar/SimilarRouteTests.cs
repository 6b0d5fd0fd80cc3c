using System.Net;
using System.Text.Json;
using Kindred.Libraries;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Similar;

/// <summary>Similar pictures, against what the command line says of the same library.</summary>
public sealed class SimilarRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Theory]
    [InlineData("cat/00.jpg", 5)]
    [InlineData("dog/17.jpg", 23)]
    public async Task Similar_ToAPicture_IsWhatTheCommandLineSays(string path, int k)
    {
        var command = await CliRun.InProcessAsync("similar", path, "-k", k.ToString(), "--library", served.Library, "--json");

        var similar = await Run.GetAsync($"/api/images/{await Run.IdAsync(path)}/similar?limit={k}");

        Assert.Equal(path, similar.GetProperty("query").GetProperty("name").GetString());
        Assert.Equal(path, similar.GetProperty("query").GetProperty("image").GetProperty("path").GetString());
        var expected = command.Json.GetProperty("results").EnumerateArray().ToArray();
        var results = similar.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(k, results.Length);
        Assert.Equal(expected.Select(PathOf), results.Select(PathOf));
        Assert.All(expected.Zip(results), pair => Assert.Equal(
            pair.First.GetProperty("score").GetDouble(), pair.Second.GetProperty("score").GetDouble(), 1e-5));
        Assert.All(expected.Zip(results), pair => Assert.Equal(
            pair.First.GetProperty("distance").GetDouble(), pair.Second.GetProperty("distance").GetDouble(), 1e-5));
    }

    [Fact]
    public async Task Similar_ByDefault_IsTwentyOthersNearestFirst()
    {
        var id = await Run.IdAsync("cat/04.jpg");

        var results = (await Run.GetAsync($"/api/images/{id}/similar")).GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(20, results.Length);
        Assert.DoesNotContain(results, result => result.GetProperty("id").GetInt64() == id);
        var scores = results.Select(result => result.GetProperty("score").GetDouble()).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public async Task Similar_WithALabel_IsTheWholeListsPartWithIt()
    {
        var id = await Run.IdAsync("cat/04.jpg");
        var all = (await Run.GetAsync($"/api/images/{id}/similar?limit=500")).GetProperty("items").EnumerateArray().ToArray();

        var dogs = (await Run.GetAsync($"/api/images/{id}/similar?limit=5&label=dog")).GetProperty("items").EnumerateArray();
        var both = (await Run.GetAsync($"/api/images/{id}/similar?limit=500&label=dog&label=cat")).GetProperty("items").EnumerateArray();
        var none = (await Run.GetAsync($"/api/images/{id}/similar?label=horse")).GetProperty("items").EnumerateArray();

        // All others, of which one photograph is there twice.
        Assert.Equal(23, all.Length);
        Assert.Equal(all.Where(result => result.GetProperty("label").GetString() == "dog").Take(5).Select(PathOf), dogs.Select(PathOf));
        Assert.Equal(all.Select(PathOf), both.Select(PathOf));
        Assert.Empty(none);
    }

    [Theory]
    [InlineData("k=0")]
    [InlineData("k=-5")]
    [InlineData("k=501")]
    [InlineData("k=99999999999999999999")]
    [InlineData("k=NaN")]
    [InlineData("k=")]
    [InlineData("k=1&limit=2")]
    public async Task Similar_OfNoSuchLength_IsABadRequest(string query)
    {
        var id = (await Run.IdsAsync(1))[0];

        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/similar?{query}"));
    }

    private static string? PathOf(JsonElement picture) => picture.GetProperty("path").GetString();
}
