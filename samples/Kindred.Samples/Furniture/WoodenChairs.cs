using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Chairs of boards, spindles and bent wood.</summary>
internal static class WoodenChairs
{
    private const float Seat = 0.45f;

    /// <summary>Slats or rails between two posts.</summary>
    public static void LadderBack(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.WoodOrLacquer();
        float width = dice.Between(0.40f, 0.46f), depth = dice.Between(0.40f, 0.44f), top = dice.Between(0.88f, 1.08f);
        var thick = dice.Between(0.032f, 0.045f);
        var lean = dice.Between(0.12f, 0.2f);
        float Back(float y) => (-depth / 2) - (MathF.Max(0, y - Seat) * lean) - (MathF.Max(0, Seat - y) * 0.08f);

        foreach (var x in (ReadOnlySpan<float>)[-width / 2, width / 2])
        {
            mesh.Add(wood, Boxes.Post(thick, thick * 0.8f, Seat).At(x, 0, depth / 2));
            mesh.Add(wood, Boxes.Box(thick, top, thick, 0.006f, 8).At(x, top / 2, 0).Bend(p => p with { Z = p.Z + Back(p.Y) }));
            mesh.Add(wood, Boxes.Box(0.018f, 0.03f, depth).At(x, 0.19f, 0));
        }

        mesh.Add(wood, Boxes.Box(width, 0.03f, 0.018f).At(0, 0.25f, depth / 2));
        mesh.Add(wood, Boxes.Box(width, 0.06f, 0.02f).At(0, Seat - 0.05f, depth / 2));
        var seat = dice.Whole(0, 2);
        mesh.Add(seat == 0 ? Finishes.Woven(LinearColor.Of(0xCDB285)) : wood,
            Boxes.Box(width + 0.05f, 0.03f, depth + 0.04f, 0.012f, 1, 2).At(0, Seat, 0.01f));
        if (seat == 1)
            mesh.Add(palette.Cover(), Boxes.Cushion(width, 0.045f, depth - 0.02f).At(0, Seat + 0.035f, 0.015f));

        if (dice.Chance(0.55f))
        {
            var rails = dice.Whole(2, 5);
            var high = MathF.Min(0.075f, 0.30f / rails);
            for (var i = 0; i < rails; i++)
            {
                var y = float.Lerp(Seat + 0.14f, top - (high * 0.7f), (float)i / (rails - 1));
                mesh.Add(wood, Boxes.Box(width, high, 0.016f, 0.005f, 8).Bend(p => Bowed(p, width, 0.035f)).At(0, y, Back(y)));
            }
        }
        else
        {
            mesh.Add(wood,
                Boxes.Box(width + thick, 0.085f, 0.022f, 0.006f, 8).Bend(p => Bowed(p, width, 0.03f))
                .At(0, top - 0.04f, Back(top - 0.04f)));
            mesh.Add(wood,
                Boxes.Box(width, 0.04f, 0.018f, 0.005f, 8).Bend(p => Bowed(p, width, 0.03f)).At(0, Seat + 0.1f, Back(Seat + 0.1f)));
            var slats = dice.Whole(3, 6);
            for (var i = 0; i < slats; i++)
            {
                var x = float.Lerp(-width * 0.36f, width * 0.36f, (float)i / (slats - 1));
                var bow = -0.03f * (1 - MathF.Pow(2 * x / width, 2));
                mesh.Add(wood,
                    Boxes.Box(0.03f, top - Seat - 0.18f, 0.012f, 0.004f, 6).At(x, (top + Seat) / 2, bow)
                    .Bend(p => p with { Z = p.Z + Back(p.Y) }));
            }
        }
    }

    /// <summary>A saddle seat, splayed legs, and spindles under a bent hoop or a comb.</summary>
    public static void Windsor(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.WoodOrLacquer(0.5f);
        var high = dice.Between(0.42f, 0.55f);
        mesh.Add(wood,
            Rounds.Disc(0.225f, 0.04f, 0.015f)
            .Bend(p => p with { Z = p.Z * 0.95f, Y = p.Y + Seat - 0.04f + (0.25f * p.X * p.X) - 0.008f }));
        foreach (var (x, z) in Parts.Corners(0.26f, 0.24f))
            mesh.Add(wood,
                Rounds.Tube([new(x, Seat - 0.02f, z), new(x * 1.25f, 0.25f, z * 1.25f), new(x * 1.6f, 0, z * 1.65f)], t =>
                0.013f + (0.011f * MathF.Sin(t * MathF.PI)), 12));
        foreach (var x in (ReadOnlySpan<float>)[-0.17f, 0.17f])
            mesh.Add(wood, Rounds.Rod(new(x, 0.2f, -0.16f), new(x, 0.2f, 0.16f), 0.009f));
        mesh.Add(wood, Rounds.Rod(new(-0.17f, 0.2f, 0), new(0.17f, 0.2f, 0), 0.009f));

        var spindles = dice.Pick(7, 9);
        if (dice.Chance(0.6f))
        {
            Vector3 Hoop(float degrees)
            {
                var (sin, cos) = MathF.SinCos(float.DegreesToRadians(degrees));
                return new Vector3(0.205f * cos, Seat + (high * MathF.Pow(MathF.Max(0, sin), 0.75f)), -0.10f - (0.2f * MathF.Max(0, sin)));
            }

            mesh.Add(wood, Rounds.Tube([.. Enumerable.Range(0, 31).Select(i => Hoop(6 * i))], 0.011f));
            for (var i = 1; i <= spindles; i++)
            {
                var tip = Hoop(180 - (180f * (i + 0.4f) / (spindles + 1.8f)));
                mesh.Add(wood, Rounds.Rod(new(tip.X * 0.8f, Seat, -0.19f + (0.9f * tip.X * tip.X)), tip, 0.0075f, 0.006f, 8));
            }
        }
        else
        {
            mesh.Add(wood, Boxes.Box(0.46f, 0.075f, 0.02f, 0.008f, 10).Bend(p => Bowed(p, 0.46f, 0.05f)).At(0, Seat + high, -0.25f));
            for (var i = 0; i < spindles; i++)
            {
                var x = float.Lerp(-0.2f, 0.2f, i / (spindles - 1f));
                mesh.Add(wood,
                    Rounds.Rod(new(x * 0.8f, Seat, -0.19f + (0.9f * x * x)), new(x, Seat + high, -0.30f + (1.1f * x * x)), 0.008f, 0.006f,
                    8));
            }
        }
    }

    /// <summary>The bent beech of a café.</summary>
    public static void Bentwood(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.WoodOrLacquer(0.25f);
        var top = dice.Between(0.86f, 0.93f);
        mesh.Add(wood, Rounds.Disc(0.205f, 0.035f, 0.012f).At(0, Seat - 0.03f, 0));
        mesh.Add(dice.Chance(0.5f) ? Finishes.Woven(LinearColor.Of(0xD8BE8E), 0.012f) : wood, Rounds.Disc(0.17f, 0.008f).At(0, Seat, 0));
        mesh.Add(wood, Rounds.Tube(Hoop(0.185f, top, 0), 0.015f, 10));
        mesh.Add(wood, Rounds.Tube(Hoop(0.115f, top - 0.10f, 0.45f), 0.010f));
        mesh.Add(wood, Rounds.Tube(Curve.Arc(new(0, 0.24f, 0), new(0.165f, 0, 0), new(0, 0, 0.165f), steps: 32), 0.009f));
        foreach (var x in (ReadOnlySpan<float>)[-1, 1])
            mesh.Add(wood,
                Rounds.Tube(Curve.Through(6, new(x * 0.13f, Seat - 0.02f, 0.13f), new(x * 0.15f, 0.25f, 0.145f), new(x * 0.19f, 0, 0.19f)),
                0.015f));

        // From one foot up, over the back and down to the other.
        static List<Vector3> Hoop(float half, float top, float from) =>
            Curve.Through(
                6,
                new Vector3(-half - (0.03f * (1 - from)), from, -0.2f + (0.1f * from)), new(-half * 0.98f, Seat, -0.17f),
                    new(-half * 1.05f, (Seat + top) / 2, -0.21f),
                new(-half * 0.75f, top - 0.05f, -0.255f), new(0, top, -0.27f), new(half * 0.75f, top - 0.05f, -0.255f),
                new(half * 1.05f, (Seat + top) / 2, -0.21f), new(half * 0.98f, Seat, -0.17f),
                    new(half + (0.03f * (1 - from)), from, -0.2f + (0.1f * from)));
    }

    /// <summary>A round rail that is arm and back at once, over a forked splat and a woven seat.</summary>
    public static void Wishbone(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.WoodOrLacquer(0.3f);
        var cord = Finishes.Woven(LinearColor.Of(dice.Pick(0xD9C7A0, 0xC8B48A, 0x35322F)), 0.02f);
        mesh.Add(cord,
            Boxes.Box(0.5f, 0.035f, 0.44f, 0.015f, 8)
            .Bend(p => new Vector3(p.X * (0.92f + (0.3f * p.Z)), p.Y + (0.12f * p.X * p.X) - 0.01f, p.Z)).At(0, Seat, 0));
        foreach (var x in (ReadOnlySpan<float>)[-1, 1])
        {
            mesh.Add(wood, Rounds.Rod(new(x * 0.245f, Seat + 0.02f, 0.21f), new(x * 0.255f, 0, 0.22f), 0.019f, 0.014f, 12));
            mesh.Add(wood,
                Rounds.Tube(Curve.Through(6, new(x * 0.21f, 0, -0.24f), new(x * 0.20f, 0.25f, -0.21f), new(x * 0.205f, Seat, -0.18f),
                new(x * 0.27f, 0.60f, -0.08f), new(x * 0.275f, 0.69f, -0.04f)), 0.017f, 10));
            mesh.Add(wood, Rounds.Rod(new(x * 0.02f, Seat, -0.2f), new(x * 0.03f, Seat + 0.12f, -0.225f), 0.012f));
            mesh.Add(wood, Rounds.Rod(new(x * 0.03f, Seat + 0.1f, -0.222f), new(x * 0.1f, 0.71f, -0.245f), 0.012f));
            mesh.Add(wood, Rounds.Rod(new(x * 0.25f, 0.25f, 0.2f), new(x * 0.205f, 0.25f, -0.2f), 0.010f));
        }

        mesh.Add(wood, Rounds.Rod(new(-0.25f, 0.30f, 0.21f), new(0.25f, 0.30f, 0.21f), 0.011f));
        mesh.Add(wood, Rounds.Rod(new(-0.2f, 0.30f, -0.2f), new(0.2f, 0.30f, -0.2f), 0.011f));
        mesh.Add(wood,
            Rounds.Tube(Curve.Through(8, new(-0.29f, 0.68f, 0.13f), new(-0.28f, 0.70f, -0.05f), new(-0.2f, 0.72f, -0.2f),
            new(0, 0.735f, -0.26f), new(0.2f, 0.72f, -0.2f), new(0.28f, 0.70f, -0.05f), new(0.29f, 0.68f, 0.13f)), t =>
            0.015f + (0.006f * MathF.Sin(t * MathF.PI)), 12));
    }

    /// <summary>Bows a board backwards between its ends.</summary>
    private static Vector3 Bowed(Vector3 p, float width, float deep)
    {
        var t = 2 * p.X / width;
        return p with { Z = p.Z - (deep * (1 - (t * t))) };
    }
}
