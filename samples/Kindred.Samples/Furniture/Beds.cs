using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Beds, their heads to the wall.</summary>
internal static class Beds
{
    private const float Length = 2.0f;

    /// <summary>A low platform with a board or slats for a head.</summary>
    public static void Platform(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.WoodOrLacquer(0.2f);
        var width = Width(dice);
        var high = dice.Between(0.75f, 1.0f);
        Parts.Legs(mesh, wood, width - 0.1f, Length - 0.2f, 0.20f, 0.06f, 0.04f, 0.01f, dice.Chance(0.5f));
        mesh.Add(wood, Boxes.Box(width + 0.08f, 0.12f, Length + 0.06f, 0.012f).At(0, 0.24f, 0));
        if (dice.Chance(0.5f))
        {
            mesh.Add(wood, Boxes.Box(width + 0.08f, high - 0.25f, 0.04f, 0.012f).At(0, (high + 0.25f) / 2, -(Length / 2) - 0.03f));
        }
        else
        {
            var slats = dice.Whole(3, 5);
            for (var i = 0; i < slats; i++)
                mesh.Add(wood,
                    Boxes.Box(width + 0.06f, (high - 0.34f) / slats * 0.82f, 0.025f)
                    .At(0, 0.40f + ((i + 0.5f) * (high - 0.36f) / slats), -(Length / 2) - 0.03f));
            foreach (var x in (ReadOnlySpan<float>)[-width / 2, width / 2])
                mesh.Add(wood, Boxes.Box(0.06f, high, 0.05f).At(x, high / 2, -(Length / 2) - 0.04f));
        }

        Bedding.Make(mesh, dice, palette, width, Length, 0.30f);
    }

    /// <summary>A tall upholstered head: plain, buttoned, channeled or with wings.</summary>
    public static void Upholstered(Mesh mesh, Dice dice, Palette palette)
    {
        var cover = palette.Cover(0.25f);
        var width = Width(dice);
        var high = dice.Between(1.0f, 1.3f);
        Parts.Legs(mesh, palette.Wood, width - 0.1f, Length - 0.1f, 0.10f, 0.06f, 0.05f);
        mesh.Add(cover, Boxes.Box(width + 0.12f, 0.26f, Length + 0.08f, 0.03f, 2, 2).At(0, 0.22f, 0));
        var head = Boxes.Box(width + 0.14f, high - 0.1f, 0.11f, 0.04f, 48, 2);
        var style = dice.Whole(0, 3);
        if (style == 0)
            Parts.Tufted(head, 0.20f, 0.024f);
        else if (style == 1)
            Parts.Channeled(head, width / dice.Whole(7, 11), 0.026f);
        if (dice.Chance(0.4f))
            head.Bend(p => p.Y > 0 ? p with { Y = p.Y * (1.12f - (0.34f * MathF.Pow(2 * MathF.Abs(p.X) / width, 3.5f))) } : p);
        mesh.Add(cover, head.At(0, (high + 0.1f) / 2, -(Length / 2) - 0.06f));
        if (style == 3)
        {
            foreach (var x in (ReadOnlySpan<float>)[-(width / 2) - 0.06f, (width / 2) + 0.06f])
                mesh.Add(cover, Boxes.Box(0.08f, high - 0.1f, 0.26f, 0.03f, 2, 2).At(x, (high + 0.1f) / 2, -(Length / 2) + 0.06f));
        }

        Bedding.Make(mesh, dice, palette, width, Length, 0.34f);
    }

    /// <summary>Iron tube with spindles at head and foot.</summary>
    public static void Iron(Mesh mesh, Dice dice, Palette palette)
    {
        var metal = dice.Chance(0.5f) ? Finishes.Paint(LinearColor.Of(dice.Pick(0x222325, 0xF0EEE8, 0x4C5A55)), 0.4f) : palette.Metal;
        var width = Width(dice);
        var arched = dice.Chance(0.6f);
        foreach (var (z, high) in (ReadOnlySpan<(float, float)>)[(-(Length / 2) - 0.03f, dice.Between(1.0f, 1.2f)),
            ((Length / 2) + 0.03f, dice.Between(0.60f, 0.72f))])
        {
            var half = (width / 2) + 0.02f;
            var rise = arched ? 0.17f : 0;
            float Top(float x) => high + (rise * (1 - (x / half * (x / half))));
            foreach (var x in (ReadOnlySpan<float>)[-half, half])
            {
                mesh.Add(metal, Rounds.Rod(new(x, 0, z), new(x, high + 0.06f, z), 0.02f));
                mesh.Add(metal,
                    Rounds.Lathe(14, (0.005f, -0.035f), (0.028f, -0.02f), (0.034f, 0), (0.028f, 0.02f), (0.005f, 0.035f))
                    .At(x, high + 0.09f, z));
            }

            mesh.Add(metal,
                Rounds.Tube([.. Enumerable.Range(0, 17).Select(i => -half + (half * i / 8)).Select(x => new Vector3(x, Top(x), z))],
                0.014f));
            mesh.Add(metal, Rounds.Rod(new(-half, 0.36f, z), new(half, 0.36f, z), 0.012f));
            mesh.Add(metal, Rounds.Rod(new(-half, high - 0.16f, z), new(half, high - 0.16f, z), 0.009f));
            var spindles = (int)(width / 0.14f);
            for (var i = 1; i < spindles; i++)
            {
                var x = -half + (2 * half * i / spindles);
                mesh.Add(metal, Rounds.Rod(new(x, 0.36f, z), new(x, Top(x), z), 0.008f, sides: 6));
            }
        }

        foreach (var x in (ReadOnlySpan<float>)[-width / 2, width / 2])
            mesh.Add(metal, Boxes.Box(0.03f, 0.05f, Length).At(x, 0.32f, 0));
        Bedding.Make(mesh, dice, palette, width, Length, 0.33f, hang: 0.5f);
    }

    /// <summary>Four posts, perhaps with a frame above.</summary>
    public static void FourPoster(Mesh mesh, Dice dice, Palette palette)
    {
        var turned = dice.Chance(0.5f);
        var frame = turned ? palette.Wood : dice.Chance(0.5f) ? palette.Metal : palette.WoodOrLacquer();
        var width = MathF.Max(1.4f, Width(dice));
        var high = dice.Between(1.75f, 2.0f);
        foreach (var (x, z) in Parts.Corners(width + 0.06f, Length + 0.06f))
            mesh.Add(frame, turned ? Parts.TurnedLeg(high - 0.1f, 0.045f).At(x, 0, z) : Boxes.Box(0.05f, high, 0.05f).At(x, high / 2, z));
        mesh.Add(frame, Boxes.Box(width, 0.14f, Length + 0.04f).At(0, 0.28f, 0));
        mesh.Add(frame, Boxes.Box(width, 0.55f, 0.04f, 0.01f).At(0, 0.70f, -(Length / 2) - 0.03f));
        if (!turned || dice.Chance(0.4f))
        {
            foreach (var x in (ReadOnlySpan<float>)[-(width / 2) - 0.03f, (width / 2) + 0.03f])
                mesh.Add(frame, Boxes.Box(0.04f, 0.04f, Length + 0.06f).At(x, high - 0.02f, 0));
            foreach (var z in (ReadOnlySpan<float>)[-(Length / 2) - 0.03f, (Length / 2) + 0.03f])
                mesh.Add(frame, Boxes.Box(width + 0.06f, 0.04f, 0.04f).At(0, high - 0.02f, z));
        }

        Bedding.Make(mesh, dice, palette, width, Length, 0.36f);
    }

    /// <summary>Head and foot of wood that curl outwards.</summary>
    public static void Sleigh(Mesh mesh, Dice dice, Palette palette)
    {
        var wood = palette.WoodOrLacquer(0.25f);
        var width = Width(dice);
        foreach (var (z, high) in (ReadOnlySpan<(float, float)>)[(-Length / 2, dice.Between(0.95f, 1.1f)),
            (Length / 2, dice.Between(0.55f, 0.68f))])
        {
            var outward = MathF.Sign(z);
            mesh.Add(wood, Boxes.Box(width + 0.12f, high, 0.045f, 0.012f, 14).Bend(p =>
            {
                var up = (p.Y / high) + 0.5f;
                return p with { Z = p.Z + (outward * 0.22f * up * up * up) };
            }).At(0, high / 2, z + (outward * 0.03f)));
            mesh.Add(wood,
                Rounds.Rod(new(-(width / 2) - 0.06f, high - 0.02f, z + (outward * 0.27f)),
                new((width / 2) + 0.06f, high - 0.02f, z + (outward * 0.27f)), 0.04f, sides: 16));
        }

        foreach (var x in (ReadOnlySpan<float>)[-(width / 2) - 0.03f, (width / 2) + 0.03f])
            mesh.Add(wood, Boxes.Box(0.04f, 0.22f, Length).At(x, 0.26f, 0));
        Bedding.Make(mesh, dice, palette, width, Length, 0.34f, hang: 0.4f);
    }

    /// <summary>A bed with drawers below and a shelf for a head.</summary>
    public static void Storage(Mesh mesh, Dice dice, Palette palette)
    {
        var body = palette.WoodOrLacquer(0.6f);
        var width = MathF.Min(1.4f, Width(dice));
        mesh.Add(body, Boxes.Box(width + 0.06f, 0.36f, Length + 0.04f, 0.01f).At(0, 0.20f, 0));
        mesh.Add(body, Boxes.Box(width + 0.06f, 0.95f, 0.22f, 0.01f).At(0, 0.48f, -(Length / 2) - 0.12f));
        foreach (var x in (ReadOnlySpan<float>)[-(width / 2) - 0.035f, (width / 2) + 0.035f])
        {
            for (var i = 0; i < 3; i++)
            {
                mesh.Add(body, Boxes.Box(0.016f, 0.26f, 0.60f, 0.006f).At(x, 0.20f, (i - 1) * 0.65f));
                mesh.Add(palette.Metal, Boxes.Box(0.02f, 0.015f, 0.14f).At(x * 1.012f, 0.26f, (i - 1) * 0.65f));
            }
        }

        Bedding.Make(mesh, dice, palette, width, Length, 0.38f, hang: 0.35f);
    }

    private static float Width(Dice dice) => dice.Pick(0.95f, 1.2f, 1.45f, 1.6f, 1.75f);
}
