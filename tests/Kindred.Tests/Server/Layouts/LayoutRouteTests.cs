using System.Net;
using System.Text.Json;
using Kindred.Libraries;

namespace Kindred.Tests.Server.Layouts;

/// <summary>The layout of the gallery.</summary>
public sealed class LayoutRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Fact]
    public async Task Layout_OnceItIsComputed_HasEveryPictureByPath()
    {
        var (layout, _) = await ComputedAsync(Run);
        var images = (await Run.GetAsync("/api/images?limit=500")).GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(25, layout.GetProperty("total").GetInt32());
        var points = layout.GetProperty("items").EnumerateArray().ToArray();
        foreach (var same in new[] { "id", "label", "thumbnail" })
            Assert.Equal(
                images.Select(image => image.GetProperty(same).ToString()), points.Select(point => point.GetProperty(same).ToString()));
        Assert.All(points, point =>
        {
            Assert.InRange(point.GetProperty("x").GetDouble(), -1, 1);
            Assert.InRange(point.GetProperty("y").GetDouble(), -1, 1);
        });
        Assert.True(points.Select(point => point.GetProperty("x").GetDouble()).Distinct().Count() > 10);
    }

    [Fact]
    public async Task Layout_ThatIsKnown_IsNotSentAgain()
    {
        var (layout, tag) = await ComputedAsync(Run);

        using var known = await Run.SendAsync(HttpMethod.Get, "/api/layout", null, ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        var (again, sameTag) = await ComputedAsync(Run);
        Assert.Equal((layout.GetRawText(), tag), (again.GetRawText(), sameTag));
    }

    [Fact]
    public async Task Layout_AtItsOlderAddress_IsTheSame()
    {
        var (layout, tag) = await ComputedAsync(Run);

        using var older = await Run.SendAsync(HttpMethod.Get, "/api/map");

        Assert.Equal((HttpStatusCode.OK, tag), (older.StatusCode, older.Headers.ETag!.Tag));
        Assert.Equal(layout.GetRawText(), await older.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Layout_AfterARestart_IsTheSame()
    {
        var (layout, _) = await ComputedAsync(Run);
        await using var other = await ServerRun.StartAsync(served.Library);

        var (again, _) = await ComputedAsync(other);

        Assert.Equal(layout.GetProperty("items").GetRawText(), again.GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task Layout_OfAnEmptyLibrary_HasNoPoints()
    {
        using var folder = new TemporaryFolder();
        await using var empty = await ServerRun.StartAsync(folder.File("library"));

        Assert.Empty((await ComputedAsync(empty)).Layout.GetProperty("items").EnumerateArray());
    }

    private static async Task<(JsonElement Layout, string Tag)> ComputedAsync(ServerRun run)
    {
        (JsonElement Layout, string Tag) computed = default;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await run.SendAsync(HttpMethod.Get, "/api/layout");
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
            "The layout was not computed.");
        return computed;
    }
}
