using System.Globalization;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Security;

/// <summary>What a client is told that has shown too many wrong keys.</summary>
internal static class WrongKeyAnswer
{
    public const string Detail = "Too many wrong keys came from your address; wait a moment, and check the key.";

    /// <summary>An answer with the time to wait.</summary>
    public static ProblemHttpResult TooMany(HttpContext context)
    {
        context.Response.Headers[HeaderNames.RetryAfter] =
            Math.Ceiling(Limits.TimePerWrongKey.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.TooManyRequests(Detail);
    }
}
