using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>An image in a group of duplicates.</summary>
/// <param name="Image">The image.</param>
/// <param name="Relation">What it is to the one to keep.</param>
/// <param name="Similarity">
/// From 0 to 1: 1 for the same content; else the largest similarity with any other of the group (see <see cref="NearDuplicateEvidence"/>).
/// </param>
public readonly record struct NearDuplicateImage(Image Image, NearDuplicateRelation Relation, float Similarity);
