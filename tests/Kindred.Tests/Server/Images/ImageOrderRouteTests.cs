using System.Net;
using System.Text.Json;

namespace Kindred.Tests.Server.Images;

/// <summary>Orders of the list of pictures, and where one can jump to in it.</summary>
public sealed class ImageOrderRouteTests(NumberedGallery served) : IClassFixture<NumberedGallery>
{
    private ServerRun Run => served.Run;

    [Theory]
    [InlineData("", "Chair/a.jpg Chair/b.jpg bed/X2.jpg bed/x1.jpg bed/x10.jpg sofa/img_10.jpg sofa/img_2.jpg")]
    [InlineData("sort=path", "Chair/a.jpg Chair/b.jpg bed/X2.jpg bed/x1.jpg bed/x10.jpg sofa/img_10.jpg sofa/img_2.jpg")]
    [InlineData("sort=name", "bed/x1.jpg bed/X2.jpg bed/x10.jpg Chair/a.jpg Chair/b.jpg sofa/img_2.jpg sofa/img_10.jpg")]
    [InlineData("sort=oldest", "sofa/img_10.jpg sofa/img_2.jpg Chair/b.jpg Chair/a.jpg bed/x1.jpg bed/X2.jpg bed/x10.jpg")]
    [InlineData("sort=newest&limit=2", "bed/x10.jpg bed/X2.jpg")]
    [InlineData("sort=name&offset=2&limit=3", "bed/x10.jpg Chair/a.jpg Chair/b.jpg")]
    [InlineData("sort=name&label=sofa&label=bed&q=1", "bed/x1.jpg bed/x10.jpg sofa/img_10.jpg")]
    public async Task List_Sorted_IsInThatOrder(string query, string expected)
    {
        Assert.Equal(expected, string.Join(' ', await PathsAsync(query)));
    }

    [Fact]
    public async Task List_BySizeOfFiles_IsAsTheFilesAre()
    {
        var files = NumberedGallery.Pictures.OrderBy(name => new FileInfo(Path.Combine(served.Gallery, name)).Length)
            .ThenBy(name => name, StringComparer.Ordinal).ToList();

        Assert.Equal(files, await PathsAsync("sort=smallest"));
        Assert.Equal(files[^1], Assert.Single(await PathsAsync("sort=largest&limit=1")));
    }

    [Fact]
    public async Task List_BySimilarity_HasEveryPictureOnce()
    {
        JsonElement list = default;
        await Eventually.TrueAsync(
            async () => (list = await Run.GetAsync("/api/images?sort=similarity")).TryGetProperty("items", out _),
            "The layout has not been computed.");

        Assert.Equal(
            NumberedGallery.Pictures.Order(StringComparer.Ordinal),
            list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()).Order(StringComparer.Ordinal));
        Assert.Empty((await Run.GetAsync("/api/images/sections?sort=similarity")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("sort=name", "bed 0 3, Chair 3 2, sofa 5 2")]
    [InlineData("sort=name&label=bed", "")]
    [InlineData("sort=name&label=Chair", "A 0 1, B 1 1")]
    [InlineData("sort=name&q=.jpg&label=Chair&label=sofa", "Chair 0 2, sofa 2 2")]
    [InlineData("sort=oldest&label=Chair", "2024-05 0 1, 2024-06 1 1")]
    [InlineData("sort=largest", "")]
    public async Task Sections_OfAList_SayWhereToJump(string query, string expected)
    {
        var sections = (await Run.GetAsync($"/api/images/sections?{query}")).GetProperty("items").EnumerateArray();
        Assert.Equal(expected, string.Join(", ", sections.Select(section =>
            $"{section.GetProperty("name").GetString()} {section.GetProperty("offset").GetInt32()} "
            + $"{section.GetProperty("images").GetInt32()}")));
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("1")]
    [InlineData("random")]
    public async Task List_InNoSuchOrder_IsABadRequest(string sort)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/images?sort={sort}"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/images/sections?sort={sort}"));
    }

    private async Task<IReadOnlyList<string>> PathsAsync(string query) =>
    [
        .. (await Run.GetAsync($"/api/images?{query}")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("path").GetString()!),
    ];
}
