namespace Kindred.Vision.Models.EightBit;

/// <summary>A convolution's window along one axis, in pixels and in blocks of two.</summary>
/// <param name="Pixels">Its length in pixels.</param>
/// <param name="Padding">Pixels of zeros before the picture.</param>
/// <param name="Length">Its length in blocks.</param>
/// <param name="Before">Blocks of zeros before the picture.</param>
/// <param name="After">Blocks of zeros behind it.</param>
internal readonly record struct BlockAxis(int Pixels, int Padding, int Length, int Before, int After)
{
    /// <summary>Pixels of a block along the axis.</summary>
    public const int Block = 2;

    /// <summary>The axis of a window that goes by steps of a block; <see langword="null"/> where it does not fit.</summary>
    /// <param name="size">Pixels of the picture.</param>
    /// <param name="pixels">Pixels of the window.</param>
    /// <param name="before">Pixels of zeros before the picture.</param>
    /// <param name="after">Pixels of zeros behind it.</param>
    public static BlockAxis? Of(int size, int pixels, int before, int after)
    {
        if (size % Block != 0 || before < 0 || after < 0)
            return null;
        var first = -BlockOf(-before);
        var length = BlockOf(pixels - 1 - before) + first + 1;
        // So that it has as many places as before.
        var places = ((size + before + after - pixels) / Block) + 1;
        var behind = places - (size / Block) - first + length - 1;
        return behind < 0 ? null : new(pixels, before, length, first, behind);
    }

    /// <summary>In which block of the window a pixel of it is, and where in that.</summary>
    /// <param name="pixel">From 0 to <see cref="Pixels"/> − 1.</param>
    public (int Block, int Within) Place(int pixel)
    {
        var block = BlockOf(pixel - Padding);
        return (block + Before, pixel - Padding - (block * Block));
    }

    // Pixels before the picture are in blocks below 0.
    private static int BlockOf(int pixel) => (int)Math.Floor(pixel / (double)Block);
}
