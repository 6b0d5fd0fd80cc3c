using Kindred.Recommendations.Explanations;
using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>
/// Draws a heat map over its picture in grey: one warm color, the more opaque the more of the score a place has. Only its opacity changes,
/// so that it tells the same by day, by night and to the color-blind.
/// </summary>
internal static class HeatMapImage
{
    private const double MostOpaque = 0.7;

    private static readonly SKColor Warm = new(0xFF, 0x7A, 0x00);

    private static readonly SKSamplingOptions Resampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Half the contrast, about a middle grey: warm on black and warm on white have to look alike.</summary>
    private static readonly float[] Grey =
    [
        0.1063f, 0.3576f, 0.0361f, 0, 0.25f,
        0.1063f, 0.3576f, 0.0361f, 0, 0.25f,
        0.1063f, 0.3576f, 0.0361f, 0, 0.25f,
        0, 0, 0, 1, 0,
    ];

    /// <summary>Draws both.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="map">The heat map.</param>
    /// <param name="picture">Its picture.</param>
    /// <param name="target">Where they lie.</param>
    public static void Draw(SKCanvas canvas, HeatMap map, SKImage picture, SKRect target)
    {
        using var filter = SKColorFilter.CreateColorMatrix(Grey);
        using var paint = new SKPaint { ColorFilter = filter };
        canvas.DrawImage(picture, target, Resampling, paint);
        using var warmth = Warmth(map, (int)MathF.Ceiling(target.Width), (int)MathF.Ceiling(target.Height));
        canvas.DrawImage(warmth, target, Resampling);
    }

    private static SKImage Warmth(HeatMap map, int width, int height)
    {
        var shares = Shares(map);
        var (columns, rows) = (Taps(width), Taps(height));
        var rgba = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var share = 0.0;
                foreach (var (row, down) in rows[y])
                {
                    foreach (var (column, across) in columns[x])
                        share += down * across * shares[(row * HeatMap.Size) + column];
                }

                var pixel = rgba.AsSpan(((y * width) + x) * 4, 4);
                (pixel[0], pixel[1], pixel[2]) = (Warm.Red, Warm.Green, Warm.Blue);
                pixel[3] = (byte)Math.Round(255 * MostOpaque * Math.Clamp(share, 0, 1));
            }
        }

        return SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba);
    }

    /// <summary>
    /// How warm each cell is: not at all where it has half of what the best cell has, or less. Scores are spread over the whole picture,
    /// and between nothing and the best all of it would be warm.
    /// </summary>
    private static double[] Shares(HeatMap map)
    {
        double most = Math.Max(map.Cells.Max(), float.Epsilon);
        return [.. map.Cells.Select(cell => Math.Max(0, (2 * cell / most) - 1))];
    }

    /// <summary>
    /// For each pixel the cells that it is made of, with their weights: cubic between the centers of cells (Catmull and Rom 1974), and
    /// constant beyond the outer ones, where mirrored cells make the slope 0, so that nothing shows where one cell ends.
    /// </summary>
    private static (int Cell, double Weight)[][] Taps(int pixels) =>
    [
        .. Enumerable.Range(0, pixels).Select(pixel =>
        {
            var place = Math.Clamp(((pixel + 0.5) / pixels * HeatMap.Size) - 0.5, 0, HeatMap.Size - 1);
            var cell = (int)place;
            var t = place - cell;
            return new (int, double)[]
            {
                (Mirrored(cell - 1), t * (-1 + (t * (2 - t))) / 2),
                (cell, (2 + (t * t * (-5 + (3 * t)))) / 2),
                (Mirrored(cell + 1), t * (1 + (t * (4 - (3 * t)))) / 2),
                (Mirrored(cell + 2), t * t * (t - 1) / 2),
            };
        }),
    ];

    private static int Mirrored(int cell)
    {
        const int Last = HeatMap.Size - 1;
        return Math.Abs(cell > Last ? (2 * Last) - cell : cell);
    }
}
