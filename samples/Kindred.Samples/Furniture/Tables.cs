using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Tables to eat at, to write at and to put a cup on.</summary>
internal static class Tables
{
    /// <summary>A rectangular top on four legs.</summary>
    public static void FourLegs(Mesh mesh, Dice dice, Palette palette)
    {
        float width = dice.Between(1.1f, 1.9f), depth = dice.Between(0.72f, 0.9f), high = dice.Between(0.72f, 0.76f);
        var legs = palette.WoodOrLacquer();
        var top = dice.Chance(0.75f) ? palette.Wood : legs;
        var round = dice.Chance(0.5f);
        Top(mesh, top, width, depth, high, dice.Between(0.022f, 0.045f), dice.Chance(0.4f) ? 0.12f : 0.008f);
        mesh.Add(legs, Boxes.Box(width - 0.16f, 0.08f, 0.022f).At(0, high - 0.08f, (depth / 2) - 0.08f));
        mesh.Add(legs, Boxes.Box(width - 0.16f, 0.08f, 0.022f).At(0, high - 0.08f, 0.08f - (depth / 2)));
        foreach (var x in (ReadOnlySpan<float>)[0.08f - (width / 2), (width / 2) - 0.08f])
            mesh.Add(legs, Boxes.Box(0.022f, 0.08f, depth - 0.16f).At(x, high - 0.08f, 0));
        Parts.Legs(mesh, legs, width - 0.16f, depth - 0.16f, high - 0.03f, dice.Between(0.05f, 0.075f), dice.Between(0.03f, 0.045f),
            round ? 0.06f : 0, round);
        TableTop.Dress(mesh, dice, palette, high, width * 0.35f, depth * 0.3f);
    }

    /// <summary>Turned legs, planks and a rail between the legs, as in a farm's kitchen.</summary>
    public static void Farmhouse(Mesh mesh, Dice dice, Palette palette)
    {
        float width = dice.Between(1.4f, 1.9f), depth = dice.Between(0.78f, 0.9f);
        const float High = 0.75f;
        var body = dice.Chance(0.5f) ? Finishes.Paint(LinearColor.Of(dice.Pick(0xF1EDE4, 0xD9DDD6, 0x5E7B6D)), 0.15f) : palette.Wood;
        for (var i = 0; i < 5; i++)
            mesh.Add(palette.Wood, Boxes.Box(width, 0.04f, (depth / 5) - 0.004f, 0.005f).At(0, High - 0.02f, (i - 2) * depth / 5));
        mesh.Add(body, Boxes.Box(width - 0.14f, 0.11f, depth - 0.14f, 0.006f).At(0, High - 0.095f, 0));
        foreach (var (x, z) in Parts.Corners(width - 0.2f, depth - 0.2f))
            mesh.Add(body, Parts.TurnedLeg(High - 0.05f, 0.05f).At(x, 0, z));
        if (dice.Chance(0.5f))
        {
            foreach (var x in (ReadOnlySpan<float>)[0.1f - (width / 2), (width / 2) - 0.1f])
                mesh.Add(body, Boxes.Box(0.04f, 0.05f, depth - 0.2f).At(x, 0.13f, 0));
            mesh.Add(body, Boxes.Box(width - 0.2f, 0.05f, 0.05f).At(0, 0.13f, 0));
        }

        TableTop.Dress(mesh, dice, palette, High, width * 0.35f, depth * 0.3f);
    }

    /// <summary>A round or oval top on one foot.</summary>
    public static void Pedestal(Mesh mesh, Dice dice, Palette palette)
    {
        float radius = dice.Between(0.42f, 0.62f), high = dice.Between(0.70f, 0.75f), stretch = dice.Chance(0.35f) ? 1.4f : 1;
        var foot = palette.WoodOrLacquer(0.5f);
        var top = dice.Whole(0, 2) switch
        {
            0 => Finishes.Marble(LinearColor.Of(0xEFEDEA), LinearColor.Of(0x9A9A9E)),
            1 => foot,
            _ => palette.Wood,
        };
        mesh.Add(top, Rounds.Disc(radius, 0.028f, 0.01f, 64).Scale(stretch, 1, 1).At(0, high - 0.028f, 0));
        switch (dice.Whole(0, 2))
        {
            case 0:
                mesh.Add(foot,
                    Rounds.Lathe(40, (0.26f, 0), (0.26f, 0.012f), (0.18f, 0.03f), (0.07f, 0.11f), (0.04f, 0.25f), (0.036f, 0.45f),
                    (0.06f, 0.62f), (0.16f, high - 0.03f)));
                break;
            case 1:
                mesh.Add(foot,
                    Rounds.Lathe(24, (0.05f, 0.16f), (0.085f, 0.22f), (0.05f, 0.30f), (0.075f, 0.36f), (0.1f, 0.46f), (0.055f, 0.58f),
                    (0.06f, high - 0.08f), (0.2f, high - 0.06f), (0.2f, high - 0.028f)));
                for (var i = 0; i < 4; i++)
                    mesh.Add(foot,
                        Rounds.Tube(Curve.Through(6, new(0.03f, 0.24f, 0), new(0.18f, 0.19f, 0), new(0.30f, 0.05f, 0),
                        new(0.37f, 0.025f, 0)), t => 0.038f - (0.016f * t), 12).Turn(45 + (90 * i)));
                break;
            default:
                mesh.Add(palette.Metal, Rounds.Disc(0.25f, 0.016f));
                mesh.Add(palette.Metal, Rounds.Rod(new(0, 0.016f, 0), new(0, high - 0.02f, 0), 0.035f, sides: 18));
                break;
        }

        TableTop.Dress(mesh, dice, palette, high, radius * 0.5f, radius * 0.45f);
    }

    /// <summary>A top on two trestles: crosses, capital As or steel frames.</summary>
    public static void Trestle(Mesh mesh, Dice dice, Palette palette)
    {
        float width = dice.Between(1.3f, 1.9f), depth = dice.Between(0.72f, 0.88f);
        const float High = 0.74f;
        var style = dice.Whole(0, 2);
        var legs = style == 2 || dice.Chance(0.4f) ? palette.Metal : palette.Wood;
        Top(mesh, palette.Wood, width, depth, High, 0.035f, 0.008f);
        foreach (var x in (ReadOnlySpan<float>)[0.22f - (width / 2), (width / 2) - 0.22f])
        {
            var reach = (depth / 2) - 0.08f;
            if (style == 2)
            {
                mesh.Add(legs, Boxes.Box(0.05f, 0.04f, 2 * reach).At(x, 0.02f, 0));
                mesh.Add(legs, Boxes.Box(0.05f, 0.04f, 2 * reach).At(x, High - 0.055f, 0));
                foreach (var z in (ReadOnlySpan<float>)[-reach, reach])
                    mesh.Add(legs, Boxes.Box(0.05f, High - 0.04f, 0.04f).At(x, (High - 0.04f) / 2, z));
                continue;
            }

            var cross = style == 0 ? -1 : 0.25f;
            foreach (var z in (ReadOnlySpan<float>)[-reach, reach])
                mesh.Add(legs, Rounds.Rod(new(x, 0, z), new(x, High - 0.035f, z * cross), 0.032f, sides: 4));
            if (style == 1)
                mesh.Add(legs, Boxes.Box(0.04f, 0.04f, reach * 1.3f).At(x, 0.26f, 0));
            mesh.Add(legs, Boxes.Box(0.05f, 0.035f, reach * 1.9f).At(x, High - 0.05f, 0));
        }

        if (style != 1)
            mesh.Add(legs, Boxes.Box(width - 0.44f, 0.045f, 0.045f).At(0, style == 0 ? High / 2 : 0.06f, 0));
        TableTop.Dress(mesh, dice, palette, High, width * 0.35f, depth * 0.3f);
    }

    /// <summary>A sheet of glass on metal.</summary>
    public static void Glass(Mesh mesh, Dice dice, Palette palette)
    {
        var low = dice.Chance(0.4f);
        float width = low ? dice.Between(0.9f, 1.15f) : dice.Between(1.2f, 1.7f), depth = low ? 0.6f : 0.82f, high = low ? 0.42f : 0.74f;
        mesh.Add(Finishes.Glass(LinearColor.Of(dice.Pick(0xA9C9C4, 0xB9CCD0, 0x8A9A9C))),
            Boxes.Box(width, 0.014f, depth, 0.005f).At(0, high - 0.007f, 0));
        var style = dice.Whole(0, 2);
        if (style == 0)
        {
            Parts.Legs(mesh, palette.Metal, width - 0.2f, depth - 0.2f, high - 0.014f, 0.045f, 0.045f);
        }
        else
        {
            var frame = style == 1 ? palette.Metal : palette.Wood;
            foreach (var (x, z) in Parts.Corners(width - 0.1f, depth - 0.1f))
                mesh.Add(frame, Boxes.Box(0.03f, high - 0.014f, 0.03f).At(x, (high - 0.014f) / 2, z));
            foreach (var z in (ReadOnlySpan<float>)[0.05f - (depth / 2), (depth / 2) - 0.05f])
                mesh.Add(frame, Boxes.Box(width - 0.1f, 0.03f, 0.03f).At(0, high - 0.03f, z));
            foreach (var x in (ReadOnlySpan<float>)[0.05f - (width / 2), (width / 2) - 0.05f])
                mesh.Add(frame, Boxes.Box(0.03f, 0.03f, depth - 0.1f).At(x, high - 0.03f, 0));
        }

        if (low)
            mesh.Add(palette.Wood, Boxes.Box(width - 0.14f, 0.02f, depth - 0.14f).At(0, 0.14f, 0));
        TableTop.Dress(mesh, dice, palette, high, width * 0.3f, depth * 0.25f);
    }

    /// <summary>A low table for the sofa: on hairpins, splayed legs or slabs.</summary>
    public static void Coffee(Mesh mesh, Dice dice, Palette palette)
    {
        const float High = 0.42f;
        var oval = dice.Chance(0.5f);
        float width = dice.Between(0.85f, 1.2f), depth = dice.Between(0.5f, 0.62f);
        if (oval)
            mesh.Add(palette.Wood, Rounds.Disc(width / 2, 0.032f, 0.01f, 64).Scale(1, 1, depth / width * 1.15f).At(0, High - 0.032f, 0));
        else
            Top(mesh, palette.Wood, width, depth, High, 0.035f, 0.03f);
        var spread = oval ? 0.55f : 0.82f;
        switch (dice.Whole(0, 2))
        {
            case 0:
                foreach (var (x, z) in Parts.Corners(width * spread, depth * spread))
                    mesh.Add(palette.Black,
                        Rounds.Tube(Curve.Rounded(0.02f, new(x * 0.82f, High - 0.03f, z * 0.8f), new(x * 1.1f, 0.006f, z * 1.1f),
                        new(x, High - 0.03f, z * 0.6f)), 0.006f));
                break;
            case 1:
                Parts.Legs(mesh, palette.Wood, width * spread, depth * spread, High - 0.03f, 0.04f, 0.022f, 0.06f);
                mesh.Add(palette.Wood, Boxes.Box(width * spread, 0.018f, depth * spread, 0.006f).At(0, 0.17f, 0));
                break;
            default:
                foreach (var x in (ReadOnlySpan<float>)[-width * spread / 2, width * spread / 2])
                    mesh.Add(palette.Wood, Boxes.Box(0.035f, High - 0.03f, depth * spread, 0.006f).At(x, (High - 0.03f) / 2, 0));
                break;
        }

        TableTop.Dress(mesh, dice, palette, High, width * 0.3f, depth * 0.22f);
    }

    /// <summary>A writing table with drawers.</summary>
    public static void Writing(Mesh mesh, Dice dice, Palette palette)
    {
        var body = palette.WoodOrLacquer(0.4f);
        float width = dice.Between(1.1f, 1.4f);
        const float High = 0.75f;
        Top(mesh, palette.Wood, width, 0.62f, High, 0.026f, 0.01f);
        mesh.Add(body, Boxes.Box(width - 0.08f, 0.12f, 0.54f, 0.006f).At(0, High - 0.086f, 0));
        var drawers = dice.Whole(2, 3);
        for (var i = 0; i < drawers; i++)
        {
            var each = (width - 0.12f) / drawers;
            var x = (i + 0.5f - (drawers / 2f)) * each;
            mesh.Add(body, Boxes.Box(each - 0.015f, 0.09f, 0.014f, 0.004f).At(x, High - 0.086f, 0.272f));
            mesh.Add(palette.Metal,
                Rounds.Lathe(12, (0.006f, 0), (0.006f, 0.012f), (0.014f, 0.018f), (0.012f, 0.026f)).Pitch(90).At(x, High - 0.086f, 0.278f));
        }

        Parts.Legs(mesh, dice.Chance(0.7f) ? body : palette.Metal, width - 0.14f, 0.48f, High - 0.14f, 0.045f, 0.025f, 0.03f,
            dice.Chance(0.6f));
        TableTop.Dress(mesh, dice, palette, High, width * 0.35f, 0.16f);
    }

    /// <summary>A small round table on three legs.</summary>
    public static void Side(Mesh mesh, Dice dice, Palette palette)
    {
        float radius = dice.Between(0.22f, 0.30f), high = dice.Between(0.48f, 0.60f);
        var legs = dice.Chance(0.5f) ? palette.Metal : palette.Wood;
        mesh.Add(dice.Chance(0.3f) ? Finishes.Marble(LinearColor.Of(0x3B4A45), LinearColor.Of(0xD8D8D2)) : palette.WoodOrLacquer(),
            Rounds.Disc(radius, 0.026f, 0.008f).At(0, high - 0.026f, 0));
        for (var i = 0; i < 3; i++)
            mesh.Add(legs,
                Rounds.Rod(new(radius * 0.55f, high - 0.02f, 0), new(radius * 1.05f, 0, 0), 0.017f, 0.011f, 12).Turn(30 + (120 * i)));
        if (dice.Chance(0.6f))
            mesh.Add(legs, Rounds.Disc(radius * 0.74f, 0.016f).At(0, 0.2f, 0));
        TableTop.Dress(mesh, dice, palette, high, radius * 0.4f, radius * 0.4f);
    }

    // Corners are cut round by pulling in what lies beyond them.
    private static void Top(Mesh mesh, Material material, float width, float depth, float high, float thick, float corner) =>
        mesh.Add(material, Boxes.Box(width, thick, depth, MathF.Min(0.01f, thick / 3), 16).Bend(p =>
        {
            float x = MathF.Max(0, MathF.Abs(p.X) - (width / 2) + corner), z = MathF.Max(0, MathF.Abs(p.Z) - (depth / 2) + corner);
            var length = MathF.Sqrt((x * x) + (z * z));
            var pull = length > corner ? corner / length : 1;
            return new Vector3(
                MathF.Sign(p.X) * (MathF.Abs(p.X) - x + (x * pull)), p.Y + high - (thick / 2),
                    MathF.Sign(p.Z) * (MathF.Abs(p.Z) - z + (z * pull)));
        }));
}
