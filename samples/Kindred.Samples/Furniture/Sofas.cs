using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Sofas for two, three or a corner.</summary>
internal static class Sofas
{
    /// <summary>Plain blocks: box arms, loose cushions.</summary>
    public static void Modern(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = palette.Cover(0.25f);
        int seats = dice.Whole(2, 3);
        float width = seats * dice.Between(0.62f, 0.72f), arm = dice.Between(0.10f, 0.24f), armHigh = dice.Between(0.52f, 0.64f);
        var foot = dice.Between(0.06f, 0.15f);
        Feet(mesh, dice, palette, width + (2 * arm), 0.86f, foot);
        mesh.Add(cover, Boxes.Box(width + (2 * arm), 0.20f, 0.86f, 0.025f, 2, 2).At(0, foot + 0.10f, 0));
        mesh.Add(cover, Boxes.Box(width + (2 * arm), 0.5f, 0.17f, 0.04f, 2, 2).At(0, foot + 0.42f, -0.35f));
        Arms(mesh, cover, width, arm, foot, armHigh - foot, 0.86f, 0.035f);
        Cushions(mesh, cover, width, seats, foot + 0.28f, 0.17f);
        Pillows(mesh, dice, palette, width, foot + 0.36f);
    }

    /// <summary>Rolled arms as high as the back, all of it buttoned.</summary>
    public static void Chesterfield(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = dice.Chance(0.6f) ? palette.Leather : Finishes.Velvet(palette.ClothColor);
        var width = dice.Between(1.35f, 1.95f);
        var high = dice.Between(0.70f, 0.76f);
        foreach (var (x, z) in Parts.Corners(width + 0.28f, 0.72f))
            mesh.Add(palette.Wood, Parts.TurnedLeg(0.11f, 0.035f).At(x, 0, z));
        mesh.Add(cover, Boxes.Box(width + 0.36f, 0.22f, 0.84f, 0.03f, 2, 2).At(0, 0.22f, 0));
        mesh.Add(cover,
            Parts.Tufted(Boxes.Box(width + 0.1f, high - 0.28f, 0.16f, 0.05f, 44, 2), 0.17f, 0.02f).At(0, (high + 0.26f) / 2, -0.30f));
        mesh.Add(cover,
            Rounds.Tube([new(-(width / 2) - 0.18f, high - 0.06f, -0.36f), new((width / 2) + 0.18f, high - 0.06f, -0.36f)], 0.095f, 20));
        foreach (var x in (ReadOnlySpan<float>)[-(width / 2) - 0.09f, (width / 2) + 0.09f])
        {
            mesh.Add(cover,
                Parts.Tufted(Boxes.Box(0.76f, high - 0.30f, 0.15f, 0.05f, 24, 2), 0.17f, 0.016f).Turn(90).At(x, (high + 0.22f) / 2, 0.02f));
            mesh.Add(cover, Rounds.Tube([new(x * 1.04f, high - 0.06f, -0.40f), new(x * 1.04f, high - 0.06f, 0.41f)], 0.095f, 20));
            mesh.Add(palette.Wood, Rounds.Tube([new(x * 1.04f, high - 0.06f, 0.41f), new(x * 1.04f, high - 0.06f, 0.416f)], 0.03f, 14));
        }

        var seats = dice.Whole(2, 3);
        for (var i = 0; i < seats; i++)
            mesh.Add(cover, Boxes.Cushion(width / seats, 0.15f, 0.66f, 0.15f).At((i + 0.5f - (seats / 2f)) * width / seats, 0.40f, 0.10f));
    }

    /// <summary>Thin cushions on a wooden frame with open arms.</summary>
    public static void MidCentury(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = palette.Cover(0.2f);
        var wood = palette.Wood;
        int seats = dice.Whole(2, 3);
        float width = seats * dice.Between(0.60f, 0.68f), half = (width / 2) + 0.04f;
        mesh.Add(wood, Boxes.Box(width + 0.1f, 0.05f, 0.74f, 0.012f).At(0, 0.28f, 0));
        foreach (var x in (ReadOnlySpan<float>)[-half, half])
        {
            mesh.Add(wood, Rounds.Rod(new(x, 0.56f, 0.32f), new(x * 1.01f, 0, 0.37f), 0.022f, 0.014f, 12));
            mesh.Add(wood, Rounds.Rod(new(x, 0.58f, -0.34f), new(x * 1.01f, 0, -0.42f), 0.022f, 0.014f, 12));
            mesh.Add(wood, Boxes.Box(0.07f, 0.028f, 0.78f, 0.012f, 4, 2).Pitch(1.5f).At(x, 0.575f, 0));
        }

        mesh.Add(wood, Boxes.Box(width + 0.08f, 0.04f, 0.03f).At(0, 0.70f, -0.43f));
        for (var i = 0; i <= seats * 5; i++)
            mesh.Add(wood,
                Rounds.Rod(new((i / (seats * 5f) * width) - (width / 2), 0.28f, -0.36f),
                new((i / (seats * 5f) * width) - (width / 2), 0.70f, -0.43f), 0.009f, sides: 6));
        for (var i = 0; i < seats; i++)
        {
            var x = (i + 0.5f - (seats / 2f)) * width / seats;
            mesh.Add(cover, Boxes.Cushion((width / seats) - 0.008f, 0.12f, 0.70f, 0.12f).At(x, 0.37f, 0.02f));
            var back = Boxes.Box((width / seats) - 0.012f, 0.42f, 0.13f, 0.05f, 20, 2);
            mesh.Add(cover, (dice.Chance(0.5f) ? Parts.Tufted(back, 0.19f, 0.014f) : back).Pitch(-13).At(x, 0.62f, -0.30f));
        }

        if (dice.Chance(0.5f))
            mesh.Add(palette.Accent, Rounds.Tube([new(half - 0.1f, 0.50f, -0.16f), new(half - 0.1f, 0.50f, 0.26f)], 0.085f, 20));
        Pillows(mesh, dice, palette, width, 0.43f);
    }

    /// <summary>A corner sofa: one end runs out to a chaise.</summary>
    public static void Sectional(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = palette.Cover(0.15f);
        var side = dice.Sign();
        const float Width = 1.9f, Foot = 0.09f;
        Feet(mesh, dice, palette, Width + 0.3f, 0.84f, Foot);
        mesh.Add(cover, Boxes.Box(Width + 0.3f, 0.20f, 0.86f, 0.03f, 2, 2).At(0, Foot + 0.10f, 0));
        mesh.Add(cover, Boxes.Box(Width + 0.3f, 0.46f, 0.17f, 0.05f, 2, 2).At(0, Foot + 0.42f, -0.36f));
        var chaise = side * ((Width / 2) - 0.20f);
        mesh.Add(cover, Boxes.Box(0.70f, 0.20f, 0.9f, 0.03f, 2, 2).At(chaise, Foot + 0.10f, 0.75f));
        foreach (var x in (ReadOnlySpan<float>)[-0.3f, 0.3f])
            mesh.Add(palette.Wood, Boxes.Post(0.05f, 0.035f, Foot).At(chaise + x, 0, 1.14f));
        mesh.Add(cover, Boxes.Cushion(0.72f, 0.16f, 1.55f, 0.1f).At(chaise, Foot + 0.28f, 0.43f));
        for (var i = 0; i < 2; i++)
            mesh.Add(cover, Boxes.Cushion(0.66f, 0.16f, 0.72f, 0.14f).At(chaise - (side * (0.69f + (0.66f * i))), Foot + 0.28f, 0.06f));
        for (var i = 0; i < 3; i++)
            mesh.Add(cover, Boxes.Cushion(0.66f, 0.40f, 0.18f, 0.3f).Pitch(-14).At((i - 1) * 0.68f, Foot + 0.55f, -0.20f));
        foreach (var x in (ReadOnlySpan<float>)[-(Width / 2) - 0.08f, (Width / 2) + 0.08f])
            mesh.Add(cover, Boxes.Box(0.16f, 0.44f, 0.86f, 0.05f, 2, 2).At(x, Foot + 0.24f, 0));
        Pillows(mesh, dice, palette, Width, Foot + 0.36f);
    }

    /// <summary>An arched back, rolled arms and turned legs.</summary>
    public static void Camelback(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = dice.Chance(0.5f) ? palette.Figured(dice.Between(0.05f, 0.11f)) : palette.Cloth;
        var width = dice.Between(1.35f, 1.8f);
        foreach (var (x, z) in Parts.Corners(width + 0.1f, 0.66f))
            mesh.Add(palette.Wood, Parts.TurnedLeg(0.20f, 0.032f).At(x, 0, z));
        mesh.Add(cover, Boxes.Box(width + 0.2f, 0.14f, 0.76f, 0.03f, 2, 2).At(0, 0.26f, 0));
        mesh.Add(cover, Boxes.Box(width + 0.1f, 0.52f, 0.13f, 0.05f, 30, 2).Bend(p =>
        {
            var t = 2 * p.X / width;
            return p.Y > 0 ? p with { Y = p.Y * (0.72f + (0.42f * MathF.Exp(-3.2f * t * t)) + (0.16f * t * t * t * t)) } : p;
        }).Pitch(-7).At(0, 0.60f, -0.32f));
        foreach (var x in (ReadOnlySpan<float>)[-(width / 2) - 0.04f, (width / 2) + 0.04f])
        {
            mesh.Add(cover, Boxes.Box(0.10f, 0.32f, 0.70f, 0.03f, 2, 2).At(x, 0.44f, 0));
            mesh.Add(cover, Rounds.Tube([new(x * 1.03f, 0.60f, -0.34f), new(x * 1.05f, 0.60f, 0.37f)], 0.08f, 20));
        }

        mesh.Add(cover, Boxes.Cushion(width - 0.02f, 0.13f, 0.66f, 0.12f).At(0, 0.385f, 0.06f));
        Pillows(mesh, dice, palette, width, 0.45f);
    }

    /// <summary>Nothing but soft round forms.</summary>
    public static void Cloud(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = dice.Chance(0.6f) ? Finishes.Boucle(palette.ClothColor) : Finishes.Velvet(palette.ClothColor);
        var width = dice.Between(1.5f, 2.0f);
        var bow = dice.Between(0.1f, 0.28f);
        Vector3 Curved(Vector3 p) => p with { Z = p.Z + (bow * p.X * p.X) };
        mesh.Add(palette.Black, Boxes.Box(width * 0.8f, 0.06f, 0.6f, 0.02f, 10).Bend(Curved).At(0, 0.03f, 0));
        mesh.Add(cover, Boxes.Box(width, 0.36f, 0.88f, 0.17f, 16, 5).Bend(Curved).At(0, 0.24f, 0));
        mesh.Add(cover,
            Boxes.Box(width + 0.16f, 0.46f, 0.30f, 0.145f, 20, 5).Bend(p => Curved(p) with { Y = p.Y - (0.06f * p.X * p.X) })
            .At(0, 0.50f, -0.32f));
        if (dice.Chance(0.5f))
        {
            foreach (var x in (ReadOnlySpan<float>)[-width / 2, width / 2])
                mesh.Add(cover,
                    Boxes.Box(0.26f, 0.34f, 0.74f, 0.125f, 4, 5).Turn(-MathF.Sign(x) * 8).At(x, 0.40f, (bow * width * width / 4) + 0.02f));
        }

        Pillows(mesh, dice, palette, width * 0.8f, 0.42f);
    }

    private static void Feet(Mesh mesh, Dice dice, Palette palette, float width, float depth, float high)
    {
        if (dice.Chance(0.3f))
        {
            foreach (var x in (ReadOnlySpan<float>)[-(width / 2) + 0.12f, (width / 2) - 0.12f])
                mesh.Add(palette.Metal, Boxes.Box(0.012f, high, depth - 0.1f, 0.003f).At(x, high / 2, 0));
            return;
        }

        Parts.Legs(mesh, dice.Chance(0.6f) ? palette.Wood : palette.Metal, width - 0.14f, depth - 0.12f, high + 0.02f, 0.05f, 0.03f,
            0.015f);
    }

    private static void Arms(Mesh mesh, Material cover, float width, float arm, float foot, float high, float depth, float round)
    {
        foreach (var x in (ReadOnlySpan<float>)[-(width + arm) / 2, (width + arm) / 2])
            mesh.Add(cover, Boxes.Box(arm, high, depth + 0.02f, round, 2, 2).At(x, foot + (high / 2), 0));
    }

    private static void Cushions(Mesh mesh, Material cover, float width, int seats, float y, float thick)
    {
        for (var i = 0; i < seats; i++)
        {
            var x = (i + 0.5f - (seats / 2f)) * width / seats;
            mesh.Add(cover, Boxes.Cushion((width / seats) - 0.006f, thick, 0.70f, 0.14f).At(x, y, 0.08f));
            mesh.Add(cover, Boxes.Cushion((width / seats) - 0.01f, 0.44f, 0.17f, 0.3f).Pitch(-13).At(x, y + 0.29f, -0.20f));
        }
    }

    private static void Pillows(Mesh mesh, Dice dice, Palette palette, float width, float y)
    {
        var count = dice.Whole(0, 3);
        for (var i = 0; i < count; i++)
        {
            var size = dice.Between(0.36f, 0.44f);
            var side = i % 2 == 0 ? 1 : -1;
            var x = side * ((width / 2) - 0.2f - (0.24f * (i / 2)));
            var cover = dice.Chance(0.5f) ? palette.Figured(dice.Between(0.04f, 0.09f)) : palette.Accent;
            mesh.Add(cover, Parts.Pillow(size, 22).Turn(-side * dice.Between(5, 22)).At(x, y + (size / 2) - 0.01f, -0.02f + (0.06f * i)));
        }
    }
}
