namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>
/// A rectangle of a picture, each side from 0 (left, top) to 1 (right, bottom): the picture itself where it lies on a canvas or inside a
/// border, or the thing where it lies on a plain ground.
/// </summary>
internal readonly record struct Frame(float Left, float Top, float Right, float Bottom)
{
    // Levels of 255 up to which the pixels of a line are one color, and from which on one stands out from it.
    private const int Plain = 4;
    private const int StandsOut = 12;

    private const float LeastSide = 0.25f;

    /// <summary>All of a picture.</summary>
    public static Frame Whole { get; } = new(0, 0, 1, 1);

    /// <summary>Its share of the picture's area.</summary>
    public float Area => (Right - Left) * (Bottom - Top);

    /// <summary>Finds what lies inside the plain lines along a picture's edges.</summary>
    /// <param name="thumbnail">The picture's luminances, not smoothed.</param>
    /// <returns>
    /// What is left when all plain lines are taken off; and what is left when only those are taken off that end in a straight edge, as a
    /// canvas does around a picture and as a plain ground does not around a thing.
    /// </returns>
    public static (Frame Content, Frame Picture) Find(LumaThumbnail thumbnail)
    {
        var (top, topEdge) = Plains(thumbnail, across: true, fromEnd: false);
        var (bottom, bottomEdge) = Plains(thumbnail, across: true, fromEnd: true);
        var (left, leftEdge) = Plains(thumbnail, across: false, fromEnd: false);
        var (right, rightEdge) = Plains(thumbnail, across: false, fromEnd: true);
        var content = new Frame(left, top, 1 - right, 1 - bottom);
        if (content.Right - content.Left < LeastSide || content.Bottom - content.Top < LeastSide)
            return (Whole, Whole);
        // The outermost line of the picture may be half canvas.
        var mixed = 1f / thumbnail.Side;
        return (content, new Frame(
            leftEdge ? left + mixed : 0, topEdge ? top + mixed : 0,
            rightEdge ? 1 - right - mixed : 1, bottomEdge ? 1 - bottom - mixed : 1));
    }

    /// <summary>The share of the side that is plain from an edge on, and whether it ends in a straight edge.</summary>
    private static (float Share, bool EndsStraight) Plains(LumaThumbnail thumbnail, bool across, bool fromEnd)
    {
        var side = thumbnail.Side;
        var values = thumbnail.Values;
        var color = 0f;
        for (var depth = 0; depth < side; depth++)
        {
            var line = fromEnd ? side - 1 - depth : depth;
            var (least, most, sum) = (float.MaxValue, float.MinValue, 0f);
            for (var i = 0; i < side; i++)
            {
                var value = values[across ? (line * side) + i : (i * side) + line];
                (least, most, sum) = (MathF.Min(least, value), MathF.Max(most, value), sum + value);
            }

            if (depth == 0)
                color = sum / side;
            if (least >= color - Plain && most <= color + Plain)
                continue;
            if (depth == 0)
                return (0, false);

            // The line itself may be half canvas, half picture; the next one is the picture's.
            var inner = fromEnd ? line - 1 : line + 1;
            var standing = 0;
            for (var i = 0; i < side && inner >= 0 && inner < side; i++)
            {
                if (MathF.Abs(values[across ? (inner * side) + i : (i * side) + inner] - color) > StandsOut)
                    standing++;
            }

            return ((float)depth / side, standing >= side * 2 / 5);
        }

        return (1, false);
    }
}
