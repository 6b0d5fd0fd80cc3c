using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Where on one thumbnail each point of another lies: an affine map, in coordinates from -0.5 to 0.5 around the center so that it
/// holds at any resolution. A rotated picture that was squashed to a square is sheared, hence not just a similarity.
/// </summary>
internal readonly record struct Placement(float XX, float XY, float X, float YX, float YY, float Y)
{
    /// <summary>
    /// Where a search begins: the ways in which near-duplicates usually differ, each so near that the rest is found by going downhill.
    /// First <see cref="Near"/>, then crops of both sides anywhere.
    /// </summary>
    public static IReadOnlyList<Placement> Starts { get; } =
    [
        .. Near,
        .. from across in Scales from down in Scales where MathF.Abs(MathF.Log(across / down)) < 0.26f
           from x in Shifts(across) from y in Shifts(down)
           select new Placement(across, 0, x, 0, down, y),
    ];

    /// <summary>
    /// The first of <see cref="Starts"/>: upright, inside a border, and cropped in the middle, each straight or turned by 5° either way;
    /// cropped or extended towards a corner.
    /// </summary>
    public static IReadOnlyList<Placement> Near =>
    [
        .. from scale in (float[])[1, 0.91f, 1.11f] from degrees in (float[])[0, -5, 5] select Turned(scale, degrees),
        .. from scale in (float[])[0.91f, 1.11f] from x in (int[])[-1, 1] from y in (int[])[-1, 1]
           select Turned(scale, 0) with { X = 0.05f * scale * x, Y = 0.05f * scale * y },
    ];

    // Crops to 70 % and what they were cut from, each step as far as the search finds its way.
    private static float[] Scales => [0.7f, 0.8f, 0.9f, 1, 1.11f, 1.25f, 1.43f];

    /// <summary>Size along the first axis.</summary>
    public float Width => MathF.Sqrt((XX * XX) + (YX * YX));

    /// <summary>Size along the second axis.</summary>
    public float Height => MathF.Sqrt((XY * XY) + (YY * YY));

    /// <summary>
    /// Whether common editing does this: it enlarges or shrinks by a fifth or so, turns a little, and stretches and skews no more than a
    /// wide picture is by having been squashed to a square before and after it was turned.
    /// </summary>
    public bool IsPlausible =>
        Width is > 0.6f and < 1.67f && Height is > 0.6f and < 1.67f
        && MathF.Abs(MathF.Log(Width / Height)) < 0.4f
        && MathF.Abs(MathF.Atan2(YX - XY, XX + YY)) < 8 * MathF.PI / 180
        && MathF.Abs((XX * XY) + (YX * YY)) < 0.16f * Width * Height;

    /// <summary>Whether a search has left everything that could still end somewhere plausible.</summary>
    public bool IsLost => XX is < 0.45f or > 2.2f || YY is < 0.45f or > 2.2f || MathF.Abs(XY) > 0.35f || MathF.Abs(YX) > 0.35f;

    /// <summary>The same placement in the coordinates of two pictures, where it is one in those of a frame of each.</summary>
    public Placement Outside(Frame still, Frame moved)
    {
        var (acrossStill, downStill) = (still.Right - still.Left, still.Bottom - still.Top);
        var (acrossMoved, downMoved) = (moved.Right - moved.Left, moved.Bottom - moved.Top);
        return Recentered(
            (XX * acrossMoved / acrossStill, XY * acrossMoved / downStill, YX * downMoved / acrossStill, YY * downMoved / downStill),
            (acrossMoved * X) + ((moved.Left + moved.Right - 1) / 2), (downMoved * Y) + ((moved.Top + moved.Bottom - 1) / 2),
            (still.Left + still.Right - 1) / 2, (still.Top + still.Bottom - 1) / 2);
    }

    /// <summary>The other way round: the same placement in the coordinates of a frame of each.</summary>
    public Placement Inside(Frame still, Frame moved) => Outside(Complement(still), Complement(moved));

    private static Frame Complement(Frame frame)
    {
        // The frame in whose coordinates the picture is all of it.
        var (across, down) = (frame.Right - frame.Left, frame.Bottom - frame.Top);
        return new Frame(-frame.Left / across, -frame.Top / down, (1 - frame.Left) / across, (1 - frame.Top) / down);
    }

    private static Placement Recentered((float XX, float XY, float YX, float YY) map, float x, float y, float stillX, float stillY) => new(
        map.XX, map.XY, x - (map.XX * stillX) - (map.XY * stillY), map.YX, map.YY, y - (map.YX * stillX) - (map.YY * stillY));

    private static IEnumerable<float> Shifts(float scale)
    {
        var room = MathF.Abs(1 - scale);
        var count = (int)MathF.Round(room / 0.1f) + 1;
        return Enumerable.Range(0, count).Select(i => count == 1 ? 0 : room * (((float)i / (count - 1)) - 0.5f));
    }

    private static Placement Turned(float scale, float degrees)
    {
        var (sine, cosine) = MathF.SinCos(degrees * MathF.PI / 180);
        return new Placement(cosine * scale, -sine * scale, 0, sine * scale, cosine * scale, 0);
    }
}
