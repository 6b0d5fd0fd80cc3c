namespace Kindred.Server.Images;

/// <summary>Pictures of the gallery.</summary>
/// <param name="Total">Pictures that were asked for.</param>
/// <param name="Offset">Pictures left out before these.</param>
/// <param name="Limit">Pictures here at most.</param>
/// <param name="Items">The pictures, in the order that was asked for.</param>
internal sealed record ImageList(int Total, int Offset, int Limit, IReadOnlyList<ImageDocument> Items);

/// <summary>A place in a list of pictures that one can jump to.</summary>
/// <param name="Name">The label, first letter, month or day that begins there; null for pictures without a label.</param>
/// <param name="Offset">Pictures before it.</param>
/// <param name="Images">Pictures in it.</param>
internal sealed record SectionDocument(string? Name, int Offset, int Images);

/// <summary>The places of a list, all of them.</summary>
/// <param name="Images">Pictures in the list.</param>
/// <param name="Total">Number of places.</param>
/// <param name="Items">The places, in the list's order.</param>
internal sealed record SectionList(int Images, int Total, IReadOnlyList<SectionDocument> Items);

internal sealed record LabelDocument(string Label, int Images);

/// <summary>The gallery's labels.</summary>
/// <param name="Images">Pictures in the gallery, also those without a label.</param>
/// <param name="Total">Number of labels.</param>
/// <param name="Offset">Labels left out before these.</param>
/// <param name="Limit">Labels here at most.</param>
/// <param name="Items">The labels, by name.</param>
internal sealed record LabelList(int Images, int Total, int Offset, int Limit, IReadOnlyList<LabelDocument> Items);
