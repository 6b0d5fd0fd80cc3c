using System.Threading.RateLimiting;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>
/// How many wrong keys each client has shown of late. One that has shown too many is not listened to for a moment, whatever it shows:
/// somebody who guesses must not learn from the answer.
/// </summary>
internal sealed class WrongKeys : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _allowed = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Limits.WrongKeys,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = Limits.TimePerWrongKey,
                QueueLimit = 0,
            }));

    /// <summary>Whether a client has shown too many.</summary>
    public bool AreTooMany(HttpContext context) => _allowed.GetStatistics(context) is { CurrentAvailablePermits: 0 };

    /// <summary>Says that a client has shown one.</summary>
    public void Add(HttpContext context) => _allowed.AttemptAcquire(context).Dispose();

    public void Dispose() => _allowed.Dispose();
}
