using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Kindred.Images;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.Similar;

/// <summary>A picture that was found, and how near it is.</summary>
internal sealed record SimilarImageDocument : ImageDocument
{
    [JsonConstructor]
    public SimilarImageDocument()
    {
    }

    [SetsRequiredMembers]
    public SimilarImageDocument(ScoredImage found, GalleryLease lease)
        : base(found.Image, lease)
    {
        Score = Rounded.Of(found.Score);
        Distance = Rounded.Of(found.Distance);
        Confidence = Rounded.Of(found.Confidence);
        Variant = found.IsVariant;
        Variants = Of(found.Variants, lease);
        NearDuplicates = Of(found.NearDuplicates, lease);
        Views = Of(found.Views, lease);
    }

    /// <summary>How near it is; larger is nearer.</summary>
    public required double Score { get; init; }

    /// <summary>The same as a distance; smaller is nearer.</summary>
    public required double Distance { get; init; }

    /// <summary>How sure it is, from 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Whether it is a variant of the picture that was asked about: the same thing in another color or material.</summary>
    public required bool Variant { get; init; }

    /// <summary>What stands behind it of the same thing in other colors or materials, one picture for each.</summary>
    public required IReadOnlyList<ImageDocument> Variants { get; init; }

    /// <summary>What stands behind it of the same photograph.</summary>
    public required IReadOnlyList<ImageDocument> NearDuplicates { get; init; }

    /// <summary>What stands behind it of the same product, one picture of each other photograph.</summary>
    public required IReadOnlyList<ImageDocument> Views { get; init; }
}

internal sealed record QueryDocument(string Name, ImageDocument? Image, int? Width, int? Height);

internal sealed record SimilarList(QueryDocument Query, IReadOnlyList<SimilarImageDocument> Items);

/// <summary>What was found for a picture that was sent.</summary>
/// <param name="Query">The picture.</param>
/// <param name="Items">The pictures most like it, nearest first.</param>
/// <param name="NearDuplicates">Pictures of the gallery that show the same photograph.</param>
/// <param name="Copies">The older name of nearDuplicates.</param>
internal sealed record SearchResult(
    QueryDocument Query, IReadOnlyList<SimilarImageDocument> Items, IReadOnlyList<long> NearDuplicates, IReadOnlyList<long> Copies);
