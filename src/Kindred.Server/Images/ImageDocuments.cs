namespace Kindred.Server.Images;

internal sealed record ImageList(int Total, int Offset, IReadOnlyList<ImageDocument> Items);

/// <summary>A place in a list of pictures that one can jump to.</summary>
/// <param name="Name">The label, first letter, month or day that begins there; null for pictures without a label.</param>
/// <param name="Offset">Pictures before it.</param>
/// <param name="Images">Pictures in it.</param>
internal sealed record SectionDocument(string? Name, int Offset, int Images);

/// <summary>The places of a list, in its order.</summary>
internal sealed record SectionList(int Total, IReadOnlyList<SectionDocument> Sections);

internal sealed record LabelDocument(string Label, int Images);

/// <summary>The gallery's labels.</summary>
/// <param name="Images">Pictures in the gallery, also those without a label.</param>
/// <param name="Labels">The labels, by name.</param>
internal sealed record LabelList(int Images, IReadOnlyList<LabelDocument> Labels);
