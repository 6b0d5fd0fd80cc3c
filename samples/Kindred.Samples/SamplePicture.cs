using System.Numerics;
using Kindred.Samples.Furniture;
using Kindred.Samples.Rendering;
using Kindred.Samples.Rooms;
using SkiaSharp;

namespace Kindred.Samples;

/// <summary>One picture of a gallery: composes it and draws it.</summary>
internal static class SamplePicture
{
    private static readonly (int Width, int Height)[] Landscape = [(480, 360), (480, 360), (480, 360), (512, 384), (540, 360), (560, 420),
        (640, 480)];
    private static readonly (int Width, int Height)[] Portrait = [(360, 480), (400, 500), (384, 512)];
    private static readonly (int Width, int Height)[] Square = [(420, 420), (480, 480)];

    /// <summary>Draws a picture. The same dice draw the same bytes.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="style">Which of the kind's styles; any number, they repeat.</param>
    /// <param name="dice">Decides everything else.</param>
    /// <param name="format">How it is encoded.</param>
    public static byte[] Draw(FurnitureKind kind, int style, Dice dice, SKEncodedImageFormat format)
    {
        var (width, height) = Size(kind, dice);
        return Encode(Renderer.Render(Compose(kind, style, dice, width, height).Scene, width, height), width, height, format);
    }

    /// <summary>The paint of the furniture that a picture shows, without light and room: what others see can be judged by it.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="style">Which of the kind's styles.</param>
    /// <param name="dice">What the picture was drawn with.</param>
    /// <returns>Levels of 255 in sRGB, and the share of the furniture that has each; near ones together.</returns>
    public static IReadOnlyList<(byte Red, byte Green, byte Blue, float Share)> PaintOf(FurnitureKind kind, int style, Dice dice)
    {
        const int Step = 8;
        var (width, height) = Size(kind, dice);
        var (scene, triangles) = Compose(kind, style, dice, width, height);
        static byte Level(float linear) => (byte)Math.Min(255, (LinearColor.ToByte(linear) / Step * Step) + (Step / 2));
        var counts = Renderer.Paint(scene, triangles, width, height)
            .CountBy(paint => (Red: Level(paint.X), Green: Level(paint.Y), Blue: Level(paint.Z))).ToList();
        var total = (float)counts.Sum(count => count.Value);
        return [.. counts.Select(count => (count.Key.Red, count.Key.Green, count.Key.Blue, count.Value / total))];
    }

    /// <summary>
    /// Draws another product in the place of one that the same kind, style and dice draw: all else in the picture is as it was.
    /// </summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="style">Which of the kind's styles.</param>
    /// <param name="dice">What the picture was drawn with.</param>
    /// <param name="redesign">How the product differs.</param>
    /// <param name="choice">Decides on its new color or shape.</param>
    /// <param name="format">How it is encoded.</param>
    /// <returns><see langword="null"/> where the furniture has no such part, or nobody could see that it is another one.</returns>
    public static byte[]? DrawRedesigned(
        FurnitureKind kind, int style, Dice dice, Redesign redesign, Dice choice, SKEncodedImageFormat format)
    {
        var (width, height) = Size(kind, dice);
        var (scene, triangles) = Compose(kind, style, dice, width, height);
        var before = Renderer.Render(scene, width, height);
        if (!new Redesigner(scene.Mesh, triangles, choice).Apply(redesign))
            return null;
        var after = Renderer.Render(scene, width, height);
        return Shows(before, after) ? Encode(after, width, height, format) : null;
    }

    /// <summary>Whether more than a few of the pixels differ by more than noise and shading do.</summary>
    private static bool Shows(byte[] before, byte[] after)
    {
        const int Levels = 24;
        const float LeastShare = 0.006f;
        var differing = 0;
        for (var i = 0; i < before.Length; i += 4)
        {
            var (red, green, blue) = (before[i] - after[i], before[i + 1] - after[i + 1], before[i + 2] - after[i + 2]);
            if (Math.Max(Math.Abs(red), Math.Max(Math.Abs(green), Math.Abs(blue))) > Levels)
                differing++;
        }

        return differing > LeastShare * before.Length / 4;
    }

    private static byte[] Encode(byte[] pixels, int width, int height, SKEncodedImageFormat format)
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>The scene, and how many of its triangles, from the first, are the furniture's.</summary>
    private static (Scene Scene, int Triangles) Compose(FurnitureKind kind, int style, Dice dice, int width, int height)
    {
        var palette = new Palette(dice);
        var againstWall = kind is FurnitureKind.Bed or FurnitureKind.Sofa;
        var view = View(kind, dice);
        // What stands free is turned itself, so that the wall behind it stays nearly straight.
        var yaw = againstWall ? view : dice.Between(-14, 14);
        var mesh = new Mesh();
        var styles = Catalog.Styles(kind);
        mesh.Within(
            Matrix4x4.CreateRotationY(float.DegreesToRadians(yaw - view)),
            () => styles[style % styles.Count](mesh, dice, palette));

        var (subject, triangles) = (mesh.Positions.ToArray(), mesh.Triangles.Count);
        var pitch = kind is FurnitureKind.Bed ? dice.Between(14, 27) : kind is FurnitureKind.Table ? dice.Between(11, 24)
            : dice.Between(6, 18);
        var shift = new Vector2(dice.Between(-0.04f, 0.04f), dice.Between(0, 0.05f));
        var camera = Camera.Framing(subject, yaw, pitch, dice.Between(26, 40), width, height, dice.Between(0.68f, 0.86f), shift);
        var backdrop = Stage.Set(mesh, dice, palette, yaw, againstWall, outdoors: kind is FurnitureKind.Chair or FurnitureKind.Table);
        var center = subject.Aggregate(Vector3.Zero, (sum, p) => sum + p) / subject.Length;
        var window = !backdrop.Seamless && backdrop.WallZ > -4 && dice.Chance(0.25f);
        var scene = new Scene(mesh, camera, backdrop, Stage.Light(dice, window, center))
        {
            Exposure = dice.Between(0.88f, 1.08f),
            Vignette = dice.Chance(0.5f) ? dice.Between(0.05f, 0.25f) : 0,
            Noise = dice.Between(0.6f, 2.2f),
            NoiseSeed = dice.Next(),
        };
        return (scene, triangles);
    }

    // Degrees to the right of the furniture's front that it is seen from.
    private static float View(FurnitureKind kind, Dice dice) =>
        kind switch
        {
            FurnitureKind.Bed => dice.Sign() * (dice.Chance(0.2f) ? dice.Between(0, 10) : dice.Between(18, 48)),
            FurnitureKind.Sofa => dice.Sign() * (dice.Chance(0.3f) ? dice.Between(0, 9) : dice.Between(14, 42)),
            FurnitureKind.Table => dice.Sign() * (dice.Chance(0.2f) ? dice.Between(0, 9) : dice.Between(14, 52)),
            _ => dice.Sign() * dice.Pick(dice.Between(0, 14), dice.Between(22, 50), dice.Between(22, 50), dice.Between(50, 85),
                dice.Between(24, 60), dice.Between(120, 160)),
        };

    private static (int Width, int Height) Size(FurnitureKind kind, Dice dice)
    {
        var upright = kind is FurnitureKind.Chair or FurnitureKind.SwivelChair;
        var chance = dice.Unit();
        if (chance < (upright ? 0.4f : 0.06f))
            return dice.Pick<(int, int)>(Portrait);
        return chance < (upright ? 0.6f : 0.14f) ? dice.Pick<(int, int)>(Square) : dice.Pick<(int, int)>(Landscape);
    }
}
