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
        await using var cluster = await ClusterRun.StartAsync(library.Folder, postgres.Membership);
        var ids = await alone.IdsAsync();
        string[] paths =
        [
            .. ids.Select(id => $"/api/images/{id}/similar?limit=12"),
            .. ids.Take(5).Select(id => $"/api/images/{id}/similar?limit=100&variants=all"),
            .. ids.Take(5).Select(id => $"/api/images/{id}/similar?limit=10&color=red"),
            .. Enumerable.Range(0, 10).Select(person => $"/api/users/{Circles.UserOf(person)}/recommendations?limit=20"),
            .. Enumerable.Range(0, 4).Select(person => $"/api/users/{Circles.UserOf(person)}/recommendations?limit=10&people=0"),
            "/api/users/p3/recommendations?people=1", "/api/users/nobody/recommendations",
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
        }
    }
}
