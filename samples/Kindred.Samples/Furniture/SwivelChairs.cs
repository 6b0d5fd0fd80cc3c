using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Chairs that turn: a column over five feet on casters.</summary>
internal static class SwivelChairs
{
    private const float Seat = 0.48f;

    /// <summary>A net back, adjustable arms, perhaps a headrest.</summary>
    public static void Task(Mesh mesh, Dice dice, Palette palette)
    {
        SwivelBase.FiveStar(mesh, dice, palette, dice.Chance(0.6f) ? palette.Black : palette.Chrome, Seat - 0.07f);
        var frame = dice.Chance(0.75f) ? palette.Black : Finishes.Plastic(LinearColor.Of(0xD9DBDC));
        var color = dice.Chance(0.5f) ? LinearColor.Of(0x2C2E31) : palette.ClothColor;
        mesh.Add(palette.Black, Boxes.Box(0.42f, 0.03f, 0.42f, 0.012f, 2, 2).At(0, Seat - 0.045f, 0.02f));
        mesh.Add(Finishes.Cloth(color), Boxes.Box(0.49f, 0.075f, 0.48f, 0.03f, 8, 2).Bend(Waterfall).At(0, Seat, 0.02f));
        var high = dice.Between(0.52f, 0.62f);
        var net = dice.Chance(0.75f) ? Finishes.Net(color) : Finishes.Cloth(color);
        mesh.Add(net, Boxes.Box(0.44f, high, 0.016f, 0.006f, 14).Bend(p => Cupped(p, high)).At(0, Seat + 0.13f + (high / 2), -0.25f));
        mesh.Add(frame,
            Rounds.Tube([.. Outline(0.225f, high).Select(p => Cupped(p, high) + new Vector3(0, Seat + 0.13f + (high / 2), -0.25f))],
            0.013f));
        mesh.Add(frame,
            Boxes.Box(0.07f, 0.46f, 0.03f, 0.01f, 8).Bend(p => p with { Z = p.Z + (1.0f * (p.Y - 0.23f) * (p.Y - 0.23f)) })
            .At(0, Seat + 0.16f, -0.335f));
        mesh.Add(frame,
            Boxes.Box(0.38f, 0.05f, 0.02f, 0.008f, 8).Bend(p => p with { Z = p.Z + (0.9f * p.X * p.X) }).At(0, Seat + 0.24f, -0.30f));
        if (dice.Chance(0.75f))
            Arms(mesh, palette, 0.28f, Seat, frame);
        if (!dice.Chance(0.4f))
            return;
        mesh.Add(frame, Boxes.Box(0.04f, 0.16f, 0.015f).At(0, Seat + high + 0.17f, -0.31f));
        mesh.Add(net,
            Boxes.Box(0.28f, 0.12f, 0.03f, 0.012f, 8, 2).Bend(p => p with { Z = p.Z + (1.3f * p.X * p.X) })
            .At(0, Seat + high + 0.23f, -0.30f));
    }

    /// <summary>Thick padding, a high back and looped arms.</summary>
    public static void Executive(Mesh mesh, Dice dice, Palette palette)
    {
        SwivelBase.FiveStar(mesh, dice, palette, dice.Pick(palette.Chrome, palette.Black, palette.Wood), Seat - 0.07f);
        var cover = palette.Cover(0.85f);
        mesh.Add(palette.Black, Boxes.Box(0.40f, 0.03f, 0.40f).At(0, Seat - 0.07f, 0));
        mesh.Add(cover, Boxes.Cushion(0.55f, 0.13f, 0.53f, 0.18f).At(0, Seat, 0.03f));
        var pads = dice.Whole(2, 4);
        var high = 0.72f / pads;
        for (var i = 0; i < pads; i++)
        {
            var up = (i + 0.5f) * high;
            var pad = Boxes.Cushion(0.53f - (0.05f * i / pads), high * 1.06f, 0.13f, 0.3f);
            mesh.Add(cover,
                pad.Bend(p => p with { Z = p.Z + (0.35f * p.X * p.X) }).Pitch(-11).At(0, Seat + 0.08f + up, -0.24f - (up * 0.19f)));
        }

        mesh.Add(cover, Boxes.Box(0.50f, 0.74f, 0.05f, 0.022f, 4, 2).Pitch(-11).At(0, Seat + 0.42f, -0.355f));
        var loop = dice.Chance(0.6f) ? palette.Chrome : palette.Black;
        foreach (var x in (ReadOnlySpan<float>)[-0.31f, 0.31f])
        {
            mesh.Add(loop,
                Rounds.Tube(Curve.Rounded(0.09f, new(x * 0.8f, Seat - 0.03f, 0.12f), new(x, Seat - 0.02f, 0.16f),
                new(x, Seat + 0.21f, 0.19f), new(x, Seat + 0.24f, -0.27f), new(x * 0.8f, Seat + 0.20f, -0.30f)), 0.015f, 10));
            mesh.Add(cover, Boxes.Cushion(0.075f, 0.045f, 0.30f, 0.15f).At(x, Seat + 0.245f, -0.02f));
        }
    }

    /// <summary>A thin ribbed sling in an aluminium frame.</summary>
    public static void Ribbed(Mesh mesh, Dice dice, Palette palette)
    {
        SwivelBase.FiveStar(mesh, dice, palette, palette.Chrome, Seat - 0.06f);
        var cover = palette.Cover(0.7f);
        var high = dice.Between(0.45f, 0.68f);
        var line = Curve.Through(10, new Vector3(0, Seat - 0.035f, 0.27f), new(0, Seat, 0.2f), new(0, Seat - 0.01f, -0.05f),
            new(0, Seat + 0.01f, -0.18f), new(0, Seat + 0.09f, -0.245f), new(0, Seat + (high * 0.6f), -0.28f), new(0, Seat + high, -0.36f));
        mesh.Add(cover, Boxes.Box(0.48f, 0.034f, 1, 0.012f, 52, 2).Bend(p =>
        {
            var t = Math.Clamp(0.5f - p.Z, 0, 0.9999f) * (line.Count - 1);
            Vector3 a = line[(int)t], b = line[Math.Min((int)t + 1, line.Count - 1)];
            var along = Vector3.Normalize(b - a);
            var rib = 1 + (0.4f * MathF.Abs(MathF.Sin(p.Z * MathF.PI * 17)));
            return Vector3.Lerp(a, b, t - MathF.Floor(t)) + (new Vector3(0, -along.Z, along.Y) * (p.Y * rib)) + new Vector3(p.X, 0, 0);
        }));
        foreach (var x in (ReadOnlySpan<float>)[-0.245f, 0.245f])
        {
            mesh.Add(palette.Chrome, Rounds.Tube([.. line.Select(p => p with { X = x })], 0.011f));
            if (high < 0.5f && dice.Chance(0.3f))
                continue;
            mesh.Add(palette.Chrome,
                Rounds.Tube(Curve.Rounded(0.07f, new(x, Seat, 0.14f), new(x * 1.12f, Seat + 0.20f, 0.17f),
                new(x * 1.12f, Seat + 0.22f, -0.2f), new(x, Seat + 0.22f, -0.26f)), 0.011f));
            mesh.Add(palette.Black, Boxes.Box(0.035f, 0.022f, 0.24f, 0.01f).At(x * 1.12f, Seat + 0.222f, 0));
        }

        mesh.Add(palette.Chrome, Boxes.Box(0.48f, 0.03f, 0.04f, 0.008f).At(0, Seat - 0.035f, 0.08f));
        mesh.Add(palette.Chrome, Boxes.Box(0.48f, 0.03f, 0.04f, 0.008f).At(0, Seat - 0.035f, -0.10f));
    }

    /// <summary>A small seat and a small back, without arms.</summary>
    public static void Operator(Mesh mesh, Dice dice, Palette palette)
    {
        var drafting = dice.Chance(0.3f);
        var seat = drafting ? 0.68f : Seat;
        SwivelBase.FiveStar(mesh, dice, palette, dice.Pick(palette.Black, palette.Chrome), seat - 0.06f);
        if (drafting)
        {
            mesh.Add(palette.Chrome, Rounds.Tube(Curve.Arc(new(0, 0.28f, 0), new(0.22f, 0, 0), new(0, 0, 0.22f), steps: 36), 0.011f));
            for (var i = 0; i < 3; i++)
                mesh.Add(palette.Chrome, Rounds.Rod(new(0.02f, 0.28f, 0), new(0.22f, 0.28f, 0), 0.008f).Turn(120 * i));
        }

        var cover = palette.Cover(0.2f);
        mesh.Add(cover, Boxes.Cushion(0.45f, 0.08f, 0.43f, 0.15f).Bend(p => p with { Y = p.Y + (0.25f * p.X * p.X) }).At(0, seat, 0.02f));
        mesh.Add(palette.Black, Boxes.Box(0.38f, 0.025f, 0.36f, 0.01f).At(0, seat - 0.05f, 0.01f));
        mesh.Add(palette.Black,
            Rounds.Tube(Curve.Rounded(0.09f, new(0, seat - 0.045f, -0.08f), new(0, seat - 0.04f, -0.29f), new(0, seat + 0.32f, -0.275f)),
            0.018f));
        var high = dice.Between(0.26f, 0.36f);
        mesh.Add(cover,
            Boxes.Box(0.40f, high, 0.07f, 0.03f, 10, 2)
            .Bend(p => p with { Z = p.Z + (0.9f * p.X * p.X) - (0.2f * p.Y * p.Y), X = p.X * (1 - (0.3f * MathF.Max(0, p.Y))) }).Pitch(-5)
            .At(0, seat + 0.18f + (high / 2), -0.25f));
        if (dice.Chance(0.25f))
            Arms(mesh, palette, 0.25f, seat, palette.Black);
    }

    /// <summary>A wooden office chair of a hundred years ago.</summary>
    public static void Banker(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.Wood;
        SwivelBase.FiveStar(mesh, dice, palette, wood, Seat - 0.05f);
        mesh.Add(wood,
            Boxes.Box(0.50f, 0.04f, 0.47f, 0.016f, 10, 2).Bend(p => p with { Y = p.Y + (0.25f * p.X * p.X) - 0.008f })
            .At(0, Seat - 0.01f, 0));
        if (dice.Chance(0.4f))
            mesh.Add(palette.Leather, Boxes.Cushion(0.42f, 0.04f, 0.40f).At(0, Seat + 0.03f, 0.01f));
        List<Vector3> Rail(float y, float half, float front) =>
            Curve.Through(7, new(-half, y - 0.03f, front), new(-half, y - 0.01f, -0.05f), new(-half * 0.8f, y, -0.24f),
                new(0, y + 0.01f, -0.31f), new(half * 0.8f, y, -0.24f), new(half, y - 0.01f, -0.05f), new(half, y - 0.03f, front));
        mesh.Add(wood, Rounds.Tube(Rail(Seat + 0.25f, 0.29f, 0.16f), 0.021f, 10));
        mesh.Add(wood,
            Boxes.Box(0.5f, 0.10f, 0.024f, 0.008f, 12).Bend(p => p with { Z = p.Z + (1.1f * p.X * p.X) }).At(0, Seat + 0.42f, -0.36f));
        for (var i = 0; i < 9; i++)
        {
            var t = (i - 4) / 4f;
            var x = t * 0.2f;
            mesh.Add(wood,
                Rounds.Rod(new(x, Seat, -0.205f + (0.6f * x * x)), new(t * 0.23f, Seat + 0.42f, -0.36f + (1.1f * x * x)), 0.010f, 0.008f,
                8));
        }

        foreach (var x in (ReadOnlySpan<float>)[-1, 1])
        {
            foreach (var z in (ReadOnlySpan<float>)[0.13f, 0])
                mesh.Add(wood, Rounds.Rod(new(x * 0.22f, Seat, z), new(x * 0.29f, Seat + 0.23f, z), 0.014f, 0.011f));
        }
    }

    /// <summary>A racing car's bucket in two colors.</summary>
    public static void Gaming(Mesh mesh, Dice dice, Palette palette)
    {
        SwivelBase.FiveStar(mesh, dice, palette, palette.Black, Seat - 0.06f);
        var dark = Finishes.Leather(LinearColor.Of(dice.Pick(0x1F2023, 0x2B2D31, 0xE8E8E6)));
        var stripe = Finishes.Leather(LinearColor.Of(dice.Pick(0xC0392B, 0x2E6FB0, 0xE08A1E, 0x3C9D5B, 0x8E44AD, 0xD9D9D9)));
        mesh.Add(dark, Boxes.Cushion(0.38f, 0.11f, 0.50f, 0.12f).At(0, Seat, 0.03f));
        mesh.Add(dark,
            Boxes.Box(0.33f, 0.78f, 0.10f, 0.04f, 16, 2).Bend(p => p with { X = p.X * Waist(p.Y) }).Pitch(-10).At(0, Seat + 0.44f, -0.29f));
        foreach (var x in (ReadOnlySpan<float>)[-1, 1])
        {
            mesh.Add(stripe, Boxes.Box(0.10f, 0.12f, 0.46f, 0.04f, 3, 2).Roll(x * 16).At(x * 0.235f, Seat + 0.025f, 0.02f));
            mesh.Add(stripe,
                Boxes.Box(0.09f, 0.74f, 0.12f, 0.04f, 16, 2).Bend(p => p with { X = p.X + (x * 0.21f * Waist(p.Y)), Z = p.Z + 0.03f })
                .Pitch(-10).At(0, Seat + 0.44f, -0.29f));
        }

        mesh.Add(stripe, Boxes.Cushion(0.28f, 0.12f, 0.09f, 0.3f).Pitch(-10).At(0, Seat + 0.72f, -0.275f));
        mesh.Add(stripe, Boxes.Cushion(0.30f, 0.17f, 0.09f, 0.3f).Pitch(-10).At(0, Seat + 0.18f, -0.19f));
        Arms(mesh, palette, 0.31f, Seat, palette.Black);

        // Wide at the shoulders, narrow at the head and the hips.
        static float Waist(float y) => 0.92f + (0.28f * MathF.Exp(-40 * (y - 0.14f) * (y - 0.14f))) - (0.25f * MathF.Max(0, y - 0.2f));
    }

    /// <summary>A molded shell on the base of an office chair.</summary>
    public static void Shell(Mesh mesh, Dice dice, Palette palette)
    {
        SwivelBase.FiveStar(mesh, dice, palette, dice.Pick(palette.Chrome, palette.Black), Seat - 0.06f);
        var arms = dice.Chance(0.6f);
        mesh.Add(Finishes.Plastic(dice.Chance(0.5f) ? palette.AccentColor : LinearColor.Of(0xF2EFEA)),
            SoftChairs.Molded(arms).At(0, 0.02f, 0));
        mesh.Add(palette.Cover(), Boxes.Cushion(0.36f, 0.045f, 0.36f).At(0, Seat + 0.005f, 0.03f));
    }

    private static void Arms(Mesh mesh, Palette palette, float x, float seat, Material frame)
    {
        foreach (var side in (ReadOnlySpan<float>)[-x, x])
        {
            mesh.Add(frame,
                Rounds.Tube(Curve.Rounded(0.04f, new(side * 0.5f, seat - 0.05f, 0), new(side, seat - 0.05f, 0), new(side, seat + 0.2f, 0)),
                0.017f));
            mesh.Add(palette.Black, Boxes.Box(0.075f, 0.028f, 0.25f, 0.012f, 3, 2).At(side, seat + 0.21f, 0.02f));
        }
    }

    private static Vector3 Waterfall(Vector3 p) =>
        p with { Y = p.Y - (MathF.Max(0, p.Z - 0.16f) * 0.4f) + (0.2f * p.X * p.X), X = p.X * (1 - (0.12f * MathF.Abs(p.Z))) };

    private static Vector3 Cupped(Vector3 p, float high)
    {
        var up = p.Y / high;
        return new Vector3(p.X * (1 - (0.18f * up * up)), p.Y,
            p.Z + (0.9f * p.X * p.X) - (0.14f * up) - (0.22f * (up - 0.1f) * (up - 0.1f)) + 0.02f);
    }

    private static List<Vector3> Outline(float half, float high) =>
        Curve.Through(5, new(0, -high / 2, 0), new(half * 0.8f, -high / 2, 0), new(half, -high * 0.42f, 0), new(half, 0, 0),
            new(half, high * 0.42f, 0), new(half * 0.8f, high / 2, 0), new(0, high / 2, 0), new(-half * 0.8f, high / 2, 0),
            new(-half, high * 0.42f, 0), new(-half, 0, 0), new(-half, -high * 0.42f, 0), new(-half * 0.8f, -high / 2, 0),
            new(0, -high / 2, 0));
}
