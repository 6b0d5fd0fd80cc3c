using System.Text.Json;
using System.Text.RegularExpressions;
using Kindred.Images;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Hosting;

/// <summary>The one place where faults become problem details.</summary>
internal sealed partial class Faults(ILogger<Faults> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening; the status is for the log.
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        var (status, detail) = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } bad => (bad.StatusCode, $"The body is no JSON of the right shape: {Say(json)}"),
            BadHttpRequestException bad => (bad.StatusCode, Say(bad)),
            UnreadableImageException picture => (StatusOf(picture.ImageFault), $"The picture cannot be read: {picture.Message}."),
            KindredException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            _ => (StatusCodes.Status500InternalServerError, "An unexpected fault; the server's log has more."),
        };
        if (status == StatusCodes.Status500InternalServerError)
            Unexpected(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        else if (status == StatusCodes.Status503ServiceUnavailable)
            Unavailable(logger, exception.Message);
        await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(httpContext);
        return true;
    }

    private static int StatusOf(ImageFault fault) => fault switch
    {
        ImageFault.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        ImageFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    // The framework's sentences are for those who write servers: they name types and parameters as the code does.
    private static string Say(JsonException exception) =>
        exception.Path is { Length: > 1 } path ? $"see {path}."
        : exception.InnerException is { } malformed ? malformed.Message
        : "look up what is expected at /scalar.";

    private static string Say(BadHttpRequestException bad)
    {
        if (Unreadable().Match(bad.Message) is { Success: true } unreadable)
            return $"{unreadable.Groups["name"].Value.ToLowerInvariant()} cannot be {unreadable.Groups["value"].Value}.";
        return bad.Message.Contains("no body was provided", StringComparison.Ordinal) ? "The request needs a body of JSON." : bad.Message;
    }

    [GeneratedRegex("""^Failed to bind parameter ".* (?<name>\w+)" from (?<value>".*")\.$""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unreadable();

    [LoggerMessage(LogLevel.Error, "{Method} {Path} came to a fault")]
    private static partial void Unexpected(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Warning, "A request could not be served: {Reason}")]
    private static partial void Unavailable(ILogger logger, string reason);
}
