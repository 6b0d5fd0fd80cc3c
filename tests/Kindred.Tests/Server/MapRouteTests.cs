using System.Net;
using System.Text.Json;
using Kindred.Libraries;

namespace Kindred.Tests.Server;

/// <summary>The map of the gallery.</summary>
public sealed class MapRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Fact]
    public async Task Map_OnceItIsComputed_HasEveryPictureByPath()
    {
        var (map, _) = await ComputedAsync(Run);
        var images = (await Run.GetAsync("/api/images?limit=500")).GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(25, map.GetProperty("images").GetInt32());
        var points = map.GetProperty("points").EnumerateArray().ToArray();
        foreach (var same in new[] { "id", "label", "thumbnail" })
            Assert.Equal(images.Select(image => image.GetProperty(same).ToString()), points.Select(point => point.GetProperty(same).ToString()));
        Assert.All(points, point =>
        {
            Assert.InRange(point.GetProperty("x").GetDouble(), -1, 1);
            Assert.InRange(point.GetProperty("y").GetDouble(), -1, 1);
        });
        Assert.True(points.Select(point => point.GetProperty("x").GetDouble()).Distinct().Count() > 10);
    }

    [Fact]
    public async Task Map_ThatIsKnown_IsNotSentAgain()
    {
        var (map, tag) = await ComputedAsync(Run);

        using var known = await Run.SendAsync(HttpMethod.Get, "/api/map", null, ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        var (again, sameTag) = await ComputedAsync(Run);
        Assert.Equal((map.GetRawText(), tag), (again.GetRawText(), sameTag));
    }

    [Fact]
    public async Task Map_AfterARestart_IsTheSame()
    {
        var (map, _) = await ComputedAsync(Run);
        await using var other = await ServerRun.StartAsync(served.Library);

        var (again, _) = await ComputedAsync(other);

        Assert.Equal(map.GetProperty("points").GetRawText(), again.GetProperty("points").GetRawText());
    }

    [Fact]
    public async Task Map_OfAnEmptyLibrary_HasNoPoints()
    {
        using var folder = new TemporaryFolder();
        await using var empty = await ServerRun.StartAsync(folder.File("library"));

        Assert.Empty((await ComputedAsync(empty)).Map.GetProperty("points").EnumerateArray());
    }

    private static async Task<(JsonElement Map, string Tag)> ComputedAsync(ServerRun run)
    {
        (JsonElement Map, string Tag) computed = default;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await run.SendAsync(HttpMethod.Get, "/api/map");
                var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    computed = (json, response.Headers.ETag!.Tag);
                    return true;
                }

                Assert.Equal((HttpStatusCode.Accepted, "computing"), (response.StatusCode, json.GetProperty("state").GetString()));
                Assert.NotNull(response.Headers.RetryAfter);
                return false;
            },
            "The map was not computed.");
        return computed;
    }
}
