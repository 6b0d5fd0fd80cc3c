using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Security;

/// <summary>
/// How much one client, by its address, may ask for. A token bucket: a page full of thumbnails at once is fine, going on like that is not.
/// </summary>
internal static class RateLimits
{
    private const int LocalPerSecond = 1000;
    private const int RemotePerSecond = 100;

    /// <summary>How many seconds' worth of requests may be made at once.</summary>
    private const int BurstSeconds = 20;

    public static void AddRateLimits(this IServiceCollection services, ServerOptions options)
    {
        var perSecond = options.RateLimit ?? (options.IsLocal ? LocalPerSecond : RemotePerSecond);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => perSecond == 0
                ? RateLimitPartition.GetNoLimiter(IPAddress.None)
                : RateLimitPartition.GetTokenBucketLimiter(
                    ClientAddress.Of(context), _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = BurstSeconds * perSecond,
                        TokensPerPeriod = perSecond,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                        QueueLimit = 0,
                    }));
            limiter.OnRejected = async (rejected, cancellationToken) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers[HeaderNames.RetryAfter] =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Problems.TooManyRequests($"More than {perSecond} requests a second; slow down.").ExecuteAsync(rejected.HttpContext);
            };
        });
    }
}
