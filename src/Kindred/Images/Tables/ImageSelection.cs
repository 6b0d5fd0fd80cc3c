using System.Collections;

namespace Kindred.Images.Tables;

/// <summary>
/// Some images of a list, in an order of their own: 4 bytes for each beside the list. Immutable; safe to use from several threads as far
/// as the list is.
/// </summary>
internal sealed class ImageSelection : IReadOnlyList<Image>
{
    private readonly IReadOnlyList<Image> _images;
    private readonly int[] _positions;

    private ImageSelection(IReadOnlyList<Image> images, int[] positions)
    {
        _images = images;
        _positions = positions;
    }

    /// <inheritdoc/>
    public int Count => _positions.Length;

    /// <inheritdoc/>
    public Image this[int index] => _images[_positions[index]];

    /// <summary>Selects images of a list, which may be a selection itself.</summary>
    /// <param name="images">The list.</param>
    /// <param name="positions">Positions in the list, in the order wanted.</param>
    public static ImageSelection Of(IReadOnlyList<Image> images, IEnumerable<int> positions) => images is ImageSelection some
        ? new ImageSelection(some._images, [.. positions.Select(position => some._positions[position])])
        : new ImageSelection(images, [.. positions]);

    /// <summary>The images of a list that pass, in its order.</summary>
    public static ImageSelection Where(IReadOnlyList<Image> images, Func<Image, bool> passes) =>
        Of(images, Enumerable.Range(0, images.Count).Where(position => passes(images[position])));

    /// <inheritdoc/>
    public IEnumerator<Image> GetEnumerator()
    {
        foreach (var position in _positions)
            yield return _images[position];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
