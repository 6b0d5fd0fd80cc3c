using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Parts that several kinds of furniture have in common.</summary>
internal static class Parts
{
    /// <summary>Four legs at the corners of a rectangle, splayed outwards by a distance at the foot.</summary>
    public static void Legs(
        Mesh mesh, Material material, float width, float depth, float height, float top, float foot, float splay = 0, bool round = true)
    {
        foreach (var (x, z) in Corners(width, depth))
        {
            var hip = new Vector3(x, height, z);
            var toe = new Vector3(x + (MathF.Sign(x) * splay), 0, z + (MathF.Sign(z) * splay));
            if (round)
                mesh.Add(material, Rounds.Rod(hip, toe, top / 2, foot / 2, 14));
            else
                mesh.Add(material, Boxes.Post(top, foot, height).Bend(p => p + (Vector3.Lerp(toe, hip, p.Y / height) with { Y = 0 })));
        }
    }

    /// <summary>The corners of a rectangle around the origin: front left, front right, back left, back right.</summary>
    public static IEnumerable<(float X, float Z)> Corners(float width, float depth)
    {
        yield return (-width / 2, depth / 2);
        yield return (width / 2, depth / 2);
        yield return (-width / 2, -depth / 2);
        yield return (width / 2, -depth / 2);
    }

    /// <summary>A turned leg that stands on the origin.</summary>
    public static Solid TurnedLeg(float height, float radius) =>
        Rounds.Lathe(
            16,
            (radius * 0.55f, 0), (radius * 0.75f, height * 0.05f), (radius * 0.5f, height * 0.10f), (radius * 0.62f, height * 0.20f),
            (radius, height * 0.55f), (radius * 0.9f, height * 0.66f), (radius * 0.55f, height * 0.71f), (radius * 0.95f, height * 0.75f),
            (radius * 0.6f, height * 0.79f), (radius * 1.05f, height * 0.83f), (radius * 1.05f, height));

    /// <summary>A rectangular frame of tube that stands upright: two legs and the foot between them, as a sled has.</summary>
    public static Solid Sled(float x, float height, float depth, float radius) =>
        Rounds.Tube(
            Curve.Rounded(
                0.06f,
                new Vector3(x, height, -depth / 2), new Vector3(x, radius, -depth / 2), new Vector3(x, radius, depth / 2),
                new Vector3(x, height, depth / 2)),
            radius);

    /// <summary>A throw pillow that leans against a back.</summary>
    public static Solid Pillow(float size, float lean) => Boxes.Cushion(size, size, size * 0.30f, 0.6f).Pitch(-lean);

    /// <summary>Upholstery pulled in by buttons: dents where a lattice of two directions crosses, on the faces that look along Z.</summary>
    public static Solid Tufted(Solid solid, float pitch, float deep) =>
        solid.Bend(p =>
        {
            float u = p.X / pitch, v = p.Y / pitch;
            float a = u + v, b = u - v;
            float da = MathF.Abs(a - MathF.Round(a)), db = MathF.Abs(b - MathF.Round(b));
            // Folds run between the buttons, and the cloth swells between the folds.
            var fold = 1 - (MathF.Min(1, da * 4) * MathF.Min(1, db * 4));
            return p with { Z = p.Z - (MathF.Sign(p.Z) * deep * fold) };
        });

    /// <summary>Upholstery in upright channels.</summary>
    public static Solid Channeled(Solid solid, float pitch, float deep) =>
        solid.Bend(p => p with { Z = p.Z - (MathF.Sign(p.Z) * deep * (1 - MathF.Abs(MathF.Sin(p.X / pitch * MathF.PI)))) });
}
