namespace Kindred.Evaluation.Users;

/// <summary>How one way to recommend serves users with a number of tastes.</summary>
internal sealed record UserScore
{
    /// <summary>Tastes each user has.</summary>
    public required int Tastes { get; init; }

    /// <summary>The way to recommend.</summary>
    public required string Method { get; init; }

    /// <summary>How often a like that is taken away is among the ten recommended for the others (leave one out).</summary>
    public required Estimate HitRateAt10 { get; init; }

    /// <summary>Share of users who find every one of their tastes among their ten.</summary>
    public required Estimate AllTastesAt10 { get; init; }

    /// <summary>Share of a user's tastes that are among their ten.</summary>
    public required Estimate TastesAt10 { get; init; }

    /// <summary>Share of the ten that is to one of the user's tastes.</summary>
    public required Estimate PrecisionAt10 { get; init; }

    /// <summary>Intra-list diversity: one less the mean score between two of the ten, by looks.</summary>
    public required Estimate Diversity { get; init; }

    /// <summary>Share of the gallery that some user was recommended.</summary>
    public required double Coverage { get; init; }
}
