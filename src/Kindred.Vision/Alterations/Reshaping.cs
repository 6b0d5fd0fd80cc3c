using Kindred.Vision.Decoding;

namespace Kindred.Vision.Alterations;

/// <summary>Another shape in one place: what is around a point of the thing's outline is drawn in or pushed out.</summary>
internal static class Reshaping
{
    private const int Attempts = 12;

    /// <summary>Mean difference in levels, over the middle of the warped disc, from which on it shows.</summary>
    private const float LeastDifference = 14;

    /// <summary>Warps a disc whose radius is a sixth to a quarter of the picture; <see langword="null"/> where no attempt shows.</summary>
    public static DecodedImage? Apply(DecodedImage picture, ThingMask mask, Random random)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (x, y) = mask.OutlinePoint(random);
            var radius = (0.16f + (0.09f * random.NextSingle())) * Math.Min(picture.Width, picture.Height);
            var (sine, cosine) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            var length = 0.5f * radius;
            var warped = Warp(
                picture, x * picture.Width, y * picture.Height, radius, length * cosine, length * sine, out var difference);
            if (difference >= LeastDifference)
                return warped;
        }

        return null;
    }

    private static DecodedImage Warp(
        DecodedImage picture, float centerX, float centerY, float radius, float moveX, float moveY, out float difference)
    {
        var rgb = picture.Rgb.ToArray();
        double sum = 0;
        var count = 0;
        for (var y = Math.Max(0, (int)(centerY - radius)); y < Math.Min(picture.Height, centerY + radius); y++)
        {
            for (var x = Math.Max(0, (int)(centerX - radius)); x < Math.Min(picture.Width, centerX + radius); x++)
            {
                var away = (((x - centerX) * (x - centerX)) + ((y - centerY) * (y - centerY))) / (radius * radius);
                if (away >= 1)
                    continue;
                var share = (1 - away) * (1 - away);
                for (var channel = 0; channel < 3; channel++)
                {
                    var at = (((y * picture.Width) + x) * 3) + channel;
                    rgb[at] = Sample(picture, x - (share * moveX), y - (share * moveY), channel);
                    if (away > 0.25f)
                        continue;
                    sum += Math.Abs(rgb[at] - picture.Rgb[at]);
                    count++;
                }
            }
        }

        difference = count == 0 ? 0 : (float)(sum / count);
        return picture with { Rgb = rgb };
    }

    private static byte Sample(DecodedImage picture, float x, float y, int channel)
    {
        (x, y) = (Math.Clamp(x, 0, picture.Width - 1.001f), Math.Clamp(y, 0, picture.Height - 1.001f));
        var (left, top) = ((int)x, (int)y);
        float At(int column, int row) => picture.Rgb[(((row * picture.Width) + column) * 3) + channel];
        var above = float.Lerp(At(left, top), At(left + 1, top), x - left);
        var below = float.Lerp(At(left, top + 1), At(left + 1, top + 1), x - left);
        return (byte)(float.Lerp(above, below, y - top) + 0.5f);
    }
}
