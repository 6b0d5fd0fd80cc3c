using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Samples;
using Kindred.Tests.Libraries;
using Kindred.Vision.Alterations;
using Kindred.Vision.Decoding;
using SkiaSharp;

namespace Kindred.Tests.NearDuplicates;

/// <summary>
/// The three kinds, on drawn furniture in one room, on photographs where they lie beside the checkout: by fingerprints alone, the
/// embeddings taken to be near enough.
/// </summary>
public sealed class LikenessTests
{
    private const float Cosine = 0.96f;
    private const int Side = 224;

    private static readonly ImageDecoder Decoder = new();

    [Fact]
    public void Compare_RedrawnFurniture_IsHardlyEverTheSamePhotograph()
    {
        var pairs = Redrawn(seed: 11, pieces: 18);
        var recolored = pairs.Where(pair => pair.Redesign == Redesign.Recolored).ToList();
        var reshaped = pairs.Where(pair => pair.Redesign is Redesign.OtherLegs or Redesign.OtherBack).ToList();

        Assert.InRange(recolored.Count, 12, 18);
        Assert.InRange(ShareOf(recolored, Likeness.NearDuplicate), 0, 0.1);
        Assert.InRange(ShareOf(recolored, Likeness.Variant), 0.4, 1);
        Assert.InRange(reshaped.Count, 12, 36);
        Assert.InRange(ShareOf(reshaped, Likeness.NearDuplicate), 0, 0.15);
        Assert.InRange(ShareOf(reshaped, Likeness.Variant), 0, 0.2);
    }

    [Fact]
    public void Compare_AlteredPhotographs_AreWhatTheyAre()
    {
        const int Photographs = 30;
        var clothes = IndexedClothes.Find();
        Assert.SkipWhen(clothes is null, "The photographs are not here.");
        var files = Directory.GetFiles(clothes!, "*.jpg", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        new Random(5).Shuffle(files);
        var alterer = new ImageAlterer(Decoder);
        var decided = (
            from file in files.Take(Photographs).Index()
            let original = File.ReadAllBytes(file.Item)
            from alteration in Enum.GetValues<Alteration>()
            let altered = alterer.Alter(original, alteration, file.Index)
            where altered is not null
            select (Alteration: alteration, Compare(original, altered).Likeness)).ToList();
        double Share(Likeness likeness, params Alteration[] alterations) => decided
            .Where(pair => alterations.Contains(pair.Alteration)).Average(pair => pair.Likeness == likeness ? 1.0 : 0);

        Assert.InRange(
            Share(
                Likeness.NearDuplicate, Alteration.Cropped, Alteration.Rescaled, Alteration.Relit, Alteration.Reframed,
                Alteration.ShopEdited),
            0.92, 1);
        Assert.InRange(Share(Likeness.Variant, Alteration.Recolored, Alteration.PartRecolored), 0.6, 1);
        Assert.InRange(Share(Likeness.NearDuplicate, Alteration.Recolored, Alteration.PartRecolored), 0, 0.05);
        Assert.InRange(Share(Likeness.NearDuplicate, Alteration.Reshaped), 0, 0.1);
    }

    private static double ShareOf(IEnumerable<(Redesign Redesign, Likeness Likeness)> pairs, Likeness likeness) =>
        pairs.Average(pair => pair.Likeness == likeness ? 1.0 : 0);

    private static List<(Redesign Redesign, Likeness Likeness)> Redrawn(int seed, int pieces)
    {
        FurnitureKind[] kinds = [FurnitureKind.Chair, FurnitureKind.Sofa, FurnitureKind.Table];
        var pairs = new List<(Redesign, Likeness)>();
        for (var i = 0; i < pieces; i++)
        {
            var (kind, style) = (kinds[i % kinds.Length], i / kinds.Length);
            Dice Chance() => Dice.For(seed, (int)kind, style);
            var original = SamplePicture.Draw(kind, style, Chance(), SKEncodedImageFormat.Jpeg);
            foreach (var redesign in Enum.GetValues<Redesign>())
            {
                var choice = Dice.For(seed + 1, i, (int)redesign);
                if (SamplePicture.DrawRedesigned(kind, style, Chance(), redesign, choice, SKEncodedImageFormat.Jpeg) is { } redrawn)
                    pairs.Add((redesign, Compare(original, redrawn).Likeness));
            }
        }

        return pairs;
    }

    private static NearDuplicateEvidence Compare(byte[] first, byte[] second) =>
        NearDuplicateEvidence.Compare(Cosine, Take(first), Take(second));

    private static Fingerprint Take(byte[] encoded)
    {
        var rgb = new byte[Side * Side * 3];
        Decoder.Decode(encoded, Side, Side, rgb);
        return Fingerprint.FromRgb(rgb, Side, Side);
    }
}
