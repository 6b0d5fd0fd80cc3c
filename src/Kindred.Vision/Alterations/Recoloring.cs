using Kindred.Vision.Decoding;
using NetVips;

namespace Kindred.Vision.Alterations;

/// <summary>The same thing in another color: its hue turned, its lightness scaled, its shading kept.</summary>
internal static class Recoloring
{
    /// <summary>Mean difference in CIELAB from which on anybody sees another color.</summary>
    private const float LeastDifference = 14;

    private const int Attempts = 8;

    /// <summary>Recolors what a mask covers; <see langword="null"/> where no attempt shows.</summary>
    public static DecodedImage? Apply(DecodedImage picture, ThingMask mask, Random random)
    {
        var lab = ToLab(picture);
        var weights = new float[picture.Width * picture.Height];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = mask.At(((i % picture.Width) + 0.5f) / picture.Width, ((i / picture.Width) + 0.5f) / picture.Height);

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var recolored = Recolor(lab, weights, random);
            var rgb = ToRgb(recolored, picture.Width, picture.Height);
            var result = picture with { Rgb = rgb };
            if (Difference(lab, ToLab(result), weights) >= LeastDifference)
                return result;
        }

        return null;
    }

    private static float[] Recolor(float[] lab, float[] weights, Random random)
    {
        var (lightness, hue, tint) = random.Next(3) switch
        {
            0 => (Lightness(random), 0f, 0f),
            1 => (1f, Turn(random), 22f),
            _ => (Lightness(random), Turn(random), 22f),
        };
        var (sine, cosine) = MathF.SinCos(hue);
        // What is gray has no hue to turn, and gets one.
        var (tintSine, tintCosine) = MathF.SinCos(Turn(random));
        var recolored = new float[lab.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var (l, a, b) = (lab[3 * i], lab[(3 * i) + 1], lab[(3 * i) + 2]);
            var gray = 1 - Math.Min(1, MathF.Sqrt((a * a) + (b * b)) / 20);
            var newL = lightness > 1 ? 100 - ((100 - l) / lightness) : l * lightness;
            var newA = (a * cosine) - (b * sine) + (gray * tint * tintCosine);
            var newB = (a * sine) + (b * cosine) + (gray * tint * tintSine);
            recolored[3 * i] = float.Lerp(l, newL, weights[i]);
            recolored[(3 * i) + 1] = float.Lerp(a, newA, weights[i]);
            recolored[(3 * i) + 2] = float.Lerp(b, newB, weights[i]);
        }

        return recolored;
    }

    private static float Lightness(Random random) =>
        random.Next(2) == 0 ? 0.45f + (0.25f * random.NextSingle()) : 1.4f + (0.8f * random.NextSingle());

    private static float Turn(Random random) => MathF.PI * (0.33f + (1.33f * random.NextSingle()));

    private static float Difference(float[] first, float[] second, float[] weights)
    {
        double sum = 0, all = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var at = 3 * i;
            var (l, a, b) = (first[at] - second[at], first[at + 1] - second[at + 1], first[at + 2] - second[at + 2]);
            sum += weights[i] * Math.Sqrt((l * l) + (a * a) + (b * b));
            all += weights[i];
        }

        return all == 0 ? 0 : (float)(sum / all);
    }

    private static float[] ToLab(DecodedImage picture)
    {
        using var pixels = Image.NewFromMemory(picture.Rgb, picture.Width, picture.Height, bands: 3, Enums.BandFormat.Uchar);
        using var srgb = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        using var lab = srgb.Colourspace(Enums.Interpretation.Lab);
        return lab.WriteToMemory<float>();
    }

    private static byte[] ToRgb(float[] values, int width, int height)
    {
        using var pixels = Image.NewFromMemory(values, width, height, bands: 3, Enums.BandFormat.Float);
        using var lab = pixels.Copy(interpretation: Enums.Interpretation.Lab);
        using var rgb = lab.Colourspace(Enums.Interpretation.Srgb);
        return rgb.WriteToMemory<byte>();
    }
}
