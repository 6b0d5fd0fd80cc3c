using System.Text.Json;
using Kindred.Abuse.Http.Api;

namespace Kindred.Tests.Server;

/// <summary>Holds every answer that a test gets from the API against the server's own document.</summary>
internal sealed class DocumentedAnswers(Uri server) : DelegatingHandler(
    new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private readonly Lazy<Task<ApiDocument>> _document = new(async () =>
    {
        using var client = new HttpClient();
        return new ApiDocument(JsonDocument.Parse(await client.GetStringAsync(new Uri(server, "/openapi/v1.json"))).RootElement);
    });

    public Task<ApiDocument> Document => _document.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath; // The client has made it absolute.
        // What is addressed to somebody else does not get to the API.
        if (path.StartsWith("/api/", StringComparison.Ordinal) && request.Headers.Host is null)
        {
            Assert.Empty((await AnswerFaults.FindAsync(await Document, response, cancellationToken))
                .Select(fault => $"{request.Method} {path}: {fault}"));
        }

        return response;
    }
}
