using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Kindred.Abuse.Http.Api;

/// <summary>Holds an answer against the server's own document: its status, its media type and, if it is JSON, its shape.</summary>
internal static class AnswerFaults
{
    private const string Problem = "application/problem+json";
    private const string Json = "application/json";

    /// <summary>What an answer may be that no operation gave.</summary>
    private static readonly HttpStatusCode[] BeforeAnyOperation =
    [
        HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests,
    ];

    /// <summary>Parts of answers that are of no use to whoever reads them: they are the code's.</summary>
    private static readonly string[] OfTheCode = ["Kindred.Server", "Exception", "   at ", "unexpected"];

    /// <summary>What is not as the document says; nothing where all is. Reads bodies of JSON and of problems alone.</summary>
    /// <param name="document">The server's document.</param>
    /// <param name="response">The answer, with the request that it is to.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        ApiDocument document, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (method, uri) = (response.RequestMessage!.Method.Method, response.RequestMessage.RequestUri!); // The client sets both.
        var operation = document.Find(method, uri.AbsolutePath);
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        var isProblem = status >= 400 && response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable;
        var faults = new List<string>();
        if (isProblem)
            faults.AddRange(await FindInProblemAsync(response, cancellationToken));
        // The server walks up such a path first, so that the request is for something else.
        if (uri.AbsolutePath.Split('/').Any(segment => segment is "." or ".."))
            return faults;
        if (operation is null)
        {
            if (!BeforeAnyOperation.Contains(response.StatusCode))
                faults.Add($"is no operation and answers {status}");
            return faults;
        }

        if (!operation.Responses.TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var documented))
            faults.Add($"answers {status}, which is not documented");
        else if (type is null || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return faults;
        else if (!documented.TryGetProperty("content", out var content) || !content.TryGetProperty(type, out var described))
            faults.Add($"answers {status} as {type}, which is not documented");
        else if (type == Json)
            faults.AddRange(document.Faults(await ReadAsync(response, cancellationToken), described.GetProperty("schema")));
        return faults;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return json.RootElement.Clone();
    }

    private static async Task<IReadOnlyList<string>> FindInProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != Problem)
            return [$"answers {response.StatusCode} without problem details"];
        if (response.RequestMessage?.Method == HttpMethod.Head)
            return [];
        var problem = await ReadAsync(response, cancellationToken);
        var faults = new List<string>();
        foreach (var name in (string[])["type", "title", "detail"])
        {
            if (!problem.TryGetProperty(name, out var text) || string.IsNullOrWhiteSpace(text.GetString()))
                faults.Add($"answers {response.StatusCode} without {name}");
        }

        if (problem.GetProperty("status").GetInt32() != (int)response.StatusCode)
            faults.Add($"says {problem.GetProperty("status")} in its problem and answers {response.StatusCode}");
        var all = problem.GetRawText();
        faults.AddRange(OfTheCode.Where(word => all.Contains(word, StringComparison.Ordinal)).Select(word => $"says \"{word}\": {all}"));
        return faults;
    }
}
