using NetVips;

namespace Kindred.Vision.Alterations;

/// <summary>What shops do to a photograph. The photograph stays the same.</summary>
/// <param name="random">Decides how much is done.</param>
internal sealed class ShopEdit(Random random)
{
    private static readonly (double Width, double Height)[] Proportions = [(1, 1), (3, 4), (4, 3), (4, 5), (2, 3), (3, 2)];

    /// <summary>70 to 95 % of the width and of the height, anywhere.</summary>
    public Image Crop(Image image)
    {
        var share = Between(0.72, 0.93);
        var width = (int)(image.Width * Math.Clamp(share + Between(-0.06, 0.06), 0.7, 0.95));
        var height = (int)(image.Height * Math.Clamp(share + Between(-0.06, 0.06), 0.7, 0.95));
        return image.Crop(random.Next(image.Width - width + 1), random.Next(image.Height - height + 1), width, height);
    }

    /// <summary>40 to 120 % of the size.</summary>
    public Image Rescale(Image image) => image.Resize(Between(0.4, 1.2));

    /// <summary>Brightness, contrast around the middle gray, and a gain for each of red, green and blue.</summary>
    public Image Relight(Image image)
    {
        var (brightness, contrast) = (Between(0.85, 1.18), Between(0.85, 1.2));
        var warmth = Between(-0.07, 0.07);
        var green = Between(-0.025, 0.025);
        double[] gains = [1 + warmth, 1 + green, 1 - warmth];
        return image.Linear(
            [.. gains.Select(gain => brightness * contrast * gain)], [128 * (1 - contrast)], uchar: true);
    }

    /// <summary>In the middle of a canvas of other proportions, with a border of up to 8 % of the longer side around it.</summary>
    public Image Reframe(Image image)
    {
        var border = random.Next(2) == 0 ? 0 : (int)(Between(0.02, 0.08) * Math.Max(image.Width, image.Height));
        var (across, down) = Proportions[random.Next(Proportions.Length)];
        double width = image.Width + (2 * border), height = image.Height + (2 * border);
        var unit = Math.Max(width / across, height / down);
        (width, height) = (Math.Round(unit * across), Math.Round(unit * down));
        double gray = random.Next(3) == 0 ? random.Next(215, 250) : 255;
        return image.Embed(
            ((int)width - image.Width) / 2, ((int)height - image.Height) / 2, (int)width, (int)height,
            extend: Enums.Extend.Background, background: [gray, gray, gray]);
    }

    private double Between(double low, double high) => low + ((high - low) * random.NextDouble());
}
