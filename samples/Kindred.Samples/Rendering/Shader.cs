using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>The color of the furniture.</summary>
internal sealed class Shader(Scene scene, Lighting lighting)
{
    private readonly Vector3[] _positions = [.. scene.Mesh.Positions];
    private readonly Vector3[] _normals = [.. scene.Mesh.Normals];
    private readonly Vector3[] _grain = [.. scene.Mesh.Grain];
    private readonly Triangle[] _triangles = [.. scene.Mesh.Triangles];
    private readonly Material[] _materials = [.. scene.Mesh.Materials];
    private readonly Vector3 _floorTone = scene.Backdrop.FloorTone;

    /// <summary>Shades a triangle where a pixel's ray meets its plane.</summary>
    /// <param name="index">The triangle.</param>
    /// <param name="ray">The direction seen.</param>
    /// <param name="turn">As for <see cref="Lighting.KeyAt"/>.</param>
    public Vector3 Shade(int index, Vector3 ray, Vector2 turn)
    {
        var triangle = _triangles[index];
        Vector3 a = _positions[triangle.A], ab = _positions[triangle.B] - a, ac = _positions[triangle.C] - a;
        var plane = Vector3.Cross(ab, ac);
        var along = Vector3.Dot(ray, plane);
        var distance = MathF.Abs(along) < 1e-12f ? 0 : Vector3.Dot(a - scene.Camera.Origin, plane) / along;
        var point = scene.Camera.Origin + (ray * distance);

        var area = plane.LengthSquared();
        // A pixel's middle may lie just beyond the triangle that one of its samples met.
        var b = Math.Clamp(Vector3.Dot(Vector3.Cross(point - a, ac), plane) / area, 0, 1);
        var c = Math.Clamp(Vector3.Dot(Vector3.Cross(ab, point - a), plane) / area, 0, 1 - b);
        point = a + (ab * b) + (ac * c);
        var normal = Blend(_normals, triangle, b, c);
        var grain = Blend(_grain, triangle, b, c);

        var material = _materials[triangle.Material];
        var view = Vector3.Normalize(-ray);
        if (Vector3.Dot(plane, view) * Vector3.Dot(plane, normal) < 0)
            normal = -normal;
        if (material.Bump > 0)
            normal += material.Bump * Unevenness(grain * material.BumpScale);
        return Surface(material, material.Albedo(grain), point, Vector3.Normalize(normal), view, turn);
    }

    private Vector3 Surface(Material material, Vector3 albedo, Vector3 point, Vector3 normal, Vector3 view, Vector2 turn)
    {
        var key = lighting.KeyAt(point + (normal * 0.004f), normal, turn);
        var sky = lighting.SkyAt(point, normal, turn);
        var light = key + sky + lighting.BounceAt(point, normal, _floorTone);
        var color = albedo * light * (1 - (0.85f * material.Mirror));

        var edge = 1 - Math.Clamp(Vector3.Dot(normal, view), 0, 1);
        if (material.Sheen > 0)
            color += albedo * light * (material.Sheen * edge * edge * edge);
        if (material.Gloss > 0)
        {
            var half = Vector3.Normalize(view + lighting.ToKey);
            var highlight = MathF.Pow(MathF.Max(0, Vector3.Dot(normal, half)), material.Sharpness) * material.Gloss;
            var tint = material.Mirror > 0.3f ? albedo : Vector3.One;
            color += tint * key * highlight;
            color += Around(Vector3.Reflect(-view, normal)) * sky * (material.Gloss * (0.04f + (0.5f * edge * edge * edge * edge)));
        }

        if (material.Mirror > 0)
            color += albedo * Around(Vector3.Reflect(-view, normal)) * Vector3.Lerp(sky, scene.Light.Sky, 0.5f) * material.Mirror;
        return color + (albedo * material.Glow);
    }

    // What a mirror sees: a bright ceiling with soft boxes on it, the floor below.
    private Vector3 Around(Vector3 direction)
    {
        var up = direction.Y;
        var wall = Vector3.Lerp(_floorTone, new Vector3(0.75f), Noise.Step(-0.25f, 0.1f, up));
        var box = Noise.Step(0.2f, 0.4f, up) * (0.5f + (0.5f * MathF.Sin((direction.X * 7) + (direction.Z * 3))));
        return wall + new Vector3(0.9f * box);
    }

    private static Vector3 Blend(Vector3[] values, Triangle triangle, float b, float c) =>
        (values[triangle.A] * (1 - b - c)) + (values[triangle.B] * b) + (values[triangle.C] * c);

    private static Vector3 Unevenness(Vector3 p) => new(Noise.At(p), Noise.At(p + new Vector3(11.5f)), Noise.At(p + new Vector3(23.5f)));
}
