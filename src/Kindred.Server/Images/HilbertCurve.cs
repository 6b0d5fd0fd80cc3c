namespace Kindred.Server.Images;

/// <summary>
/// A curve that passes through every part of a square once and never jumps (Hilbert 1891): what is near along it is near in the square.
/// </summary>
internal static class HilbertCurve
{
    private const int Levels = 16;

    /// <summary>How far along the curve a place is, in 2³² steps.</summary>
    /// <param name="x">From -1 to 1.</param>
    /// <param name="y">From -1 to 1.</param>
    public static uint PlaceOf(float x, float y)
    {
        var (column, row) = (Cell(x), Cell(y));
        var place = 0u;
        for (var side = 1u << (Levels - 1); side > 0; side >>= 1)
        {
            var (right, down) = ((column & side) > 0 ? 1u : 0, (row & side) > 0 ? 1u : 0);
            place = (place << 2) | ((3 * right) ^ down);
            // Each quarter has the curve of the whole, turned so that the ends meet.
            if (down == 0)
            {
                if (right == 1)
                    (column, row) = (~column, ~row);
                (column, row) = (row, column);
            }
        }

        return place;
    }

    private static uint Cell(float coordinate) => (uint)Math.Clamp((coordinate + 1) / 2 * (1 << Levels), 0, (1 << Levels) - 1);
}
