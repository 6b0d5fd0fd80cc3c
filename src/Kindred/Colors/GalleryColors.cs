using Kindred.Images;

namespace Kindred.Colors;

/// <summary>The colors of the things of a gallery's images. Safe to use from several threads.</summary>
internal sealed class GalleryColors(IReadOnlyList<Image> images, ColorTable table)
{
    // Looked up when somebody first asks for a color.
    private readonly Lazy<int[]> _rows = new(() => [.. images.Select(image => table.RowOf(image.Content))]);

    /// <summary>Whether the thing of the image at a position is of a color.</summary>
    public bool Has(int position, WantedColor wanted) => ShareOf(position, wanted) >= WantedColor.LeastShare;

    /// <summary>The share of the thing of an image that has a color; 0 where its colors are not known.</summary>
    public float ShareOf(int position, WantedColor wanted) =>
        BytesAt(position) is { IsEmpty: false } bytes ? new ThingColors(bytes).ShareOf(wanted) : 0;

    /// <summary>How near the colors of an image's thing are to others, from 0 to 1; 0 where either is not known.</summary>
    /// <param name="position">The image's position.</param>
    /// <param name="colors">Bytes of <see cref="ThingColors"/>, or none.</param>
    public float NearnessTo(int position, ReadOnlySpan<byte> colors) =>
        BytesAt(position) is { IsEmpty: false } bytes && !colors.IsEmpty ? new ThingColors(bytes).NearnessTo(new ThingColors(colors)) : 0;

    /// <summary>The bytes of the <see cref="ThingColors"/> at a position; none where they are not known.</summary>
    public ReadOnlySpan<byte> BytesAt(int position) => _rows.Value[position] is >= 0 and var row ? table.ColorsAt(row) : [];
}
