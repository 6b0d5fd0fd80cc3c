using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Kindred.Images;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.Similar;

/// <summary>A picture that words describe. How sure that is nobody knows: scores of words are not calibrated.</summary>
internal sealed record WordsImageDocument : ImageDocument
{
    [JsonConstructor]
    public WordsImageDocument()
    {
    }

    [SetsRequiredMembers]
    public WordsImageDocument(ScoredImage found, GalleryLease lease)
        : base(found.Image, lease)
    {
        Score = Rounded.Of(found.Score);
        Variants = Of(found.Variants, lease);
        NearDuplicates = Of(found.NearDuplicates, lease);
        Views = Of(found.Views, lease);
    }

    /// <summary>The cosine between the words and the picture; larger is nearer.</summary>
    public required double Score { get; init; }

    /// <summary>What stands behind it of the same thing in other colors or materials, one picture for each.</summary>
    public required IReadOnlyList<ImageDocument> Variants { get; init; }

    /// <summary>What stands behind it of the same photograph.</summary>
    public required IReadOnlyList<ImageDocument> NearDuplicates { get; init; }

    /// <summary>What stands behind it of the same product, one picture of each other photograph.</summary>
    public required IReadOnlyList<ImageDocument> Views { get; init; }
}

/// <summary>What was found for words.</summary>
/// <param name="Text">The words.</param>
/// <param name="Items">The pictures, nearest first.</param>
internal sealed record WordsList(string Text, IReadOnlyList<WordsImageDocument> Items);

/// <summary>Whether the library can be searched by words.</summary>
/// <param name="Available">Whether its model knows words.</param>
internal sealed record WordsDocument(bool Available);
