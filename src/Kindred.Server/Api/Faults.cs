using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Api;

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
            BadHttpRequestException bad => (bad.StatusCode, RequestFaults.Describe(bad, httpContext)),
            KindredException fault => LibraryFaults.Describe(fault),
            _ => (StatusCodes.Status500InternalServerError, "An unexpected error; the server's log has more."),
        };
        if (status == StatusCodes.Status500InternalServerError)
            Unexpected(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        else if (status == StatusCodes.Status503ServiceUnavailable)
            Unavailable(logger, exception.Message);
        await TypedResults.Problem(detail, statusCode: status, extensions: Extensions(exception)).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>For programs: which parts of the gallery are missing, where it is searched on several machines.</summary>
    private static Dictionary<string, object?>? Extensions(Exception exception) =>
        exception is KindredException { Fault: Fault.PartitionsMissing, Subject: { } missing }
            ? new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["code"] = "partitions-missing",
                ["partitions"] = missing.Split(',').Select(partition => int.Parse(partition, CultureInfo.InvariantCulture)),
            }
            : null;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Unexpected(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Warning, "A request could not be served: {Reason}")]
    private static partial void Unavailable(ILogger logger, string reason);
}
