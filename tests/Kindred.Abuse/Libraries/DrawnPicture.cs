using System.Globalization;
using SkiaSharp;

namespace Kindred.Abuse.Libraries;

/// <summary>Good pictures, drawn from a number.</summary>
internal static class DrawnPicture
{
    private const int Width = 96;
    private const int Height = 72;

    /// <summary>Writes one.</summary>
    /// <returns>Its name.</returns>
    public static string Write(string folder, int number)
    {
        var random = new Random(number);
        SKColor Color() => new((uint)random.Next() | 0xFF000000);
        using var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Color());
        for (var i = 0; i < 6; i++)
        {
            using var paint = new SKPaint { Color = Color() };
            canvas.DrawCircle(random.Next(Width), random.Next(Height), random.Next(5, 30), paint);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"drawn{number:0000}.jpg");
        using var file = File.Create(Path.Combine(folder, name));
        bitmap.Encode(file, SKEncodedImageFormat.Jpeg, 90);
        return name;
    }
}
