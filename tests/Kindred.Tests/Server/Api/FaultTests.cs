using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Api;

/// <summary>What clients are told of what is wrong: in words of the API, never of the code or the command line.</summary>
public sealed class FaultTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/images?limit=x", "limit cannot be \"x\"; it must be a whole number from 1 to 500.")]
    [InlineData("/api/images?offset=0&limit=1.5", "limit cannot be \"1.5\"; it must be a whole number from 1 to 500.")]
    [InlineData("/api/images?limit=1&limit=2", "limit cannot be \"1,2\"; it must be a whole number from 1 to 500.")]
    [InlineData("/api/images?limit=99999999999", "limit cannot be \"99999999999\"; it must be a whole number from 1 to 500.")]
    [InlineData("/api/users/a/recommendations?limit=x", "limit cannot be \"x\"; it must be a whole number from 1 to 500.")]
    [InlineData("/api/users/a/recommendations?diversity=much", "diversity cannot be \"much\"; it must be a number from 0 to 1.")]
    [InlineData("/api/users/a/recommendations?strategy=7", "strategy cannot be \"7\"; it must be one of tastes, best, average.")]
    [InlineData("/api/users/a/recommendations?heatMaps=perhaps", "heatMaps cannot be \"perhaps\"; it must be true or false.")]
    [InlineData(
        "/api/users/a/interactions?kind=Love",
        "kind cannot be \"Love\"; it must be like, dislike, seen, or an event: view, cart, purchase, or another in small letters.")]
    [InlineData("/api/images?limit=501", "limit must be from 1 to 500, not 501.")]
    [InlineData("/api/failures?offset=-1", "offset must be 0 or more, not -1.")]
    [InlineData("/api/users/%20/interactions", "A user's name must not be empty.")]
    public async Task Get_AParameterThatCannotBeRead_NamesIt(string address, string detail)
    {
        using var response = await served.Run.SendAsync(HttpMethod.Get, address);

        Assert.Equal((HttpStatusCode.BadRequest, detail), (response.StatusCode, await DetailAsync(response)));
    }

    [Theory]
    [InlineData("", "The request needs a JSON body.")]
    [InlineData("{", "The body is not valid JSON: see line 1, byte 2.")]
    [InlineData("{\n  \"limit\": nothing\n}", "The body is not valid JSON: see line 2, byte 13.")]
    [InlineData("""{"limit":"x"}""", "The body has the wrong shape: see $.limit; it must be a whole number.")]
    [InlineData("""{"label":[1]}""", "The body has the wrong shape: see $.label.")]
    [InlineData("""{"strategy":"tast"}""", "The body has the wrong shape: see $.strategy; it must be one of tastes, best, average.")]
    [InlineData(
        """{"labels":["a"]}""",
        "There is no field labels; did you mean label? Allowed are positive, negative, limit, diversity, strategy, label, variants, "
        + "heatMaps, maps, color, people, where.")]
    [InlineData("""{"positive":["1"],"where":"\ud800"}""", "The filter has half of a character, such as \\ud800 alone.")]
    [InlineData("[]", "The body has the wrong shape; see /scalar for what is expected.")]
    public async Task Post_ABodyThatCannotBeRead_SaysWhere(string body, string detail)
    {
        using var response = await served.Run.SendAsync(HttpMethod.Post, "/api/recommendations", body);

        Assert.Equal((HttpStatusCode.BadRequest, detail), (response.StatusCode, await DetailAsync(response)));
    }

    [Fact]
    public async Task Post_AnUnknownFieldInAListsEntry_SaysWhereAndWhatThereIs()
    {
        using var response = await served.Run.SendAsync(HttpMethod.Post, "/api/interactions", """{"interactions":[{"usr":"a"}]}""");

        Assert.Equal(
            "$.interactions[0]: There is no field usr; did you mean user? Allowed are user, picture, kind, weight, time.",
            await DetailAsync(response));
    }

    [Theory]
    [InlineData(
        "/api/images?labels=cat",
        "There is no parameter labels; did you mean label? Allowed are color, label, limit, offset, ownId, q, sort, where.")]
    [InlineData("/api/images/1/thumbnail?version=1", "There is no parameter version; allowed are size, v.")]
    [InlineData("/api/status?limit=1", "There is no parameter limit; none are allowed here.")]
    public async Task Get_AParameterThatThereIsNot_SaysWhatThereIs(string address, string detail)
    {
        using var response = await served.Run.SendAsync(HttpMethod.Get, address);

        Assert.Equal((HttpStatusCode.BadRequest, detail), (response.StatusCode, await DetailAsync(response)));
    }

    /// <summary>What is allowed is what the description has: for every operation, also for those that take no parameter.</summary>
    [Fact]
    public async Task Any_WithAnUnknownParameter_IsRefusedWithThoseOfTheDescription()
    {
        var operations = (await served.Run.DocumentAsync()).Operations.Where(operation =>
            operation.Path.StartsWith("/api", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            var address = operation.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            using var response = await served.Run.SendAsync(new HttpMethod(operation.Method), address + "?nonesuch=1&LIMIT=2");
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
            var described = operation.Description.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query")
                    .Select(parameter => parameter.GetProperty("name").GetString())
                : [];

            Assert.Equal((HttpStatusCode.BadRequest, operation.Path), (response.StatusCode, operation.Path));
            Assert.Equal(
                described.Order(StringComparer.Ordinal),
                problem.RootElement.GetProperty("allowed").EnumerateArray().Select(name => name.GetString()));
            Assert.Contains("nonesuch", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_ABodyThatIsTooLargeOrNoJson_SaysSo()
    {
        using var large = await served.Run.SendAsync(HttpMethod.Post, "/api/recommendations", new string(' ', 300_000));
        using var picture = new ByteArrayContent(served.Outside);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = await served.Run.Client.PostAsync(new Uri("/api/search", UriKind.Relative), picture, Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal("The body has more than 262144 bytes; send less.", await DetailAsync(large));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        Assert.Equal("Send the picture as multipart/form-data, in a field named \"image\".", await DetailAsync(form));
    }

    [Theory]
    [InlineData("GET", "/api/nothing", "There is nothing at this address; see /scalar for what there is.")]
    [InlineData("DELETE", "/api/images", "DELETE is not allowed at this address; the header Allow says what is.")]
    [InlineData("GET", "/api/images?limit=0", null)]
    public async Task Any_ThatTheFrameworkRefuses_HasADetail(string method, string address, string? detail)
    {
        using var response = await served.Run.SendAsync(new HttpMethod(method), address);

        var said = await DetailAsync(response);
        Assert.NotEmpty(said ?? "");
        Assert.True(detail is null || said == detail, said);
    }

    [Theory]
    [InlineData(Fault.ModelMissing, "The weights 'x' are gone.", "The weights 'x' are gone. Whoever runs the server can put them there.")]
    [InlineData(Fault.LibraryBusy, "The library x is busy; try again in a moment.", "The library x is busy; try again in a moment.")]
    public async Task Search_WhereTheModelCannotBeLoaded_SaysWhy(Fault fault, string message, string detail)
    {
        using var folder = new TemporaryFolder();
        await IndexAsync(folder);
        await using var run = await ServerRun.StartAsync(
            folder.File("library"), createEmbedder: () => throw new KindredException(fault, message));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(served.Outside), "image", "picture.jpg" } };

        using var response = await run.Client.PostAsync(new Uri("/api/search", UriKind.Relative), form, Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, detail), (response.StatusCode, await DetailAsync(response)));
    }

    [Fact]
    public async Task Index_OfAFolderThatIsGone_SaysNothingOfTheCommandLine()
    {
        using var folder = new TemporaryFolder();
        await IndexAsync(folder);
        await using var run = await ServerRun.StartAsync(folder.File("library"));
        Directory.Delete(Path.Combine(folder.Path, "gallery"), recursive: true);

        await run.JsonAsync(HttpMethod.Post, "/api/index");
        var ended = await run.IndexedAsync();

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Equal(
            $"The folder {Path.Combine(folder.Path, "gallery")} is not there. "
            + "Whoever runs the server can bring it back, or take its pictures out of the library.",
            ended.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Index_OfALibraryWithoutFolders_SaysNothingOfTheCommandLine()
    {
        using var folder = new TemporaryFolder();
        await using var run = await ServerRun.StartAsync(folder.File("library"));

        using var none = await run.SendAsync(HttpMethod.Post, "/api/index");
        using var other = await run.SendAsync(HttpMethod.Post, "/api/index", """{"folder":"/etc"}""");

        foreach (var response in new[] { none, other })
            Assert.DoesNotContain("kindred index", await DetailAsync(response), StringComparison.Ordinal);
    }

    private static async Task IndexAsync(TemporaryFolder folder)
    {
        TestPictures.Write(folder.File("gallery", "cat", "1.jpg"), 1);
        TestPictures.Write(folder.File("gallery", "cat", "2.jpg"), 2);
        var indexed = await CliRun.InProcessAsync("index", Path.Combine(folder.Path, "gallery"), "--library", folder.File("library"));
        Assert.Equal(0, indexed.ExitCode);
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return problem.RootElement.GetProperty("detail").GetString();
    }
}
