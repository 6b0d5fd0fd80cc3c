using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>Draws a scene: triangles into four samples a pixel, then every part seen in a pixel shaded once.</summary>
internal sealed class Renderer
{
    private const int Samples = 2;
    private static readonly Vector3 Brightest = new(1.6f);

    private readonly Scene _scene;
    private readonly Shader _shader;
    private readonly BackdropShader _backdrop;
    private readonly DepthBuffer _buffer;
    private readonly int[] _parts;

    private Renderer(Scene scene, int width, int height)
    {
        var lighting = new Lighting(scene.Mesh, scene.Light);
        _scene = scene;
        _shader = new Shader(scene, lighting);
        _backdrop = new BackdropShader(scene, lighting);
        _parts = [0, .. scene.Mesh.Triangles.Select(t => t.Part)];
        _buffer = Rasterize(scene, width * Samples, height * Samples);
    }

    /// <summary>The picture as 8-bit RGBA, row by row.</summary>
    public static byte[] Render(Scene scene, int width, int height)
    {
        var renderer = new Renderer(scene, width, height);
        var noise = new Dice(scene.NoiseSeed);
        var pixels = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                float u = ((x + 0.5f) / width) - 0.5f, v = ((y + 0.5f) / height) - 0.5f;
                var color = renderer.Pixel(x, y) * (scene.Exposure * (1 - (scene.Vignette * 2 * ((u * u) + (v * v)))));
                Film.Develop(color, noise.Bell() * scene.Noise, pixels.AsSpan(((y * width) + x) * 4, 4));
            }
        }

        return pixels;
    }

    /// <summary>The paint of what is seen of the first triangles: diffuse colors, without any light, one for each sample.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="triangles">How many triangles, from the first.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public static IEnumerable<Vector3> Paint(Scene scene, int triangles, int width, int height)
    {
        var (mesh, seen) = (scene.Mesh, Rasterize(scene, width, height).Triangles.ToArray());
        foreach (var triangle in seen.Where(id => id > 0 && id <= triangles).Select(id => mesh.Triangles[id - 1]))
        {
            var grain = (mesh.Grain[triangle.A] + mesh.Grain[triangle.B] + mesh.Grain[triangle.C]) / 3;
            yield return mesh.Materials[triangle.Material].Albedo(grain);
        }
    }

    private static DepthBuffer Rasterize(Scene scene, int width, int height)
    {
        var mesh = scene.Mesh;
        var buffer = new DepthBuffer(width, height);
        var projected = new Vector3[mesh.Positions.Count];
        for (var i = 0; i < projected.Length; i++)
            projected[i] = scene.Camera.Project(mesh.Positions[i]) * new Vector3(Samples, Samples, 1);
        for (var i = 0; i < mesh.Triangles.Count; i++)
        {
            var t = mesh.Triangles[i];
            Vector3 a = projected[t.A], b = projected[t.B], c = projected[t.C];
            // What reaches behind the camera is not part of any picture that Framing composes.
            if (a.Z > 0 && b.Z > 0 && c.Z > 0)
                buffer.Fill(a, b, c, i + 1, mesh.Materials[t.Material].SeeThrough);
        }

        return buffer;
    }

    private Vector3 Pixel(int x, int y)
    {
        var turn = Film.Turn(x, y);
        var row = (y * Samples * _buffer.Width) + (x * Samples);
        ReadOnlySpan<int> top = _buffer.Triangles.Slice(row, Samples), bottom = _buffer.Triangles.Slice(row + _buffer.Width, Samples);
        Span<int> seen = [top[0], top[1], bottom[0], bottom[1]];
        if ((seen[0] | seen[1] | seen[2] | seen[3]) == 0)
            return _backdrop.Shade(x, y, turn);

        var ray = _scene.Camera.Ray(x + 0.5f, y + 0.5f);
        var color = Vector3.Zero;
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i] < 0)
                continue;
            var share = 1;
            for (var j = i + 1; j < seen.Length; j++)
            {
                if (seen[j] >= 0 && _parts[seen[i]] == _parts[seen[j]])
                {
                    share++;
                    seen[j] = -1;
                }
            }

            color += share * Vector3.Min(seen[i] == 0 ? _backdrop.Shade(x, y, turn) : _shader.Shade(seen[i] - 1, ray, turn), Brightest);
        }

        return color / seen.Length;
    }
}
