using System.Numerics;
using Kindred.Samples;
using Kindred.Samples.Furniture;
using Kindred.Samples.Rendering;
using SkiaSharp;

namespace Kindred.Tests.Samples;

public sealed class FurnitureTests
{
    public static TheoryData<int> Kinds => [.. Enum.GetValues<FurnitureKind>().Select(kind => (int)kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Style_AnyDice_StandsOnTheFloorInAPlausibleSize(int kind)
    {
        var styles = Catalog.Styles((FurnitureKind)kind);
        for (var number = 0; number < styles.Count * 2; number++)
        {
            var dice = Dice.For(5, kind, number);
            var mesh = new Mesh();
            styles[number % styles.Count](mesh, dice, new Palette(dice));

            Vector3 low = new(float.MaxValue), high = new(float.MinValue);
            foreach (var p in mesh.Positions)
                (low, high) = (Vector3.Min(low, p), Vector3.Max(high, p));
            Assert.InRange(low.Y, -0.03f, 0.03f);
            Assert.InRange(high.Y, 0.3f, 2.2f);
            Assert.InRange(high.X - low.X, 0.3f, 2.6f);
            Assert.True(mesh.Normals.TrueForAll(normal => MathF.Abs(normal.Length() - 1) < 0.01f));
        }
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Draw_AnyFormat_IsReadable(SKEncodedImageFormat format)
    {
        using var data = SKData.CreateCopy(SamplePicture.Draw(FurnitureKind.Chair, 3, new Dice(4), format));
        using var codec = SKCodec.Create(data);

        Assert.Equal(format, codec.EncodedFormat);
        Assert.InRange(codec.Info.Width, 360, 640);
        Assert.InRange(codec.Info.Height, 360, 512);
    }
}
