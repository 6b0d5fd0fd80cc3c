using SkiaSharp;

namespace Kindred.Tests;

/// <summary>Small pictures drawn from a number: equal numbers give equal files, different ones different content.</summary>
internal static class TestPictures
{
    public static void Write(string path, int seed, int width = 96, int height = 72)
    {
        var random = new Random(seed);
        SKColor Color() => new((uint)random.Next() | 0xFF000000);
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Color());
        for (var i = 0; i < 6; i++)
        {
            using var paint = new SKPaint { Color = Color() };
            canvas.DrawCircle(random.Next(width), random.Next(height), random.Next(5, 30), paint);
        }

        using var file = File.Create(path);
        bitmap.Encode(file, path.EndsWith(".png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 90);
    }
}
