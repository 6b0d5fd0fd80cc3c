using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Kindred.Images;
using Kindred.NearDuplicates;

namespace Kindred.Server.Documents;

/// <summary>A picture among its copies.</summary>
internal sealed record DuplicateDocument : ImageDocument
{
    [JsonConstructor]
    public DuplicateDocument()
    {
    }

    [SetsRequiredMembers]
    public DuplicateDocument(NearDuplicateImage duplicate)
        : base(duplicate.Image)
    {
        Relation = duplicate.Relation;
        Similarity = Rounded.Of(duplicate.Similarity);
    }

    public required NearDuplicateRelation Relation { get; init; }

    public required double Similarity { get; init; }
}

internal sealed record DuplicateGroupDocument(NearDuplicateRelation Relation, KeepReason Reason, IReadOnlyList<DuplicateDocument> Images)
{
    public static DuplicateGroupDocument Of(NearDuplicateGroup group) => new(
        group.IsIdentical ? NearDuplicateRelation.Identical : NearDuplicateRelation.NearDuplicate, group.Reason,
        [.. group.Images.Select(image => new DuplicateDocument(image))]);
}

/// <summary>Groups of copies.</summary>
/// <param name="Pictures">Pictures in the gallery.</param>
/// <param name="Redundant">How many of them would not be missed.</param>
/// <param name="Total">Number of groups.</param>
/// <param name="Offset">Groups left out before these.</param>
/// <param name="Groups">The groups, the picture to keep first in each.</param>
internal sealed record DuplicateList(int Pictures, int Redundant, int Total, int Offset, IReadOnlyList<DuplicateGroupDocument> Groups);
