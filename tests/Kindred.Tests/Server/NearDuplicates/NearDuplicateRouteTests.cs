using System.Net;
using System.Text.Json;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.NearDuplicates;

/// <summary>Pictures that show the same photograph, against what the command line says of the same library.</summary>
public sealed class NearDuplicateRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private ServerRun Run => served.Run;

    [Fact]
    public async Task NearDuplicates_OfTheGallery_AreWhatTheCommandLineSays()
    {
        var command = (await CliRun.InProcessAsync("duplicates", "--library", served.Library, "--json")).Json;

        var nearDuplicates = await Run.GetAsync("/api/near-duplicates");

        Assert.Equal(command.GetProperty("pictures").GetInt32(), nearDuplicates.GetProperty("images").GetInt32());
        Assert.Equal(command.GetProperty("redundant").GetInt32(), nearDuplicates.GetProperty("redundant").GetInt32());
        Assert.Equal(1, nearDuplicates.GetProperty("total").GetInt32());
        Assert.Equal(Flat(command, "groups"), Flat(nearDuplicates, "items"));
        Assert.Equal(
            ["cat/00 again.jpg", "cat/00.jpg"],
            nearDuplicates.GetProperty("items")[0].GetProperty("images").EnumerateArray().Select(PathOf).Order(StringComparer.Ordinal));

        static IEnumerable<string> Flat(JsonElement document, string list) =>
            from alike in document.GetProperty(list).EnumerateArray()
            from image in alike.GetProperty("images").EnumerateArray()
            select $"{alike.GetProperty("relation")} {alike.GetProperty("reason")} {PathOf(image)} "
                + $"{image.GetProperty("relation")} {image.GetProperty("similarity").GetDouble():0.000}";
    }

    [Fact]
    public async Task NearDuplicates_AtTheirOlderAddress_AreTheSame()
    {
        Assert.Equal((await Run.GetAsync("/api/near-duplicates")).GetRawText(), (await Run.GetAsync("/api/duplicates")).GetRawText());
    }

    [Fact]
    public async Task NearDuplicates_BeyondTheLast_AreNone()
    {
        var beyond = await Run.GetAsync("/api/near-duplicates?offset=1");

        Assert.Equal((1, 0), (beyond.GetProperty("total").GetInt32(), beyond.GetProperty("items").GetArrayLength()));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, "/api/near-duplicates?limit=0"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, "/api/near-duplicates?offset=-1"));
    }

    private static string? PathOf(JsonElement picture) => picture.GetProperty("path").GetString();
}
