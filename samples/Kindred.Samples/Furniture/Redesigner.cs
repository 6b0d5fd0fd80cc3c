using System.Numerics;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Makes another product out of a piece of furniture in its room.</summary>
/// <param name="mesh">The furniture, then the room's things.</param>
/// <param name="triangles">How many of the triangles are the furniture's.</param>
/// <param name="dice">Decides on colors and shapes.</param>
internal sealed class Redesigner(Mesh mesh, int triangles, Dice dice)
{
    private static readonly int[] Colors =
        [0x2F4858, 0x7B8C6F, 0xC4B69C, 0x3C3D42, 0xB5654A, 0xD6A93F, 0x7D3C3C, 0x5B4A6B, 0x3F7F86, 0xEAE4D8, 0x35527A, 0x8A8A88];

    // Below, one color may pass for the other in another light.
    private const float LeastColorDistance = 0.3f;
    private const float LeastPart = 0.05f;

    /// <summary>Changes the mesh in place.</summary>
    /// <returns>Whether the furniture has what was to be changed.</returns>
    public bool Apply(Redesign redesign) => redesign switch
    {
        Redesign.Recolored => Recolor(rank: 0),
        Redesign.PartRecolored => Recolor(rank: 1),
        Redesign.OtherLegs => ChangeLegs(),
        _ => ChangeBack(),
    };

    private bool Recolor(int rank)
    {
        var areas = mesh.Triangles.Take(triangles)
            .GroupBy(t => t.Material, t => Vector3.Cross(
                mesh.Positions[t.B] - mesh.Positions[t.A], mesh.Positions[t.C] - mesh.Positions[t.A]).Length())
            .Select(group => (Material: group.Key, Area: group.Sum()))
            .OrderByDescending(part => part.Area).ToList();
        if (areas.Count <= rank || areas[rank].Area < LeastPart * areas.Sum(part => part.Area))
            return false;

        var index = areas[rank].Material;
        var material = mesh.Materials[index];
        var corners = mesh.Triangles.Take(triangles).Where(t => t.Material == index).Select(t => material.Albedo(mesh.Grain[t.A])).ToList();
        var before = corners.Aggregate(Vector3.Zero, (sum, color) => sum + color) / corners.Count;
        Vector3 after;
        do
            after = LinearColor.Of(dice.Pick<int>(Colors));
        while (LinearColor.Distance(before, after) < LeastColorDistance);

        // The room's things may be of the same material, and keep it.
        var recolored = mesh.Materials.Count;
        var ratio = after / Vector3.Max(before, new Vector3(0.004f));
        mesh.Materials.Add(material with { Albedo = grain => Vector3.Min(material.Albedo(grain) * ratio, new Vector3(0.95f)) });
        for (var i = 0; i < triangles; i++)
        {
            if (mesh.Triangles[i].Material == index)
                mesh.Triangles[i] = mesh.Triangles[i] with { Material = recolored };
        }

        return true;
    }

    private bool ChangeLegs()
    {
        var (parts, height, center) = Parts();
        var legs = parts.Where(part => part.Low.Y < 0.05f && part.High.Y < 0.62f * height && part.High.Y > 0.12f).ToList();
        var thicker = dice.Chance(0.4f);
        foreach (var leg in legs)
        {
            var axis = (leg.Low + leg.High) / 2;
            var top = leg.High.Y;
            Move(leg.Corners, p => thicker
                ? new Vector3(axis.X + (2.4f * (p.X - axis.X)), p.Y, axis.Z + (2.4f * (p.Z - axis.Z)))
                : Vector3.Lerp(p, center with { Y = p.Y }, 0.55f * (1 - (p.Y / top))));
        }

        return legs.Count > 0;
    }

    private bool ChangeBack()
    {
        var (parts, height, center) = Parts();
        var back = parts.Where(part => part.Low.Y > 0.25f * height && part.High.Y > 0.75f * height).ToList();
        var lower = dice.Chance(0.5f);
        var foot = 0.5f * height;
        foreach (var part in back)
        {
            Move(part.Corners, p => lower
                ? p with { Y = p.Y > foot ? foot + (0.55f * (p.Y - foot)) : p.Y }
                : p with { X = center.X + (0.68f * (p.X - center.X)) });
        }

        return back.Count > 0;
    }

    private void Move(IEnumerable<int> corners, Func<Vector3, Vector3> map)
    {
        foreach (var corner in corners)
            mesh.Positions[corner] = map(mesh.Positions[corner]);
    }

    private (List<(Vector3 Low, Vector3 High, int[] Corners)> Parts, float Height, Vector3 Center) Parts()
    {
        var parts = mesh.Triangles.Take(triangles).GroupBy(t => t.Part).Select(group =>
        {
            int[] corners = [.. group.SelectMany(t => (int[])[t.A, t.B, t.C]).Distinct()];
            return (
                corners.Aggregate(new Vector3(float.MaxValue), (low, i) => Vector3.Min(low, mesh.Positions[i])),
                corners.Aggregate(new Vector3(float.MinValue), (high, i) => Vector3.Max(high, mesh.Positions[i])),
                corners);
        }).ToList();
        var low = parts.Aggregate(new Vector3(float.MaxValue), (sum, part) => Vector3.Min(sum, part.Item1));
        var high = parts.Aggregate(new Vector3(float.MinValue), (sum, part) => Vector3.Max(sum, part.Item2));
        return (parts, high.Y, (low + high) / 2);
    }
}
