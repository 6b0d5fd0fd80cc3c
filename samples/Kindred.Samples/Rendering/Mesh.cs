using System.Numerics;
using Kindred.Samples.Modeling;

namespace Kindred.Samples.Rendering;

/// <summary>A triangle of a <see cref="Mesh"/>: three corners, a material and the part it belongs to.</summary>
internal readonly record struct Triangle(int A, int B, int C, int Material, int Part);

/// <summary>Everything solid in a picture. X runs to the right, Y up and Z to the front, in meters; the floor is Y = 0.</summary>
internal sealed class Mesh
{
    private Matrix4x4 _frame = Matrix4x4.Identity;
    private int _parts;

    public List<Vector3> Positions { get; } = [];

    public List<Vector3> Normals { get; } = [];

    public List<Vector3> Grain { get; } = [];

    public List<Triangle> Triangles { get; } = [];

    public List<Material> Materials { get; } = [];

    /// <summary>Adds what <paramref name="build"/> adds, moved by <paramref name="frame"/>.</summary>
    public void Within(Matrix4x4 frame, Action build)
    {
        var outer = _frame;
        _frame = frame * outer;
        build();
        _frame = outer;
    }

    public void Add(Material material, Solid solid)
    {
        var first = Positions.Count;
        var part = ++_parts;
        // A shift of its own keeps two boards from showing the same grain.
        var shift = material.Placed ? Vector3.Zero : new Vector3(Noise.Cell(part, 1), Noise.Cell(part, 2), Noise.Cell(part, 3)) * 9;
        foreach (var p in solid.Points)
            Positions.Add(Vector3.Transform(p, _frame));
        foreach (var g in solid.Grain)
            Grain.Add(g + shift);

        var normals = new Vector3[solid.Points.Length];
        var index = Materials.IndexOf(material);
        if (index < 0)
        {
            index = Materials.Count;
            Materials.Add(material);
        }

        for (var i = 0; i < solid.Faces.Length; i += 3)
        {
            int a = solid.Faces[i], b = solid.Faces[i + 1], c = solid.Faces[i + 2];
            var normal = Vector3.Cross(Positions[first + b] - Positions[first + a], Positions[first + c] - Positions[first + a]);
            // Not normalized: a large face then outweighs the slivers of its rounded edge, and stays flat.
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
            Triangles.Add(new Triangle(first + a, first + b, first + c, index, part));
        }

        foreach (var normal in normals)
            Normals.Add(normal.LengthSquared() > 0 ? Vector3.Normalize(normal) : Vector3.UnitY);
    }

    /// <summary>The smallest box around what casts shadows.</summary>
    public (Vector3 Low, Vector3 High) Extent()
    {
        Vector3 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (var triangle in Triangles)
        {
            if (!Materials[triangle.Material].CastsShadow)
                continue;
            foreach (var corner in (ReadOnlySpan<int>)[triangle.A, triangle.B, triangle.C])
                (low, high) = (Vector3.Min(low, Positions[corner]), Vector3.Max(high, Positions[corner]));
        }

        return (low, high);
    }
}
