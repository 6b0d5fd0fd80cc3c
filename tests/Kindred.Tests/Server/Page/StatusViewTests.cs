using System.Text.Json.Nodes;
using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class StatusViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Arrive_AFileThatCannotBeRead_IsListedWithItsReasonBesideWhatTheLibraryIs()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Status");

        await Expect(visitor.Heading("Status")).ToBeVisibleAsync();
        var failures = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Failures" });
        await Expect(failures.GetByText("1 file could not be read.")).ToBeVisibleAsync();
        var broken = failures.GetByRole(AriaRole.Row).Filter(new() { HasText = "dog/broken.jpg" });
        await Expect(broken.GetByRole(AriaRole.Cell).Last).Not.ToBeEmptyAsync();
        var comparison = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "How pictures are compared" });
        await Expect(comparison.GetByText("compares every picture")).ToBeVisibleAsync();
        var library = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Library" });
        await Expect(library.GetByText(Gallery.Gallery)).ToBeVisibleAsync();
        await library.GetByRole(AriaRole.Link, new() { Name = "dog" }).ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(12);
    }

    [Fact]
    public async Task Index_APictureAdded_AppearsInTheGallery()
    {
        var small = await ServeAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(address: small.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        small.Add("three.jpg", 77);

        await visitor.OpenAsync("Status");
        await visitor.Button("Index now").ClickAsync();
        await Expect(visitor.Page.GetByText("1 indexed, 2 unchanged")).ToBeVisibleAsync();

        await visitor.OpenAsync("Gallery");
        await Expect(visitor.Tile("three.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Gallery_IndexedBySomebodyElse_IsOfferedAndShown()
    {
        var small = await ServeAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(address: small.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        small.Add("three.jpg", 77);
        await small.IndexAsync(3);

        await visitor.Button("Like one.jpg").ClickAsync(); // Any answer says that there is something new.
        await visitor.Message.GetByRole(AriaRole.Button, new() { Name = "Show it" }).ClickAsync();

        await Expect(visitor.Tile("three.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrive_OneOfSeveralServers_ShowsNodesAndWhatIsOnOneAlone()
    {
        var visitor = await VisitAsync();
        await visitor.Page.RouteAsync("**/api/status", async route =>
        {
            var answer = await route.FetchAsync();
            var status = JsonNode.Parse(await answer.TextAsync())!; // The server's own.
            status["cluster"] = JsonNode.Parse("""
                {"id":"c","node":"10.0.0.7:11111","revision":1200,"nodes":[
                  {"address":"10.0.0.7:11111","status":"Active","leads":true,"replicas":3,"revision":1200,"behind":0},
                  {"address":"10.0.0.8:11111","status":"Joining","leads":false,"replicas":0}],
                 "partitions":[{"number":0,"pictures":9,"replicas":["10.0.0.7:11111","10.0.0.8:11111"]},
                  {"number":1,"pictures":9,"replicas":["10.0.0.7:11111",null]},
                  {"number":2,"pictures":9,"replicas":["10.0.0.7:11111","10.0.0.7:11111"]}]}
                """);
            await route.FulfillAsync(new() { Response = answer, Body = status.ToJsonString() });
        });
        await visitor.OpenAsync("Status");

        var cluster = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Cluster" });
        await Expect(cluster).ToContainTextAsync(
            "2 nodes, 3 partitions; the library is at revision 1,200. Partitions 1, 2 are on one node only");
        await Expect(cluster.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Cell))
            .ToHaveTextAsync(["10.0.0.7:11111", "active, prepares the library, answers you", "3", "1,200", "0"]);
        await Expect(cluster.GetByRole(AriaRole.Row).Nth(2).GetByRole(AriaRole.Cell))
            .ToHaveTextAsync(["10.0.0.8:11111", "joining", "0", "–", "–"]);
    }
}
