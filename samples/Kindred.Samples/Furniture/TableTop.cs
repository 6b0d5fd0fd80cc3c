using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;
using Kindred.Samples.Rooms;

namespace Kindred.Samples.Furniture;

/// <summary>What stands on a table: a vase, a bowl of fruit, books, cups, a runner, or nothing.</summary>
internal static class TableTop
{
    /// <summary>Sets a table.</summary>
    /// <param name="mesh">Where things are added.</param>
    /// <param name="dice">Decides what is set.</param>
    /// <param name="palette">Its colors.</param>
    /// <param name="high">Height of the top.</param>
    /// <param name="reachX">How far from the middle things may stand, along X.</param>
    /// <param name="reachZ">How far from the middle things may stand, along Z.</param>
    public static void Dress(Mesh mesh, Dice dice, Palette palette, float high, float reachX, float reachZ)
    {
        if (dice.Chance(0.2f))
            return;
        if (reachX > 0.35f && dice.Chance(0.2f))
            mesh.Add(palette.Figured(0.05f), Boxes.Box(reachX * 2.2f, 0.004f, 0.3f, 0.001f).At(0, high + 0.003f, 0));
        switch (dice.Whole(0, 3))
        {
            case 0:
                Vase(mesh, dice, palette, dice.Between(-reachX, reachX) * 0.5f, high, 0);
                break;
            case 1:
                Bowl(mesh, dice, palette, dice.Between(-reachX, reachX) * 0.4f, high, 0);
                break;
            case 2:
                Books(mesh, dice, dice.Between(-reachX, reachX) * 0.7f, high, dice.Between(-reachZ, reachZ) * 0.5f);
                break;
            default:
                Vase(mesh, dice, palette, reachX * 0.5f, high, -reachZ * 0.3f);
                Books(mesh, dice, -reachX * 0.6f, high, reachZ * 0.2f);
                break;
        }

        if (reachX > 0.25f && dice.Chance(0.5f))
            Cup(mesh, dice, dice.Between(-reachX, reachX), high, dice.Between(0.3f, 1) * reachZ);
    }

    private static void Vase(Mesh mesh, Dice dice, Palette palette, float x, float y, float z)
    {
        var clay = Finishes.Paint(dice.Chance(0.5f) ? palette.AccentColor : LinearColor.Of(0xE9E4DA), 0.35f);
        float tall = dice.Between(0.14f, 0.26f), wide = dice.Between(0.045f, 0.075f);
        mesh.Add(clay,
            Rounds.Lathe(22, (wide * 0.6f, 0), (wide, tall * 0.35f), (wide * 0.85f, tall * 0.65f), (wide * 0.35f, tall * 0.88f),
            (wide * 0.45f, tall)).At(x, y, z));
        var leaf = Finishes.Paint(LinearColor.Of(dice.Pick(0x5F7F4F, 0x7E8F5C, 0x46654A, 0xB59A6A)), 0.1f);
        var sprigs = dice.Whole(4, 8);
        for (var i = 0; i < sprigs; i++)
            Rooms.Plants.Sprig(mesh, dice, leaf, new Vector3(x, y + tall, z), dice.Between(0.16f, 0.30f), 0.035f);
    }

    private static void Bowl(Mesh mesh, Dice dice, Palette palette, float x, float y, float z)
    {
        mesh.Add(dice.Chance(0.5f) ? palette.Lacquer : palette.Wood,
            Rounds.Lathe(28, (0.05f, 0), (0.06f, 0.012f), (0.13f, 0.06f), (0.15f, 0.085f), (0.142f, 0.085f), (0.12f, 0.06f), (0.05f, 0.03f))
            .At(x, y, z));
        var fruit = Finishes.Paint(LinearColor.Of(dice.Pick(0xC2452D, 0xE09A2B, 0x9DB23F, 0xD8C03A)), 0.3f);
        for (var i = 0; i < 5; i++)
        {
            var (sin, cos) = MathF.SinCos(i * 1.35f);
            var out_ = i == 4 ? 0 : 0.065f;
            mesh.Add(fruit,
                Rounds.Lathe(14, (0.006f, -0.036f), (0.028f, -0.026f), (0.038f, 0), (0.028f, 0.026f), (0.006f, 0.033f))
                .At(x + (out_ * cos), y + (i == 4 ? 0.115f : 0.085f), z + (out_ * sin)));
        }
    }

    private static void Books(Mesh mesh, Dice dice, float x, float y, float z)
    {
        var count = dice.Whole(1, 4);
        for (var i = 0; i < count; i++)
        {
            var cover = Finishes.Paint(LinearColor.Of(dice.Pick(0x2F4A66, 0xB5533C, 0xD8CBB4, 0x3E5B4C, 0x7D3C3C, 0xE0B24A)), 0.1f);
            var thick = dice.Between(0.018f, 0.035f);
            mesh.Add(cover,
                Boxes.Box(dice.Between(0.17f, 0.24f), thick, dice.Between(0.13f, 0.17f), 0.003f).Turn(dice.Between(-18, 18))
                .At(x, y + (thick / 2), z));
            y += thick;
        }
    }

    private static void Cup(Mesh mesh, Dice dice, float x, float y, float z)
    {
        var clay = Finishes.Paint(LinearColor.Of(dice.Pick(0xF4F1EA, 0x33435C, 0xC77B3B)), 0.4f);
        mesh.Add(clay, Rounds.Lathe(24, (0.05f, 0), (0.075f, 0.008f), (0.075f, 0.012f), (0.03f, 0.012f)).At(x, y, z));
        mesh.Add(clay, Rounds.Lathe(20, (0.022f, 0.012f), (0.034f, 0.025f), (0.038f, 0.07f), (0.034f, 0.07f), (0.03f, 0.03f)).At(x, y, z));
    }
}
