namespace Kindred.Server.Layouts;

/// <summary>Where a picture lies in the layout, from -1 to 1 in both directions.</summary>
internal sealed record LayoutPointDocument(long Id, double X, double Y, string? Label, string Thumbnail);

/// <summary>The layout of a snapshot of the gallery.</summary>
/// <param name="Version">Number of the snapshot.</param>
/// <param name="Total">Pictures in the gallery.</param>
/// <param name="Items">A point for every picture, by path.</param>
internal sealed record LayoutDocument(int Version, int Total, IReadOnlyList<LayoutPointDocument> Items);

internal sealed record ComputingDocument(string State);
