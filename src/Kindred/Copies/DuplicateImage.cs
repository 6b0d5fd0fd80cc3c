using Kindred.Images;

namespace Kindred.Copies;

/// <summary>An image in a group of duplicates.</summary>
/// <param name="Image">The image.</param>
/// <param name="Relation">What it is to the one to keep.</param>
/// <param name="Similarity">
/// From 0 to 1: 1 for the same content; else the largest similarity with any other of the group (see <see cref="CopyEvidence"/>).
/// </param>
public readonly record struct DuplicateImage(Image Image, CopyRelation Relation, float Similarity);
