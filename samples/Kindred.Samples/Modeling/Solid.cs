using System.Numerics;

namespace Kindred.Samples.Modeling;

/// <summary>One part of a piece of furniture: a closed surface of triangles, in meters, which its methods bend and move in place.</summary>
/// <param name="points">The corners.</param>
/// <param name="grain">Each corner in the part's own space, X along the part: it stays put while the part is bent and moved.</param>
/// <param name="faces">Three indices a triangle.</param>
internal sealed class Solid(Vector3[] points, Vector3[] grain, int[] faces)
{
    public Vector3[] Points => points;

    public Vector3[] Grain => grain;

    public int[] Faces => faces;

    public Solid At(float x, float y, float z) => Bend(p => p + new Vector3(x, y, z));

    /// <summary>Turns about the upright axis, in degrees, counterclockwise as seen from above.</summary>
    public Solid Turn(float degrees) => Through(Matrix4x4.CreateRotationY(float.DegreesToRadians(degrees)));

    /// <summary>Turns about the axis that runs left to right, in degrees: a positive angle tips the top towards the front.</summary>
    public Solid Pitch(float degrees) => Through(Matrix4x4.CreateRotationX(float.DegreesToRadians(degrees)));

    /// <summary>Turns about the axis that runs back to front, in degrees: a positive angle tips the top to the left.</summary>
    public Solid Roll(float degrees) => Through(Matrix4x4.CreateRotationZ(float.DegreesToRadians(degrees)));

    public Solid Scale(float x, float y, float z) => Bend(p => p * new Vector3(x, y, z));

    public Solid Through(Matrix4x4 matrix) => Bend(p => Vector3.Transform(p, matrix));

    public Solid Bend(Func<Vector3, Vector3> map)
    {
        for (var i = 0; i < points.Length; i++)
            points[i] = map(points[i]);
        return this;
    }
}
