namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Where on one thumbnail each point of another lies: an affine map, in coordinates from -0.5 to 0.5 around the center so that it
/// holds at any resolution. A rotated picture that was squashed to a square is sheared, hence not just a similarity.
/// </summary>
internal readonly record struct Placement(float XX, float XY, float X, float YX, float YY, float Y)
{
    /// <summary>
    /// Where a search begins: the ways in which near-duplicates usually differ, each so near that the rest is found by going downhill.
    /// Upright, inside a border, and cropped in the middle, each straight or turned by 5° either way; cropped or extended towards a
    /// corner.
    /// </summary>
    public static IReadOnlyList<Placement> Starts { get; } =
    [
        .. from scale in (float[])[1, 0.91f, 1.11f] from degrees in (float[])[0, -5, 5] select Turned(scale, degrees),
        .. from scale in (float[])[0.91f, 1.11f] from x in (int[])[-1, 1] from y in (int[])[-1, 1]
           select Turned(scale, 0) with { X = 0.05f * scale * x, Y = 0.05f * scale * y },
    ];

    /// <summary>Size along the first axis.</summary>
    public float Width => MathF.Sqrt((XX * XX) + (YX * YX));

    /// <summary>Size along the second axis.</summary>
    public float Height => MathF.Sqrt((XY * XY) + (YY * YY));

    /// <summary>
    /// Whether common editing does this: it enlarges or shrinks by a fifth or so, turns a little, and stretches and skews no more than a
    /// wide picture is by having been squashed to a square before and after it was turned.
    /// </summary>
    public bool IsPlausible =>
        Width is > 0.8f and < 1.25f && Height is > 0.8f and < 1.25f
        && MathF.Abs(MathF.Log(Width / Height)) < 0.15f
        && MathF.Abs(MathF.Atan2(YX - XY, XX + YY)) < 8 * MathF.PI / 180
        && MathF.Abs((XX * XY) + (YX * YY)) < 0.16f * Width * Height;

    /// <summary>Whether a search has left everything that could still end somewhere plausible.</summary>
    public bool IsLost => MathF.Abs(XX - 1) > 0.4f || MathF.Abs(YY - 1) > 0.4f || MathF.Abs(XY) > 0.35f || MathF.Abs(YX) > 0.35f;

    private static Placement Turned(float scale, float degrees)
    {
        var (sine, cosine) = MathF.SinCos(degrees * MathF.PI / 180);
        return new Placement(cosine * scale, -sine * scale, 0, sine * scale, cosine * scale, 0);
    }
}
