using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>What makes a frame a bed: mattress, blanket, pillows.</summary>
internal static class Bedding
{
    /// <summary>Makes the bed.</summary>
    /// <param name="mesh">Where the bedding is added.</param>
    /// <param name="dice">Decides on blanket and pillows.</param>
    /// <param name="palette">The cloths.</param>
    /// <param name="width">Width of the mattress.</param>
    /// <param name="length">Its length.</param>
    /// <param name="bottom">Height at which it lies.</param>
    /// <param name="hang">How far the blanket hangs down the sides, as a share of the mattress's thickness.</param>
    public static void Make(Mesh mesh, Dice dice, Palette palette, float width, float length, float bottom, float hang = 0.9f)
    {
        const float Thick = 0.22f;
        var top = bottom + Thick;
        mesh.Add(palette.Linen, Boxes.Box(width, Thick, length, 0.05f, 2, 3).At(0, bottom + (Thick / 2), 0));

        var cover = dice.Whole(0, 3) switch
        {
            0 => palette.Linen,
            1 => palette.Figured(dice.Between(0.06f, 0.14f)),
            2 => palette.Accent,
            _ => palette.Cloth,
        };
        var wrinkle = dice.Between(0.008f, 0.02f);
        var seed = dice.Between(0, 20);
        Solid Blanket(float from, float to, float thick, float drop, float lift) =>
            Drape(width, length, from, to, thick, Thick * drop, top + lift, wrinkle, seed);

        var turnedBack = dice.Between(0.50f, 0.66f);
        mesh.Add(cover, Blanket(-(length / 2) + turnedBack, (length / 2) + (Thick * hang), 0.05f, hang, 0.012f));
        if (dice.Chance(0.6f))
            mesh.Add(cover == palette.Linen ? palette.Cloth : palette.Linen,
                Blanket(-(length / 2) + turnedBack - 0.03f, -(length / 2) + turnedBack + 0.22f, 0.065f, hang * 0.95f, 0.028f));
        if (dice.Chance(0.55f))
        {
            var throwAt = dice.Between(0.25f, 0.45f);
            mesh.Add(palette.AnotherCloth(), Blanket(throwAt, throwAt + dice.Between(0.35f, 0.5f), 0.06f, hang * 1.15f, 0.032f));
        }

        Pillows(mesh, dice, palette, width, length, top);
    }

    private static void Pillows(Mesh mesh, Dice dice, Palette palette, float width, float length, float top)
    {
        var abreast = width > 1.3f ? 2 : 1;
        var each = MathF.Min(0.72f, (width / abreast) - 0.08f);
        var second = dice.Chance(0.5f);
        var back = dice.Chance(0.4f) ? palette.AnotherCloth() : palette.Linen;
        for (var i = 0; i < abreast; i++)
        {
            var x = (i + 0.5f - (abreast / 2f)) * (width / abreast);
            mesh.Add(back,
                Boxes.Cushion(each, 0.44f, 0.17f, 0.5f).Pitch(-38).Turn(dice.Between(-3, 3)).At(x, top + 0.18f, -(length / 2) + 0.20f));
            if (second)
                mesh.Add(palette.Linen,
                    Boxes.Cushion(each * 0.94f, 0.40f, 0.16f, 0.5f).Pitch(-52).Turn(dice.Between(-4, 4))
                    .At(x, top + 0.15f, -(length / 2) + 0.40f));
        }

        if (!dice.Chance(0.5f))
            return;
        var accents = dice.Whole(1, abreast + 1);
        for (var i = 0; i < accents; i++)
        {
            var x = (i - ((accents - 1) / 2f)) * 0.42f;
            mesh.Add(dice.Chance(0.5f) ? palette.Accent : palette.Figured(0.05f),
                Parts.Pillow(0.36f, 38).Turn(dice.Between(-12, 12)).At(x, top + 0.16f, -(length / 2) + 0.52f));
        }
    }

    // A sheet that lies on the mattress and falls over its edges at the sides and the foot, with creases.
    private static Solid Drape(
        float width, float length, float from, float to, float thick, float drop, float top, float wrinkle, float seed) =>
        Boxes.Box(width + (2 * drop), thick, to - from, thick * 0.45f, 34, 2).At(0, 0, (from + to) / 2).Bend(p =>
        {
            float overX = MathF.Max(0, MathF.Abs(p.X) - (width / 2) + 0.03f), overZ = MathF.Max(0, p.Z - (length / 2) + 0.03f);
            var fall = MathF.Max(overX, overZ);
            var crease = wrinkle * Noise.Fractal(new Vector3((p.X * 3.5f) + seed, seed, p.Z * 2.5f));
            var fold = fall * 0.20f * Noise.At((p.Z * 7) + seed, (p.X * 7) + seed, 3);
            var x = Math.Clamp(p.X, -(width / 2) - 0.0f, width / 2) + (MathF.Sign(p.X) * (overX > 0 ? 0.02f + (overX * 0.08f) + fold : 0));
            var z = MathF.Min(p.Z, length / 2) + (overZ > 0 ? 0.02f + (overZ * 0.08f) + fold : 0);
            // The thickness turns outwards where the sheet hangs.
            var outward = MathF.Min(1, fall / 0.06f);
            x += MathF.Sign(p.X) * (overX >= overZ ? outward * p.Y : 0);
            z += overZ > overX ? outward * p.Y : 0;
            return new Vector3(x, top + (p.Y * (1 - outward)) + crease - MathF.Max(0, fall - 0.02f), z);
        });
}
