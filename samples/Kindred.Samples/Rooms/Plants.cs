using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Rooms;

/// <summary>Green things in pots and vases.</summary>
internal static class Plants
{
    /// <summary>A potted plant that stands on the floor.</summary>
    public static void Potted(Mesh mesh, Dice dice, float x, float z)
    {
        float radius = dice.Between(0.13f, 0.18f), high = dice.Between(0.22f, 0.36f);
        var pot = Finishes.Paint(LinearColor.Of(dice.Pick(0xF0ECE4, 0xB5653F, 0x3A3D40, 0xC9B79A, 0x7D8B86)), 0.15f);
        mesh.Add(pot,
            Rounds.Lathe(26, (radius * 0.7f, 0), (radius, high), (radius * 0.9f, high), (radius * 0.85f, high - 0.03f)).At(x, 0, z));
        var leaf = Finishes.Paint(LinearColor.Of(dice.Pick(0x3F6B3F, 0x55803F, 0x2F5A45, 0x6E8B4A)), 0.25f);
        var root = new Vector3(x, high - 0.03f, z);
        if (dice.Chance(0.5f))
        {
            // Long upright blades.
            for (var i = 0; i < 14; i++)
                Blade(mesh, dice, leaf, root);
            return;
        }

        for (var i = 0; i < 11; i++)
            Sprig(mesh, dice, leaf, root, dice.Between(0.5f, 0.95f), 0.11f);
    }

    /// <summary>A stem that bends outwards, with leaves along it.</summary>
    public static void Sprig(Mesh mesh, Dice dice, Material leaf, Vector3 root, float length, float leafSize)
    {
        var (sin, cos) = MathF.SinCos(dice.Between(0, MathF.Tau));
        var reach = length * dice.Between(0.15f, 0.55f);
        Vector3 middle = root + new Vector3(cos * reach * 0.35f, length * 0.6f, sin * reach * 0.35f),
            tip = root + new Vector3(cos * reach, length * 0.95f, sin * reach);
        var stem = Curve.Through(4, root, middle, tip);
        mesh.Add(leaf, Rounds.Tube(stem, _ => MathF.Max(0.0018f, leafSize * 0.045f), 5));
        for (var i = 3; i < stem.Count; i++)
        {
            var turn = dice.Between(0, 360);
            mesh.Add(leaf,
                Leaf(leafSize * 0.55f, leafSize * dice.Between(1.1f, 1.7f)).Pitch(dice.Between(20, 75)).Turn(turn)
                .At(stem[i].X, stem[i].Y, stem[i].Z));
        }
    }

    private static void Blade(Mesh mesh, Dice dice, Material leaf, Vector3 root)
    {
        float length = dice.Between(0.45f, 0.85f), bend = dice.Between(0.1f, 0.5f);
        mesh.Add(leaf,
            Leaf(0.07f, length).Bend(p => p with { Z = p.Z + (bend * p.Y * p.Y) }).Turn(dice.Between(0, 360))
            .At(root.X + dice.Between(-0.05f, 0.05f), root.Y, root.Z + dice.Between(-0.05f, 0.05f)));
    }

    // Upright, its stalk at the origin, folded a little along the middle.
    private static Solid Leaf(float width, float length) =>
        Boxes.Box(width, length, 0.003f, 0.001f, 4).Bend(p =>
        {
            var t = (p.Y / length) + 0.5f;
            var wide = MathF.Pow(MathF.Sin(MathF.PI * Math.Clamp((t * 0.93f) + 0.05f, 0.02f, 0.99f)), 0.8f);
            return new Vector3(p.X * wide, p.Y + (length / 2), p.Z + (MathF.Abs(p.X) * 0.35f) + (0.25f * length * t * t));
        });
}
