using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Rooms;

/// <summary>Paint, paper, panels, brick and other walls.</summary>
internal static class Walls
{
    private static readonly int[] Paints =
    [
        0xEDEAE3, 0xF3EFE8, 0xDCD7CC, 0xC9D0CB, 0xB4C0BE, 0xCBD5DC, 0x9DB0BC, 0xE6D5C3, 0xD8B8A2, 0xC98F74, 0x8FA08A, 0x5F7568, 0x3F5563,
            0x2F3B46, 0x7C6A75,
        0xE8CFC9, 0xE9DDB8, 0x6E6259, 0xBFB6C6,
    ];

    /// <summary>A wall that the furniture stands out against.</summary>
    public static Covering Any(Dice dice, Vector3 furniture)
    {
        var paint = Against(dice, furniture);
        return dice.Whole(0, 9) switch
        {
            0 => Papered(dice, paint),
            1 => Papered(dice, paint),
            2 => Brick(LinearColor.Of(dice.Pick(0xA3624A, 0xE9E5DF, 0x8E7B70, 0xC58A6A))),
            3 => Panels(paint),
            4 => Shiplap(paint),
            5 => Wainscot(paint, LinearColor.Of(0xF1EEE7)),
            6 => new Covering((u, v) => paint * (0.95f + (0.10f * Noise.Fractal(new Vector3(u * 1.5f, v * 1.5f, 4)))), paint),
            _ => Plain(paint),
        };
    }

    public static Covering Plain(Vector3 paint) =>
        new((u, v) => paint * (0.99f + (0.025f * Noise.At(u * 40, v * 40, 0)) + (0.02f * Noise.At(u, v, 9))), paint);

    /// <summary>A color of paint that a piece of furniture stands out against.</summary>
    public static Vector3 Against(Dice dice, Vector3 furniture)
    {
        var best = LinearColor.Of(Paints[0]);
        for (var attempt = 0; attempt < 6; attempt++)
        {
            var paint = LinearColor.Of(dice.Pick<int>(Paints));
            if (LinearColor.Distance(paint, furniture) > 0.42f)
                return paint;
            if (LinearColor.Distance(paint, furniture) > LinearColor.Distance(best, furniture))
                best = paint;
        }

        return best;
    }

    private static Covering Papered(Dice dice, Vector3 paint)
    {
        var pattern = Patterns.Any(dice, dice.Between(0.08f, 0.22f));
        var second = paint * (dice.Chance(0.5f) ? 0.80f : 1.16f);
        return new Covering((u, v) =>
            Vector3.Lerp(paint, second, pattern(new Vector3(u, v, 0))) * (0.99f + (0.02f * Noise.At(u * 50, v * 50, 0))), paint);
    }

    private static Covering Brick(Vector3 color) =>
        new(
            (u, v) =>
            {
                var row = (int)MathF.Floor(v / 0.075f);
                var along = (u / 0.23f) + ((row & 1) * 0.5f);
                var brick = (int)MathF.Floor(along);
                float jointV = MathF.Abs((v / 0.075f) - MathF.Round(v / 0.075f)) * 0.075f,
                    jointU = MathF.Abs(along - MathF.Round(along)) * 0.23f;
                var joint = Noise.Step(0.003f, 0.008f, MathF.Min(jointU, jointV));
                var clay = color * (0.82f + (0.32f * Noise.Cell(row, brick)) + (0.10f * Noise.At(u * 45, v * 45, 2)));
                return Vector3.Lerp((color * 0.4f) + new Vector3(0.32f), clay, joint);
            },
            color);

    private static Covering Panels(Vector3 paint) =>
        new(
            (u, v) =>
            {
                float x = (u / 0.9f) - MathF.Floor(u / 0.9f),
                    edge = MathF.Min(MathF.Min(x, 1 - x) * 0.9f, MathF.Min(MathF.Abs(v - 0.22f), MathF.Abs(v - 2.2f)));
                return paint * Molding(edge - 0.09f, v is > 0.13f and < 2.3f);
            },
            paint);

    private static Covering Wainscot(Vector3 paint, Vector3 wood) =>
        new(
            (u, v) =>
            {
                if (v > 0.92f)
                    return v < 0.97f ? wood * 0.95f : paint;
                var groove = MathF.Abs((u / 0.11f) - MathF.Round(u / 0.11f)) * 0.11f;
                return wood * (groove < 0.004f ? 0.78f : 1) * (v > 0.90f ? 0.75f : 1);
            },
            paint);

    private static Covering Shiplap(Vector3 paint) =>
        new(
            (u, v) =>
            {
                var groove = MathF.Abs((v / 0.17f) - MathF.Round(v / 0.17f)) * 0.17f;
                var board = (int)MathF.Floor(v / 0.17f);
                return paint * (groove < 0.004f ? 0.72f : 0.97f + (0.03f * Noise.Cell(board, 3)) + (0.03f * Noise.At(u * 3, v * 50, 1)));
            },
            paint);

    // A raised line around a panel: lit on one flank, dark on the other.
    private static float Molding(float off, bool within)
    {
        if (!within || MathF.Abs(off) > 0.016f)
            return 1;
        return off < 0 ? 1.08f : 0.84f;
    }
}
