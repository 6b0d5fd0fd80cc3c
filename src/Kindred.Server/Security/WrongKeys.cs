using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>
/// How many wrong keys each client has shown of late. One that has shown too many is not listened to for a moment, whatever it shows:
/// somebody who guesses must not learn from the answer. But where a right key came from before, keys of its role go on being listened to:
/// somebody who guesses beside others, at the same address, does not shut them out.
/// </summary>
internal sealed class WrongKeys : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _allowed = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetTokenBucketLimiter(
            ClientAddress.Of(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Limits.WrongKeys,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = Limits.TimePerWrongKey,
                QueueLimit = 0,
            }));

    /// <summary>Where right keys came from. Only who has a right key can make an entry.</summary>
    private readonly ConcurrentDictionary<(IPAddress Client, AccessRole Role), bool> _known = new();

    /// <summary>Whether a client has shown too many to be listened to.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="shown">What the key that it shows allows; <see langword="null"/> for a wrong one.</param>
    public bool AreTooMany(HttpContext context, AccessRole? shown) =>
        _allowed.GetStatistics(context) is { CurrentAvailablePermits: 0 }
        && !(shown is { } role && _known.ContainsKey((ClientAddress.Of(context), role)));

    /// <summary>Says that a client has shown one.</summary>
    public void Add(HttpContext context) => _allowed.AttemptAcquire(context).Dispose();

    /// <summary>Says that a client has shown a right one, and was listened to.</summary>
    public void AddRight(HttpContext context, AccessRole role)
    {
        var entry = (ClientAddress.Of(context), role);
        if (_known.ContainsKey(entry))
            return;
        if (_known.Count >= Limits.KnownClients)
            _known.Clear(); // They come again.
        _known[entry] = true;
    }

    public void Dispose() => _allowed.Dispose();
}
