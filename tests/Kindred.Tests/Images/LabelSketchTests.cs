using Kindred.Images;

namespace Kindred.Tests.Images;

public sealed class LabelSketchTests
{
    [Fact]
    public void Changed_OfFewImages_IsExact()
    {
        Image[] before = [.. Enumerable.Range(0, 400).Select(number => Made(number, $"kind{number % 7}"))];
        Image[] more = [.. before, .. Enumerable.Range(400, 100).Select(number => Made(number, "new"))];
        Image[] relabelled = [.. before.Select((image, i) => i < 50 ? Made(i, "other") : image)];

        Assert.Equal(0, Changed(before, before));
        Assert.Equal(0, Changed(before, [.. before.Reverse()]));
        Assert.Equal(100 / 500.0, Changed(before, more), precision: 9);
        Assert.Equal(100 / 500.0, Changed(more, before), precision: 9);
        Assert.Equal(100 / 450.0, Changed(before, relabelled), precision: 9); // 50 pairs are gone, and 50 are new.
        Assert.Equal(1, Changed(before, []));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Changed_OfMany_IsNearlyTheirShare(double share)
    {
        const int Images = 40_000;
        Image[] before = [.. Enumerable.Range(0, Images).Select(number => Made(number, null))];
        var gone = (int)(share * Images);

        var changed = Changed(before, before[gone..]);

        // Four standard errors of a sample of 512.
        Assert.Equal(share, changed, 4 * Math.Sqrt(share * (1 - share) / 512));
    }

    [Fact]
    public void Changed_TextOfAnotherVersion_IsAll() =>
        Assert.Equal(1, LabelSketch.Changed("in another way", LabelSketch.Of([Made(1, "a")])));

    private static double Changed(Image[] before, Image[] after) => LabelSketch.Changed(LabelSketch.Of(before), LabelSketch.Of(after));

    private static Image Made(int number, string? label) => new(
        new ImageId(number), "/gallery", label is null ? $"{number}.jpg" : $"{label}/{number}.jpg",
        ContentHash.Of(BitConverter.GetBytes(number)), Bytes: 1, DateTime.UnixEpoch, Width: 8, Height: 8);
}
