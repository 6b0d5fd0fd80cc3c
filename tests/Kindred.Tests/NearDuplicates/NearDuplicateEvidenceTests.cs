using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Vision.Alterations;
using Kindred.Vision.Decoding;
using NetVips;
using Image = NetVips.Image;

namespace Kindred.Tests.NearDuplicates;

public sealed class NearDuplicateEvidenceTests
{
    // What the raw embeddings of alike pictures have; these tests are about the fingerprints.
    private const float Cosine = 0.96f;

    private const int Side = 160;

    private static readonly ImageDecoder Decoder = new();
    private static readonly ImageTransformer Transformer = new(Decoder);

    public static TheoryData<string> Transformations => [.. Enum.GetNames<Transformation>()];

    [Theory]
    [MemberData(nameof(Transformations))]
    public void Compare_TransformedCopy_IsCopy(string transformation)
    {
        var original = Picture(seed: 1);

        var evidence = Compare(original, Transformer.Transform(original, Enum.Parse<Transformation>(transformation)));

        Assert.True(evidence.IsNearDuplicate, $"{evidence}");
        Assert.InRange(evidence.Similarity, 0.5f, 1f);
        Assert.Equal(transformation == nameof(Transformation.Mirror), evidence.Mirrored);
    }

    [Theory]
    [MemberData(nameof(Transformations))]
    public void Compare_EitherOrder_IsTheSame(string transformation)
    {
        var original = Take(Picture(seed: 2));
        var copy = Take(Transformer.Transform(Picture(seed: 2), Enum.Parse<Transformation>(transformation)));

        Assert.Equal(NearDuplicateEvidence.Compare(Cosine, original, copy), NearDuplicateEvidence.Compare(Cosine, copy, original));
    }

    [Fact]
    public void CompareAll_ManyPairs_IsWhatEachPairGivesByItself()
    {
        List<Fingerprint> fingerprints = [.. Enumerable.Range(0, 6).Select(seed => Take(Picture(seed)))];
        fingerprints.AddRange(Enum.GetValues<Transformation>().Select(how => Take(Transformer.Transform(Picture(seed: 1), how))));
        var pairs = (
            from i in Enumerable.Range(0, fingerprints.Count)
            from j in Enumerable.Range(0, i)
            select (Cosine - (0.01f * j), fingerprints[i], fingerprints[j])).ToList();

        var together = NearDuplicateEvidence.CompareAll(pairs, TestContext.Current.CancellationToken);

        Assert.Equal(pairs.Select(pair => NearDuplicateEvidence.Compare(pair.Item1, pair.Item2, pair.Item3)), together);
        Assert.Contains(together, evidence => evidence.IsNearDuplicate);
    }

    [Fact]
    public void Compare_Itself_IsCertain()
    {
        var evidence = Compare(Picture(seed: 3), Picture(seed: 3));

        Assert.Equal(1, evidence.Similarity, 1e-4f);
        Assert.False(evidence.Mirrored);
    }

    [Fact]
    public void Compare_OtherPictures_AreNoCopies()
    {
        var fingerprints = Enumerable.Range(0, 12).Select(seed => Take(Picture(seed))).ToList();

        for (var i = 0; i < fingerprints.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var evidence = NearDuplicateEvidence.Compare(Cosine, fingerprints[i], fingerprints[j]);
                Assert.True(evidence.Likeness == Likeness.Similar, $"{i}, {j}: {evidence}");
                Assert.Equal(Likeness.Similar, evidence.Likeness);
            }
        }
    }

    [Fact]
    public void Compare_OtherColors_IsVariant()
    {
        var original = Picture(seed: 4);
        var rgb = Decode(original);
        for (var i = 0; i < rgb.Length; i += 3)
        {
            // The opposite color of the same luminance.
            var luminance = (0.299 * rgb[i]) + (0.587 * rgb[i + 1]) + (0.114 * rgb[i + 2]);
            for (var channel = i; channel < i + 3; channel++)
                rgb[channel] = (byte)Math.Clamp((2 * luminance) - rgb[channel], 0, 255);
        }

        var evidence = NearDuplicateEvidence.Compare(Cosine, Take(original), Fingerprint.FromRgb(rgb, Side, Side));

        Assert.True(evidence.ColorDifference > NearDuplicateEvidence.MostColorDifference, $"{evidence}");
        Assert.Equal(Likeness.Variant, evidence.Likeness);
        Assert.InRange(evidence.Similarity, 0.5f, 1f);
    }

    [Fact]
    public void Compare_DarkerThingOnTheSameWall_IsNoCopy()
    {
        using var wall = Open(Picture(seed: 8, size: 300));
        using var thing = Open(Picture(seed: 5, size: 120));
        using var darker = thing.Linear([0.7], [0], uchar: true);

        var evidence = Compare(On(wall, thing), On(wall, darker));

        Assert.True(evidence.IsPlaced, $"{evidence}");
        Assert.False(evidence.IsNearDuplicate, $"{evidence}");
    }

    [Theory]
    [InlineData(nameof(Alteration.Cropped), 17)]
    [InlineData(nameof(Alteration.Rescaled), 17)]
    [InlineData(nameof(Alteration.Relit), 17)]
    // Six discs on a plain ground have little to lay them on each other by; photographs do better.
    [InlineData(nameof(Alteration.Reframed), 13)]
    [InlineData(nameof(Alteration.ShopEdited), 13)]
    public void Compare_ShopEdit_IsMostlyNearDuplicate(string alteration, int least)
    {
        const int Pictures = 20;
        var alterer = new ImageAlterer(Decoder);
        var found = Enumerable.Range(100, Pictures).Count(seed =>
        {
            var original = Picture(seed);
            return Compare(original, alterer.Alter(original, Enum.Parse<Alteration>(alteration), seed)!).IsNearDuplicate;
        });

        Assert.InRange(found, least, Pictures);
    }

    [Fact]
    public void Compare_PlainPictures_DecidesSomething()
    {
        var white = Fingerprint.FromRgb(Enumerable.Repeat((byte)255, 300).ToArray(), 10, 10);
        var black = Fingerprint.FromRgb(new byte[300], 10, 10);

        Assert.False(NearDuplicateEvidence.Compare(Cosine, white, black).IsNearDuplicate);
        Assert.InRange(NearDuplicateEvidence.Compare(Cosine, white, white).Similarity, 0f, 1f);
    }

    [Fact]
    public void Compare_EmbeddingsFarApart_IsNoCopy()
    {
        var fingerprint = Take(Picture(seed: 6));

        var evidence = NearDuplicateEvidence.Compare(NearDuplicateEvidence.LeastCosine - 0.01f, fingerprint, fingerprint);

        Assert.False(evidence.IsNearDuplicate);
        Assert.Equal(0, evidence.Similarity);
    }

    // One outline on one sheet: with the folds of another T-shirt, in another color, it is another T-shirt.
    [Theory]
    [InlineData(1, 1, nameof(Likeness.Variant))]
    [InlineData(1, 2, nameof(Likeness.Similar))]
    [InlineData(3, 4, nameof(Likeness.Similar))]
    public void Compare_PlainThingsOfOneOutline_AreVariantsWhereTheirFoldsAgree(int folds, int otherFolds, string likeness)
    {
        var evidence = NearDuplicateEvidence.Compare(Cosine, PlainShirt(150, 30, 50, folds), PlainShirt(40, 60, 130, otherFolds));

        Assert.True(evidence.Likeness == Enum.Parse<Likeness>(likeness), $"{evidence}");
    }

    private static Fingerprint PlainShirt(int red, int green, int blue, int folds)
    {
        const int Pixels = 192;
        const int Shades = 48;
        var random = new Random(folds);
        int[] shades = [.. Enumerable.Range(0, Shades * Shades).Select(_ => random.Next(-7, 8))];
        var rgb = new byte[Pixels * Pixels * 3];
        for (var i = 0; i < Pixels * Pixels; i++)
        {
            var (x, y) = (i % Pixels, i / Pixels);
            var isShirt = y is > 30 and < 170 && (x is > 60 and < 132 || (y < 80 && x is > 30 and < 162));
            var shade = shades[(y * Shades / Pixels * Shades) + (x * Shades / Pixels)];
            int[] color = isShirt ? [red, green, blue] : [225, 220, 215];
            for (var channel = 0; channel < 3; channel++)
                rgb[(i * 3) + channel] = (byte)(color[channel] + shade);
        }

        return Fingerprint.FromRgb(rgb, Pixels, Pixels);
    }

    private static NearDuplicateEvidence Compare(byte[] first, byte[] second) =>
        NearDuplicateEvidence.Compare(Cosine, Take(first), Take(second));

    private static Fingerprint Take(byte[] encoded) => Fingerprint.FromRgb(Decode(encoded), Side, Side);

    private static byte[] Decode(byte[] encoded)
    {
        var rgb = new byte[Side * Side * 3];
        Decoder.Decode(encoded, Side, Side, rgb);
        return rgb;
    }

    private static Image Open(byte[] encoded)
    {
        var decoded = Decoder.DecodeToFit(encoded, 1000, 1000);
        using var pixels = Image.NewFromMemory(decoded.Rgb, decoded.Width, decoded.Height, bands: 3, Enums.BandFormat.Uchar);
        return pixels.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte[] On(Image wall, Image thing) =>
        wall.Insert(thing, 70, 70).Copy(interpretation: Enums.Interpretation.Srgb).JpegsaveBuffer(q: 95);

    private static byte[] Picture(int seed, int size = 240)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("picture.jpg");
        TestPictures.Write(path, seed, size * 4 / 3, size);
        return File.ReadAllBytes(path);
    }
}
