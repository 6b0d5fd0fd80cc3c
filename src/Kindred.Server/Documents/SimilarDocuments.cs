using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Server.Documents;

/// <summary>A picture that was found, and how near it is.</summary>
internal sealed record SimilarDocument : ImageDocument
{
    [JsonConstructor]
    public SimilarDocument()
    {
    }

    [SetsRequiredMembers]
    public SimilarDocument(ScoredImage found, NeighborScores standards)
        : base(found.Image)
    {
        Score = Rounded.Of(found.Score);
        Distance = Rounded.Of(found.Distance);
        Strength = standards.StrengthOf(found.Score);
    }

    public required double Score { get; init; }

    public required double Distance { get; init; }

    public required Strength Strength { get; init; }
}

internal sealed record QueryDocument(string Name, ImageDocument? Image, int? Width, int? Height);

internal sealed record SimilarList(QueryDocument Query, IReadOnlyList<SimilarDocument> Results);

internal sealed record SearchResult(QueryDocument Query, IReadOnlyList<SimilarDocument> Results, IReadOnlyList<long> Copies);
