using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kindred.Tests.Choices;
using Kindred.Tests.Server;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Cluster;

/// <summary>What a cluster answers, against what a server alone answers.</summary>
public sealed class ClusterAnswerTests(PostgresServer postgres, CircleLibrary library) : IClassFixture<CircleLibrary>
{
    [Fact]
    public async Task Answers_OfEveryNode_AreThoseOfAServerAlone()
    {
        await using var alone = await ServerRun.StartAsync(library.Folder);
        var ids = await alone.IdsAsync();
        var prices = Enumerable.Range(0, Circles.Pictures).Select(
            picture => $$$"""{"picture":"{{{Circles.NameOf(picture)}}}","values":{"price":{{{picture}}}}}""");
        await alone.JsonAsync(HttpMethod.Post, "/api/attributes", $$"""{"attributes":[{{string.Join(',', prices)}}]}""");
        await using var cluster = await ClusterRun.StartAsync(library.Folder, postgres.Membership);
        var first = (await alone.GetAsync("/api/users/p3/recommendations?limit=1")).GetProperty("items")[0].GetProperty("id").GetInt64();
        string[] paths =
        [
            .. ids.Select(id => $"/api/images/{id}/similar?limit=12"),
            .. ids.Take(5).Select(id => $"/api/images/{id}/similar?limit=100&variants=all"),
            .. ids.Take(5).Select(id => $"/api/images/{id}/similar?limit=10&color=red"),
            .. Enumerable.Range(0, 10).Select(person => $"/api/users/{Circles.UserOf(person)}/recommendations?limit=20"),
            .. Enumerable.Range(0, 4).Select(person => $"/api/users/{Circles.UserOf(person)}/recommendations?limit=10&people=0"),
            "/api/users/p3/recommendations?people=1", "/api/users/nobody/recommendations",
            $"/api/users/p3/recommendations/{first}/heat-map?limit=1", "/api/images?where=price%20%3C%2020&sort=name",
            .. ids.Take(5).Select(id => $"/api/images/{id}/similar?limit=10&where=price%20%3E%2030"),
        ];
        string[] bodies =
        [
            $$"""{"positive":[{{ids[3]}},{{ids[9]}}],"negative":[{{ids[20]}}],"limit":15}""",
            $$"""{"positive":[{{ids[3]}}],"negative":[{{ids[20]}},{{ids[21]}},{{ids[22]}}],"people":0.5}""",
            $$"""{"positive":[{{ids[1]}},{{ids[2]}},{{ids[3]}}],"strategy":"best","limit":40}""",
        ];

        Assert.Equal(3, cluster.Nodes.Count);
        foreach (var node in cluster.Nodes)
        {
            foreach (var path in paths)
                Assert.Equal((path, (await alone.GetAsync(path)).GetRawText()), (path, (await node.GetAsync(path)).GetRawText()));
            foreach (var body in bodies)
            {
                var expected = await alone.JsonAsync(HttpMethod.Post, "/api/recommendations", body);
                Assert.Equal(expected.GetRawText(), (await node.PostAsync("/api/recommendations", body)).GetRawText());
            }

            Assert.Equal(await SearchAsync(alone.Client), await SearchAsync(node.Client));
            Assert.Equal(await LayoutAsync(alone.Client), await LayoutAsync(node.Client));
        }
    }

    /// <summary>What a picture finds that is sent with the request.</summary>
    private async Task<string> SearchAsync(HttpClient client)
    {
        using var form = new MultipartFormDataContent();
        var bytes = await File.ReadAllBytesAsync(library.File("gallery", Circles.NameOf(7)), TestContext.Current.CancellationToken);
        form.Add(new ByteArrayContent(bytes), "image", "sent.jpg");
        using var response = await client.PostAsync(
            new Uri("/api/search?limit=12", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Where pictures are in the layout, once there is one.</summary>
    private static async Task<string> LayoutAsync(HttpClient client)
    {
        var points = "";
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await client.GetAsync(new Uri("/api/layout", UriKind.Relative), TestContext.Current.CancellationToken);
                var layout = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
                points = response.StatusCode == HttpStatusCode.OK ? layout.GetProperty("items").GetRawText() : "";
                return points.Length > 0;
            },
            "There is no layout.");
        return points;
    }
}
