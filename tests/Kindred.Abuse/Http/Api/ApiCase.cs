using System.Net.Http.Headers;

namespace Kindred.Abuse.Http.Api;

/// <summary>A request to an operation.</summary>
/// <param name="Operation">What it is to.</param>
/// <param name="What">What is special about it, in a few words.</param>
/// <param name="Address">Path and query, as they are sent.</param>
/// <param name="Expected">What the document says the answer has to be.</param>
internal sealed record ApiCase(ApiOperation Operation, string What, string Address, Expectation Expected)
{
    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The request, whose path and query are sent to the letter.</summary>
    public HttpRequestMessage ToRequest(Uri server)
    {
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(
            new HttpMethod(Operation.Method), new Uri(server.GetLeftPart(UriPartial.Authority) + Address, in options));
        if (Body is null)
            return request;
        request.Content = new ByteArrayContent(Body);
        if (ContentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return request;
    }

    public override string ToString()
    {
        var address = Address.Length <= 300 ? Address : Address[..300] + "…";
        var body = Body is null ? "" : $" with {System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 300)))}";
        return $"{Operation.Method} {address}{body} ({What})";
    }
}

/// <summary>What the answer to a request has to be by the document.</summary>
internal enum Expectation
{
    /// <summary>Any that is documented: the document alone does not decide.</summary>
    Documented,

    /// <summary>A success.</summary>
    Success,

    /// <summary>A refusal: something is not as the document says.</summary>
    Refusal,
}
