using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Kindred.NearDuplicates;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.NearDuplicates;

/// <summary>A picture in a group of those that show the same photograph.</summary>
internal sealed record NearDuplicateDocument : ImageDocument
{
    [JsonConstructor]
    public NearDuplicateDocument()
    {
    }

    [SetsRequiredMembers]
    public NearDuplicateDocument(NearDuplicateImage image, GalleryLease lease)
        : base(image.Image, lease)
    {
        Relation = image.Relation;
        Similarity = Rounded.Of(image.Similarity);
    }

    public required NearDuplicateRelation Relation { get; init; }

    public required double Similarity { get; init; }
}

internal sealed record NearDuplicateGroupDocument(
    NearDuplicateRelation Relation, KeepReason Reason, IReadOnlyList<NearDuplicateDocument> Images)
{
    public static NearDuplicateGroupDocument Of(NearDuplicateGroup group, GalleryLease lease) => new(
        group.IsIdentical ? NearDuplicateRelation.Identical : NearDuplicateRelation.NearDuplicate, group.Reason,
        [.. group.Images.Select(image => new NearDuplicateDocument(image, lease))]);
}

/// <summary>Groups of near-duplicates.</summary>
/// <param name="Images">Pictures in the gallery.</param>
/// <param name="Redundant">How many of them are redundant.</param>
/// <param name="Total">Number of groups.</param>
/// <param name="Offset">Groups left out before these.</param>
/// <param name="Limit">Groups here at most.</param>
/// <param name="Items">The groups, the picture to keep first in each.</param>
internal sealed record NearDuplicateList(
    int Images, int Redundant, int Total, int Offset, int Limit, IReadOnlyList<NearDuplicateGroupDocument> Items);
