using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Upholstered chairs, shells and steel.</summary>
internal static class SoftChairs
{
    private const float Seat = 0.46f;

    /// <summary>A dining chair covered all over.</summary>
    public static void Parsons(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = palette.Cover();
        var high = dice.Between(0.46f, 0.62f);
        var round = dice.Chance(0.4f);
        Parts.Legs(mesh, dice.Chance(0.7f) ? palette.Wood : palette.Metal, 0.40f, 0.40f, Seat - 0.08f, 0.042f, 0.026f, 0.02f,
            dice.Chance(0.5f));
        mesh.Add(cover, Boxes.Box(0.48f, 0.07f, 0.47f, 0.02f, 2, 2).At(0, Seat - 0.07f, 0));
        mesh.Add(cover, Boxes.Cushion(0.47f, 0.08f, 0.46f).At(0, Seat, 0.01f));
        var back = Boxes.Box(0.46f, high, 0.075f, 0.03f, 26, 2);
        var style = dice.Whole(0, 2);
        if (style == 1)
            Parts.Tufted(back, 0.14f, 0.014f);
        else if (style == 2)
            Parts.Channeled(back, 0.066f, 0.016f);
        back.Bend(p =>
        {
            var up = (p.Y / high) + 0.5f;
            var narrow = round ? MathF.Sqrt(MathF.Max(0.05f, 1 - (0.75f * MathF.Pow(up, 6)))) : 1 - (0.06f * up);
            return new Vector3(p.X * narrow, p.Y, p.Z + (0.35f * p.X * p.X));
        });
        mesh.Add(cover, back.Pitch(-9).At(0, Seat + (high / 2) - 0.06f, -0.24f));
    }

    /// <summary>A molded shell on dowels, wire or a sled.</summary>
    public static void Shell(Mesh mesh, Dice dice, Palette palette)
    {
        var shell = Finishes.Plastic(dice.Chance(0.5f) ? palette.AccentColor
            : LinearColor.Of(dice.Pick(0xF2EFEA, 0x2B2C2E, 0xB9BFC0, 0xD8CBB4)));
        var arms = dice.Chance(0.4f);
        mesh.Add(shell, Molded(arms));
        if (dice.Chance(0.35f))
            mesh.Add(palette.Cloth, Boxes.Cushion(0.36f, 0.03f, 0.34f).At(0, Seat, 0.03f));
        switch (dice.Whole(0, 2))
        {
            case 0:
                Parts.Legs(mesh, palette.Wood, 0.27f, 0.25f, Seat - 0.03f, 0.034f, 0.022f, 0.09f);
                mesh.Add(palette.Black, Rounds.Rod(new(-0.17f, 0.33f, 0.15f), new(0.17f, 0.33f, -0.15f), 0.006f));
                mesh.Add(palette.Black, Rounds.Rod(new(0.17f, 0.33f, 0.15f), new(-0.17f, 0.33f, -0.15f), 0.006f));
                break;
            case 1:
                foreach (var (x, z) in Parts.Corners(0.44f, 0.40f))
                {
                    mesh.Add(palette.Metal, Rounds.Rod(new(x, 0, z), new(x * 0.45f, Seat - 0.03f, z * 0.8f), 0.007f));
                    mesh.Add(palette.Metal, Rounds.Rod(new(x, 0, z), new(x * 0.2f, 0.22f, z * 0.1f), 0.005f));
                    mesh.Add(palette.Metal, Rounds.Rod(new(x * 0.2f, 0.22f, z * 0.1f), new(-x * 0.5f, Seat - 0.03f, z * 0.5f), 0.005f));
                }

                break;
            default:
                mesh.Add(palette.Metal, Parts.Sled(-0.2f, Seat - 0.02f, 0.42f, 0.008f));
                mesh.Add(palette.Metal, Parts.Sled(0.2f, Seat - 0.02f, 0.42f, 0.008f));
                break;
        }
    }

    /// <summary>Bent steel tube without back legs.</summary>
    public static void Cantilever(Mesh mesh, Dice dice, Palette palette)
    {
        const float Half = 0.225f;
        Vector3[] side = [new(-Half, 0.84f, -0.27f), new(-Half, 0.47f, -0.19f), new(-Half, 0.45f, 0.22f), new(-Half, 0.012f, 0.24f),
            new(-Half, 0.012f, -0.24f)];
        Vector3[] other = [.. side.Reverse().Select(p => p with { X = Half })];
        mesh.Add(palette.Chrome, Rounds.Tube(Curve.Rounded(0.07f, [.. side, .. other]), 0.0125f, 10));
        var cane = dice.Chance(0.5f);
        var cover = cane ? Finishes.Woven(LinearColor.Of(0xD6B987), 0.014f) : palette.Cover(0.6f);
        if (cane)
        {
            mesh.Add(palette.Wood, Boxes.Box(0.46f, 0.025f, 0.43f, 0.01f).At(0, 0.465f, 0.01f));
            mesh.Add(palette.Wood, Boxes.Box(0.46f, 0.28f, 0.022f, 0.01f).Pitch(-12).At(0, 0.72f, -0.235f));
        }

        mesh.Add(cover, Boxes.Box(cane ? 0.38f : 0.45f, cane ? 0.03f : 0.05f, cane ? 0.35f : 0.43f, 0.012f, 2, 2).At(0, 0.467f, 0.01f));
        mesh.Add(cover, Boxes.Box(cane ? 0.39f : 0.45f, cane ? 0.22f : 0.3f, 0.03f, 0.012f, 2, 2).Pitch(-12).At(0, 0.72f, -0.232f));
        if (!dice.Chance(0.4f))
            return;
        foreach (var x in (ReadOnlySpan<float>)[-Half, Half])
        {
            mesh.Add(palette.Chrome,
                Rounds.Tube(Curve.Rounded(0.06f, new(x * 1.1f, 0.66f, -0.22f), new(x * 1.1f, 0.67f, 0.18f), new(x * 1.05f, 0.45f, 0.2f)),
                0.011f));
            mesh.Add(palette.Black, Boxes.Box(0.035f, 0.02f, 0.26f, 0.008f).At(x * 1.1f, 0.68f, 0));
        }
    }

    /// <summary>The pressed sheet steel of a bistro.</summary>
    public static void Bistro(Mesh mesh, Dice dice, Palette palette)
    {
        var steel = dice.Chance(0.5f) ? Finishes.Metal(LinearColor.Of(0xA9ADB0), 0.45f) : Finishes.Paint(palette.AccentColor, 0.5f);
        mesh.Add(dice.Chance(0.4f) ? palette.Wood : steel, Boxes.Box(0.37f, 0.022f, 0.37f, 0.01f, 4, 2).At(0, Seat, 0));
        mesh.Add(steel, Boxes.Box(0.34f, 0.05f, 0.34f, 0.01f).At(0, Seat - 0.035f, 0));
        foreach (var (x, z) in Parts.Corners(0.31f, 0.31f))
            mesh.Add(steel,
                Boxes.Post(0.06f, 0.032f, Seat - 0.02f).Bend(p => p + (new Vector3(x, 0, z) * (1 + (0.32f * (1 - (p.Y / Seat)))))));
        mesh.Add(steel,
            Rounds.Tube(Curve.Rounded(0.1f, new(-0.175f, Seat, -0.16f), new(-0.2f, 0.84f, -0.235f), new(0.2f, 0.84f, -0.235f),
            new(0.175f, Seat, -0.16f)), 0.0125f, 10));
        mesh.Add(steel, Boxes.Box(0.11f, 0.38f, 0.006f, 0.002f).Pitch(-11).At(0, Seat + 0.19f, -0.2f));
        foreach (var x in (ReadOnlySpan<float>)[-0.1f, 0.1f])
            mesh.Add(steel, Rounds.Rod(new(x * 0.95f, Seat, -0.165f), new(x, 0.84f, -0.235f), 0.006f));
    }

    /// <summary>A low armchair: cushions in a wooden frame.</summary>
    public static void Lounge(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = palette.Cover(0.35f);
        var wood = palette.Wood;
        foreach (var x in (ReadOnlySpan<float>)[-0.33f, 0.33f])
        {
            mesh.Add(wood, Rounds.Rod(new(x, 0.58f, 0.28f), new(x, 0, 0.34f), 0.020f, 0.014f, 12));
            mesh.Add(wood, Rounds.Rod(new(x, 0.60f, -0.30f), new(x, 0, -0.42f), 0.020f, 0.014f, 12));
            mesh.Add(wood,
                Boxes.Box(0.065f, 0.026f, 0.68f, 0.012f, 8, 2).Bend(p => p with { Y = p.Y + (0.10f * p.Z) + (0.12f * p.Z * p.Z) })
                .At(x, 0.585f, -0.01f));
            mesh.Add(wood, Boxes.Box(0.03f, 0.05f, 0.62f).Pitch(6).At(x, 0.31f, -0.03f));
        }

        mesh.Add(wood, Boxes.Box(0.64f, 0.05f, 0.03f).At(0, 0.335f, 0.27f));
        mesh.Add(wood, Boxes.Box(0.62f, 0.05f, 0.026f).Pitch(-22).At(0, 0.88f, -0.50f));
        for (var i = 0; i < 5; i++)
            mesh.Add(wood, Rounds.Rod(new(-0.24f + (0.12f * i), 0.30f, -0.27f), new(-0.24f + (0.12f * i), 0.88f, -0.505f), 0.010f));
        mesh.Add(cover, Boxes.Cushion(0.60f, 0.13f, 0.60f).Pitch(6).At(0, 0.40f, 0.02f));
        var back = Boxes.Box(0.60f, 0.58f, 0.13f, 0.05f, 24, 2);
        if (dice.Chance(0.5f))
            Parts.Tufted(back, 0.16f, 0.016f);
        mesh.Add(cover, back.Pitch(-22).At(0, 0.68f, -0.32f));
    }

    /// <summary>A shell 46 cm wide: seat and back in one, its sides raised to arms or only curled.</summary>
    internal static Solid Molded(bool arms)
    {
        // Height and depth of the middle line, from the front edge to the top of the back.
        var line = Curve.Through(8, new Vector3(0, 0.425f, 0.24f), new(0, 0.45f, 0.19f), new(0, 0.437f, 0), new(0, 0.44f, -0.12f),
            new(0, 0.485f, -0.195f), new(0, 0.62f, -0.235f), new(0, 0.83f, -0.285f));
        return Boxes.Box(0.46f, 0.014f, 1, 0.006f, 20).Bend(p =>
        {
            var t = Math.Clamp(0.5f - p.Z, 0, 0.9999f) * (line.Count - 1);
            Vector3 a = line[(int)t], b = line[Math.Min((int)t + 1, line.Count - 1)];
            var along = Vector3.Normalize(b - a);
            var up = new Vector3(0, -along.Z, along.Y);
            var s = t / (line.Count - 1);
            var middle = MathF.Sin(MathF.PI * Math.Clamp((s - 0.1f) / 0.8f, 0, 1));
            var curl = (0.5f + (arms ? 2.6f * middle : 1.1f * middle)) * MathF.Pow(MathF.Abs(p.X), 1.9f);
            var narrow = 1 - (0.30f * MathF.Pow(s, 5)) - (0.16f * MathF.Pow(1 - s, 9)) + (arms ? 0.18f * middle : 0);
            return Vector3.Lerp(a, b, t - MathF.Floor(t)) + (up * (p.Y + curl)) + new Vector3(p.X * narrow, 0, 0);
        });
    }
}
