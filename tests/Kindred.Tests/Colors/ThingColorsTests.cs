using Kindred.Colors;
using Kindred.Samples;

namespace Kindred.Tests.Colors;

public sealed class ThingColorsTests
{
    [Theory]
    [InlineData(0xC01020, 0xFFFFFF, "red")]
    [InlineData(0xF4F4F4, 0xB01020, "white")]
    [InlineData(0x1B3A6B, 0xC8A070, "blue")]
    [InlineData(0x1B3A6B, 0xC8A070, "#1b3a6b")]
    [InlineData(0x202020, 0xF0F0F0, "black")]
    [InlineData(0x208040, 0x303030, "green")]
    public void ShareOf_AThingOnAGround_IsOfTheThing(int thing, int ground, string color)
    {
        var fingerprint = ColoredPicture.Of(ColoredPicture.Png((uint)thing, (uint)ground));

        Assert.InRange(ColoredPicture.Share(fingerprint, color), 0.85, 1.01);
        Assert.InRange(ColoredPicture.Share(fingerprint, $"#{ground:x6}"), 0, 0.1);
    }

    [Fact]
    public void ShareOf_AThingThatLooksLikeItsGround_IsOfThePicture()
    {
        var fingerprint = ColoredPicture.Of(ColoredPicture.Png(0xF2F2F2, 0xF4F4F4));

        Assert.InRange(ColoredPicture.Share(fingerprint, "white"), 0.9, 1.01);
    }

    [Fact]
    public void NearnessTo_ByColor_IsLargerForTheSameThingOnAnotherGround()
    {
        static byte[] Colors(uint thing, uint ground)
        {
            var bytes = new byte[ThingColors.Size];
            ThingColors.Find(ColoredPicture.Of(ColoredPicture.Png(thing, ground)), bytes);
            return bytes;
        }

        var red = Colors(0xC01020, 0xFFFFFF);

        var sameThing = new ThingColors(red).NearnessTo(new ThingColors(Colors(0xC01020, 0x304030)));
        var sameGround = new ThingColors(red).NearnessTo(new ThingColors(Colors(0x1B3A6B, 0xFFFFFF)));

        Assert.InRange(sameThing, 0.9f, 1.01f);
        Assert.InRange(sameGround, 0, 0.3f);
    }

    /// <summary>
    /// The drawing knows its paint; a picture shows it in a light and on a ground, and much of it thin. As a whole it says little.
    /// </summary>
    [Fact]
    public void Find_OfDrawnFurniture_SeesThePaintFarMoreOftenThanThePictureAsAWhole()
    {
        using var folder = new TemporaryFolder();
        SampleGallery.Draw(folder.Path, 60, seed: 77, cancellationToken: TestContext.Current.CancellationToken);
        var (ofThing, ofPicture) = (0, 0);

        foreach (var (path, paint) in SampleGallery.PaintOf(60, seed: 77))
        {
            bool IsPaint(LabColor seen) => paint
                .Where(color => (NamesOf(color.Red, color.Green, color.Blue) & ColorCentroids.NamesOf(seen)) != ColorName.None)
                .Sum(color => color.Share) >= WantedColor.LeastShare;
            var cells = ThingCells.Of(ColoredPicture.Of(File.ReadAllBytes(Path.Combine(folder.Path, path))));
            var alike = new float[cells.Colors.Length];
            Array.Fill(alike, 1f);
            ofThing += IsPaint(ColorGroups.Of(cells.Colors, cells.Weights, 4)[0].Color) ? 1 : 0;
            ofPicture += IsPaint(ColorGroups.Of(cells.Colors, alike, 4)[0].Color) ? 1 : 0;
        }

        Assert.True(ofThing >= 24 && ofThing >= 1.5 * ofPicture, $"{ofThing} by the thing, {ofPicture} by the whole picture, of 60");
    }

    private static ColorName NamesOf(byte red, byte green, byte blue) => ColorCentroids.NamesOf(LabColor.FromRgb(red, green, blue));
}
