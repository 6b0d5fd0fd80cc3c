using Kindred.Choices;
using Kindred.Galleries.Histories;

namespace Kindred.Libraries;

/// <summary>
/// What a library found of what people choose together, and how sure that is: everybody's latest like was left out, and what is compared
/// is how well looks alone, and looks with choices, predict it.
/// </summary>
public sealed record ChoicesStatus
{
    /// <summary>Interactions that are recorded now.</summary>
    public required int Recorded { get; init; }

    /// <summary>Interactions that it takes for a look at them.</summary>
    public int NeededChoices { get; } = ChoicesFitter.LeastChoices;

    /// <summary>People with five likes or more that it takes to judge.</summary>
    public int NeededPeople { get; } = ChoicesFit.LeastPeople;

    /// <summary>Whether there was a look at them yet; what follows is 0 where there was none.</summary>
    public bool WasFitted { get; init; }

    /// <summary>Whether enough people could be judged.</summary>
    public bool WasJudged => Judged >= NeededPeople;

    /// <summary>Whether choices count in lists.</summary>
    public bool IsUsed { get; init; }

    /// <summary>People who chose something.</summary>
    public int People { get; init; }

    /// <summary>What they chose: pictures of the gallery, each once for a person.</summary>
    public int Choices { get; init; }

    /// <summary>People whose latest like was left out; those with five likes or more, where that is too few to judge.</summary>
    public int Judged { get; init; }

    /// <summary>Share of those likes that looks alone have among the first ten, from 0 to 1: the hit rate at ten.</summary>
    public double HitRateByLooks { get; init; }

    /// <summary>The same of looks and choices together.</summary>
    public double HitRateByBoth { get; init; }

    /// <summary>
    /// What both together gain over looks in the mean of 1 / log2(rank + 2), the rank from 0 among all pictures; below 0 where they lose.
    /// </summary>
    public double Gain { get; init; }

    /// <summary>Half the width of the gain's 95 % interval.</summary>
    public double GainMargin { get; init; }

    /// <summary>How much of what pictures' choices differ in their looks predict, from 0 to 1.</summary>
    public double ExplainedByLooks { get; init; }

    /// <summary>What choices count beside looks, by how many likes somebody has: a weight holds up to the next.</summary>
    public IReadOnlyList<ChoicesWeight> Weights { get; init; } = [];

    /// <summary>Where there was no look yet.</summary>
    internal static ChoicesStatus NotFitted(int recorded) => new() { Recorded = recorded };

    /// <summary>What a fit found.</summary>
    internal static ChoicesStatus Of(int recorded, ChoicesFindings findings, bool isUsed) => new()
    {
        Recorded = recorded,
        WasFitted = true,
        IsUsed = isUsed,
        People = findings.People,
        Choices = findings.Choices,
        Judged = findings.Judged,
        HitRateByLooks = findings.Looks,
        HitRateByBoth = findings.Both,
        Gain = findings.Gain,
        GainMargin = findings.Margin,
        ExplainedByLooks = findings.Explained,
        Weights = [.. ChoicesHalf.LikeCounts.Zip(findings.Weights, (likes, weight) => new ChoicesWeight(likes, weight))],
    };
}

/// <summary>What people's choices count beside looks.</summary>
/// <param name="Likes">For somebody with so many likes, or more.</param>
/// <param name="Weight">From 0, looks alone, to 1, choices alone.</param>
public sealed record ChoicesWeight(int Likes, double Weight);
