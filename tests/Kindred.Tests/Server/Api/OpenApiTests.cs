using System.Net;
using System.Text.Json;
using Kindred.Abuse.Http.Api;
using Microsoft.OpenApi;

namespace Kindred.Tests.Server.Api;

/// <summary>The server's description of itself.</summary>
public sealed class OpenApiTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    /// <summary>Every route there is, by hand: none may appear or go away unnoticed.</summary>
    private static readonly string[] Routes =
    [
        "DELETE /api/images/{id}",
        "DELETE /api/index",
        "DELETE /api/session",
        "DELETE /api/users/{user}/interactions",
        "DELETE /api/users/{user}/interactions/{picture}",
        "DELETE /api/users/{user}/tastes/{taste}",
        "GET /api/attributes",
        "GET /api/attributes/{name}/values",
        "GET /api/duplicates",
        "GET /api/failures",
        "GET /api/fetches/{id}",
        "GET /api/images",
        "GET /api/images/sections",
        "GET /api/images/{id}",
        "GET /api/images/{id}/file",
        "GET /api/images/{id}/similar",
        "GET /api/images/{id}/thumbnail",
        "GET /api/index",
        "GET /api/index/events",
        "GET /api/labels",
        "GET /api/layout",
        "GET /api/map",
        "GET /api/near-duplicates",
        "GET /api/search",
        "GET /api/search/words",
        "GET /api/session",
        "GET /api/status",
        "GET /api/users",
        "GET /api/users/{user}/interactions",
        "GET /api/users/{user}/recommendations",
        "GET /api/users/{user}/recommendations/{id}/heat-map",
        "GET /api/users/{user}/recommendations/{id}/map",
        "GET /api/users/{user}/tastes",
        "GET /api/variants",
        "GET /health",
        "GET /healthz",
        "GET /ready",
        "PATCH /api/users/{user}/tastes/{taste}",
        "POST /api/attributes",
        "POST /api/fetches",
        "POST /api/images",
        "POST /api/index",
        "POST /api/interactions",
        "POST /api/near-duplicates/moves",
        "POST /api/recommendations",
        "POST /api/search",
        "POST /api/session",
        "POST /api/users/{user}/tastes/merge",
        "POST /api/users/{user}/tastes/{taste}/split",
        "PUT /api/images/{id}",
        "PUT /api/users/{user}/interactions/{picture}",
    ];

    [Fact]
    public async Task Document_OfTheServer_NamesEveryRoute()
    {
        var document = await served.Run.DocumentAsync();

        Assert.Equal(Routes, document.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_ReadByAnotherReader_IsValid()
    {
        await using var stream = await served.Run.Client.GetStreamAsync("/openapi/v1.json", TestContext.Current.CancellationToken);

        var read = await OpenApiDocument.LoadAsync(stream, "json", cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotNull(read.Document);
        Assert.Empty(read.Diagnostic?.Errors.Select(error => error.ToString()) ?? []);
        Assert.Empty(read.Diagnostic?.Warnings.Select(warning => warning.ToString()) ?? []);
        Assert.Equal(["bearer", "key"], read.Document.Components?.SecuritySchemes?.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("/", Assert.Single(read.Document.Servers ?? []).Url);
        Assert.Equal(Routes.Length, read.Document.Paths.Sum(path => path.Value.Operations?.Count ?? 0));
    }

    [Fact]
    public async Task Document_EveryOperation_HasANameASummaryATagAndAnAnswer()
    {
        var document = await served.Run.DocumentAsync();

        Assert.All(document.Operations, operation =>
        {
            Assert.NotEmpty(operation.Description.GetProperty("summary").GetString()!);
            Assert.Single(operation.Description.GetProperty("tags").EnumerateArray());
            Assert.Contains(operation.Responses.EnumerateObject(), response => response.Name[0] == '2');
        });
        Assert.Distinct(document.Operations.Select(operation => operation.Description.GetProperty("operationId").GetString()));
    }

    [Fact]
    public async Task Document_OfAnAnswerWithABody_SaysWhatItIs()
    {
        var document = await served.Run.DocumentAsync();

        // Whatever is not empty by its status has content with a schema.
        Assert.All(
            document.Operations.SelectMany(
                operation => operation.Responses.EnumerateObject().Where(response => response.Name is not ("204" or "304" or "416"))),
            response => Assert.All(
                response.Value.GetProperty("content").EnumerateObject(),
                content => Assert.True(content.Value.TryGetProperty("schema", out _))));
    }

    [Fact]
    public async Task Document_OfParameters_SaysTheirLimits()
    {
        var document = await served.Run.DocumentAsync();
        var parameters = document.Find("GET", "/api/images")!.Description.GetProperty("parameters").EnumerateArray().ToDictionary(
            parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("schema"), StringComparer.Ordinal);

        var limit = parameters["limit"];
        Assert.Equal(
            (1, 500, 100),
            (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
        Assert.Equal(0, parameters["offset"].GetProperty("minimum").GetInt32());
        Assert.Equal("integer", parameters["limit"].GetProperty("type").GetString());
    }

    /// <summary>Comments of the code say what fields are; they are XML there, and plain text here.</summary>
    [Fact]
    public async Task Document_OfASchema_SaysWhatItsFieldsAre()
    {
        var document = await served.Run.DocumentAsync();
        var schemas = document.Root.GetProperty("components").GetProperty("schemas");
        string? Said(string schema, string field) =>
            schemas.GetProperty(schema).GetProperty("properties").GetProperty(field).GetProperty("description").GetString();

        Assert.Equal("Its path in the gallery, with slashes.", Said("Image", "path"));
        Assert.Equal("How near it is; larger is nearer.", Said("SimilarImage", "score"));
        Assert.Equal(
            "Only pictures that match this filter: its text, such as \"price < 300 and inStock\", "
            + "or its JSON, such as {\"inStock\": true}.",
            Said("RecommendationRequest", "where"));
        Assert.DoesNotContain("InteractionKind ", schemas.GetProperty("InteractionKind").GetProperty("description").GetString());
    }

    /// <summary>An enum has one name wherever it is used, and no null among its values: clients make one type of it.</summary>
    /// <summary>Lists in parts are all asked for alike and answered alike.</summary>
    [Fact]
    public async Task Document_OfListsInParts_IsTheSameEverywhere()
    {
        var document = await served.Run.DocumentAsync();
        var schemas = document.Root.GetProperty("components").GetProperty("schemas");
        var lists = document.Operations.Where(operation => Query(operation).ContainsKey("offset")).ToList();

        Assert.Equal(
            [
                "/api/attributes", "/api/attributes/{name}/values", "/api/duplicates", "/api/failures",
                "/api/fetches/{id}", "/api/images", "/api/labels", "/api/near-duplicates", "/api/users",
                "/api/users/{user}/interactions", "/api/variants",
            ],
            lists.Select(operation => operation.Path).Order(StringComparer.Ordinal));
        Assert.All(lists, operation =>
        {
            var limit = Query(operation)["limit"];
            Assert.Equal(
                (1, 500, 100),
                (limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(),
                    limit.GetProperty("default").GetInt32()));
            var answer = operation.Responses.GetProperty("200").GetProperty("content").GetProperty("application/json")
                .GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1];
            var fields = schemas.GetProperty(answer).GetProperty("properties").EnumerateObject().Select(field => field.Name).ToList();
            Assert.All(new[] { "total", "offset", "limit", "items" }, name => Assert.Contains(name, fields));
        });

        static Dictionary<string, JsonElement> Query(ApiOperation operation) =>
            !operation.Description.TryGetProperty("parameters", out var parameters) ? []
            : parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query").ToDictionary(
                parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("schema"),
                StringComparer.Ordinal);
    }

    /// <summary>Read one by one, a list is what it is when read at once.</summary>
    [Theory]
    [InlineData("/api/labels?")]
    [InlineData("/api/near-duplicates?")]
    [InlineData("/api/images?label=dog&")]
    [InlineData("/api/users/parted/interactions?kind=like&")]
    public async Task Lists_ReadInParts_AreWhole(string address)
    {
        foreach (var id in await served.Run.IdsAsync(3))
            await served.Run.JsonAsync(HttpMethod.Put, $"/api/users/parted/interactions/{id}", """{"kind":"like"}""");
        var whole = (await served.Run.GetAsync(address + "limit=500")).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(whole);

        for (var offset = 0; offset <= whole.Count; offset++)
        {
            var part = await served.Run.GetAsync($"{address}offset={offset}&limit=1");
            Assert.Equal(
                (whole.Count, offset, 1),
                (part.GetProperty("total").GetInt32(), part.GetProperty("offset").GetInt32(), part.GetProperty("limit").GetInt32()));
            Assert.Equal(
                whole.Skip(offset).Take(1).Select(item => item.GetRawText()),
                part.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
        }
    }

    [Fact]
    public async Task Document_OfAnEnum_HasItOnce()
    {
        var document = await served.Run.DocumentAsync();
        var schemas = document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();
        var enums = schemas.Where(schema => schema.Value.TryGetProperty("enum", out _)).ToList();

        Assert.All(enums, schema =>
        {
            Assert.Equal("string", schema.Value.GetProperty("type").GetString());
            Assert.All(schema.Value.GetProperty("enum").EnumerateArray(), value => Assert.Equal(JsonValueKind.String, value.ValueKind));
        });
        Assert.Equal(
            enums.Count,
            document.Root.GetRawText().Split("\"enum\":").Length - 1);
        Assert.DoesNotContain(schemas, schema => schema.Name.Contains("Document", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_OfAnOlderAddress_SaysThatItIsDeprecated()
    {
        var document = await served.Run.DocumentAsync();

        Assert.Equal(
            ["/api/duplicates", "/api/map", "/api/users/{user}/recommendations/{id}/map"],
            document.Operations.Where(operation => operation.Description.TryGetProperty("deprecated", out var old) && old.GetBoolean())
                .Select(operation => operation.Path).Order(StringComparer.Ordinal));
    }

    /// <summary>The document's operations are called one by one: what is described is there.</summary>
    [Fact]
    public async Task Operations_OfTheDocument_Answer()
    {
        var document = await served.Run.DocumentAsync();
        var id = (await served.Run.IdsAsync(1))[0].ToString();

        Assert.All(
            await Task.WhenAll(document.Operations.Select(async operation =>
            {
                var address = operation.Path.Replace("{id}", id, StringComparison.Ordinal)
                    .Replace("{user}", "nobody", StringComparison.Ordinal)
                    .Replace("{name}", "id", StringComparison.Ordinal) // There for all pictures.
                    .Replace("{taste}", id, StringComparison.Ordinal)
                    .Replace("{picture}", id, StringComparison.Ordinal);
                return (operation, Status: await served.Run.StatusAsync(new HttpMethod(operation.Method), address));
            })),
            call =>
            {
                Assert.True(
                    call.Status is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.InternalServerError),
                    $"{call.operation.Path} answers {call.Status}");
                Assert.True(
                    call.Status != HttpStatusCode.NotFound
                        || call.operation.Path.Contains("/recommendations/", StringComparison.Ordinal)
                        || call.operation.Path.Contains("/tastes/", StringComparison.Ordinal), // Nobody has none.
                    $"{call.operation.Path} is not there");
            });
    }

    /// <summary>What holds the other tests' answers against the document does see what is wrong.</summary>
    [Theory]
    [InlineData("""{"total":1,"offset":0,"limit":1,"items":[]}""", 0)]
    [InlineData("""{"total":1,"offset":0,"limit":1}""", 1)]
    [InlineData("""{"total":null,"offset":0,"limit":1,"items":[]}""", 1)]
    [InlineData("""{"total":1.5,"offset":"0","limit":1,"items":{}}""", 3)]
    [InlineData("""{"total":1,"offset":0,"limit":1,"items":[],"more":1}""", 1)]
    [InlineData("""{"total":1,"offset":0,"limit":1,"items":[{"path":"a","folder":"b","reason":1}]}""", 1)]
    public async Task Faults_OfAFailureList_AreSeen(string json, int faults)
    {
        var document = await served.Run.DocumentAsync();
        var schema = document.Root.GetProperty("components").GetProperty("schemas").GetProperty("FailureList");

        Assert.Equal(faults, document.Faults(JsonDocument.Parse(json).RootElement, schema).Count());
    }
}
