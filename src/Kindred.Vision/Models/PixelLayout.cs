namespace Kindred.Vision.Models;

/// <summary>
/// How a graph takes pictures: bytes [views, height / block, width / block, 3 × block²]. A picture's views follow each other: the
/// picture, then its mirror image where the recipe adds that. Channels are those of one pixel, or of a block of pixels, row by row, in the
/// network's order of colors; where it has tables for them, bytes are what these make of them.
/// </summary>
internal sealed class PixelLayout
{
    private const int Channels = 3;

    private readonly InputSpecification _input;
    private readonly int _block;
    private readonly IReadOnlyList<byte[]>? _tables;

    /// <summary>Describes a layout.</summary>
    /// <param name="recipe">What the network wants to see, and whether it looks at the mirror image, too.</param>
    /// <param name="block">Pixels along a side of a block, 1 or 2; both sides of a picture are multiples of it.</param>
    /// <param name="tables">What the bytes of each of the network's channels become; <see langword="null"/> where they stay.</param>
    public PixelLayout(ModelRecipe recipe, int block = 1, IReadOnlyList<byte[]>? tables = null)
    {
        _input = recipe.Input;
        _block = block;
        _tables = tables;
        Views = recipe.Head.Mirror ? 2 : 1;
        ViewBytes = _input.Width * _input.Height * Channels;
        Shape = [_input.Height / block, _input.Width / block, Channels * block * block];
    }

    /// <summary>Views of a picture: 1, or 2 with the mirror image.</summary>
    public int Views { get; }

    /// <summary>Bytes of all views of a picture.</summary>
    public int Bytes => Views * ViewBytes;

    /// <summary>Bytes of one view, and of a picture of the network's width and height.</summary>
    public int ViewBytes { get; }

    /// <summary>The shape without the views: rows, columns and channels.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Writes the views of a picture.</summary>
    /// <param name="rgb">The picture, row by row, of the network's width and height.</param>
    /// <param name="views">Gets <see cref="Bytes"/>.</param>
    public void Write(ReadOnlySpan<byte> rgb, Span<byte> views)
    {
        var upright = views[..ViewBytes];
        if (_block == 1)
            rgb.CopyTo(upright);
        else
            WriteBlocks(rgb, upright);
        if (_input.Colors == ColorOrder.Bgr)
            Reverse(upright);
        if (_tables is not null)
            Translate(upright);
        if (Views == 2)
            Mirror(upright, views.Slice(ViewBytes, ViewBytes));
    }

    private static void Reverse(Span<byte> pixels)
    {
        for (; pixels.Length >= Channels; pixels = pixels[Channels..])
            (pixels[0], pixels[2]) = (pixels[2], pixels[0]);
    }

    private void Translate(Span<byte> pixels)
    {
        var (first, second, third) = (_tables![0], _tables[1], _tables[2]); // Only called where there are some.
        for (; pixels.Length >= Channels; pixels = pixels[Channels..])
            (pixels[0], pixels[1], pixels[2]) = (first[pixels[0]], second[pixels[1]], third[pixels[2]]);
    }

    // Two pixels of a row and the two below them are the channels of one place.
    private void WriteBlocks(ReadOnlySpan<byte> rgb, Span<byte> blocks)
    {
        const int Pair = 2 * Channels;
        var row = _input.Width * Channels;
        for (; rgb.Length > 0; rgb = rgb[(2 * row)..])
        {
            var upper = rgb[..row];
            var lower = rgb.Slice(row, row);
            for (; upper.Length > 0; upper = upper[Pair..], lower = lower[Pair..], blocks = blocks[(2 * Pair)..])
            {
                upper[..Pair].CopyTo(blocks);
                lower[..Pair].CopyTo(blocks[Pair..]);
            }
        }
    }

    // Places from right to left, and the pixels of each of their rows, too.
    private void Mirror(ReadOnlySpan<byte> upright, Span<byte> mirrored)
    {
        var row = _input.Width * Channels * _block;
        var place = Channels * _block * _block;
        var line = Channels * _block;
        for (; upright.Length > 0; upright = upright[row..])
        {
            for (var from = row - place; from >= 0; from -= place)
            {
                for (var above = from; above < from + place; above += line)
                {
                    for (var pixel = above + line - Channels; pixel >= above; pixel -= Channels, mirrored = mirrored[Channels..])
                        upright.Slice(pixel, Channels).CopyTo(mirrored);
                }
            }
        }
    }
}
