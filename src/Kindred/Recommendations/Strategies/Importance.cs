namespace Kindred.Recommendations.Strategies;

/// <summary>How much likes count: their weight, which decays with their age.</summary>
internal static class Importance
{
    /// <summary>PinnerSage's rate, a hundredth a day: a like of ten weeks ago counts half.</summary>
    private const double DecayPerDay = 0.01;

    /// <summary>Importance of each like, above 0. Only ratios count, so ages are measured from the newest like, without a clock.</summary>
    public static double[] Of(IReadOnlyList<LikedImage> likes)
    {
        var newest = likes.Max(like => like.Time);
        return [.. likes.Select(like => like.Weight * Math.Exp(-DecayPerDay * Math.Min(Age(like, newest), 10_000)))];
    }

    private static double Age(LikedImage like, DateTimeOffset? newest) =>
        like.Time is { } time && newest is { } last ? (last - time).TotalDays : 0;
}
