using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Kindred.Tests.Server;

/// <summary>
/// Holds every answer that a test gets from the API against the server's own document: its status, its media type and, if it is JSON, its
/// shape.
/// </summary>
internal sealed class DocumentedAnswers(Uri server) : DelegatingHandler(
    new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private readonly Lazy<Task<ApiDocument>> _document = new(async () =>
    {
        using var client = new HttpClient();
        return new ApiDocument(JsonDocument.Parse(await client.GetStringAsync(new Uri(server, "/openapi/v1.json"))).RootElement);
    });

    /// <summary>What an answer may be that no operation gave.</summary>
    private static readonly HttpStatusCode[] BeforeAnyOperation =
        [HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests];

    public Task<ApiDocument> Document => _document.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath; // The client has made it absolute.
        // What is addressed to somebody else does not get to the API.
        if (path.StartsWith("/api/", StringComparison.Ordinal) && request.Headers.Host is null)
            await CheckAsync(
                await Document, $"{request.Method} {path}", (await Document).Find(request.Method.Method, path), response,
                cancellationToken);
        return response;
    }

    private static async Task CheckAsync(
        ApiDocument document, string what, ApiOperation? operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        if (status >= 400 && response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
            await CheckProblemAsync(what, response, cancellationToken);
        if (operation is null)
        {
            Assert.True(BeforeAnyOperation.Contains(response.StatusCode), $"{what} is no operation and answers {status}");
            return;
        }

        Assert.True(
            operation.Responses.TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var documented),
            $"{what} answers {status}, which is not documented");
        if (type is null || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return;
        Assert.True(
            documented.TryGetProperty("content", out var content) && content.TryGetProperty(type, out _),
            $"{what} answers {status} as {type}, which is not documented");
        if (type != "application/json")
            return;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        Assert.Empty(
            document.Faults(json.RootElement, content.GetProperty(type).GetProperty("schema")).Select(fault => $"{what}: {fault}"));
    }

    private static async Task CheckProblemAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Assert.True(
            response.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{what} answers {response.StatusCode} without problem details");
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (text.Length == 0 && response.RequestMessage?.Method == HttpMethod.Head)
            return;
        using var json = JsonDocument.Parse(text);
        Assert.NotEmpty(json.RootElement.GetProperty("type").GetString()!);
        Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
        Assert.Equal((int)response.StatusCode, json.RootElement.GetProperty("status").GetInt32());
        // Types and members of the code are of no use to whoever reads it.
        Assert.DoesNotContain("Kindred.Server", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
