using System.Collections.Concurrent;
using Kindred.Embeddings;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Images;
using Kindred.Tests.Libraries;
using Kindred.Vision.Decoding;

namespace Kindred.Tests.NearDuplicates;

/// <summary>On photographs, where they lie beside the checkout: thirty of 398, each transformed in eight ways.</summary>
public sealed class ClothesNearDuplicatesTests(LibraryFixture fixture) : IClassFixture<LibraryFixture>
{
    private const int Photographs = 30;
    private const int Seed = 7;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_TransformedPhotographs_AreFoundPrecisely()
    {
        var clothes = IndexedClothes.Find();
        Assert.SkipWhen(clothes is null, "The photographs are not here.");
        var files = Directory.GetFiles(clothes!, "*.jpg", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        new Random(Seed).Shuffle(files);
        byte[][] originals = [.. files.Take(Photographs).Select(File.ReadAllBytes)];
        var transformer = new ImageTransformer(new ImageDecoder());
        var transformations = Enum.GetValues<Transformation>();

        using var task = new NearDuplicateTask(await EmbedAsync(originals));
        foreach (var transformation in transformations)
        {
            var copies = await EmbedAsync([.. originals.Select(original => transformer.Transform(original, transformation))]);
            for (var i = 0; i < copies.Length; i++)
                task.Judge(transformation.ToString(), i, copies[i]);
        }

        var report = task.Report(Seed);

        Assert.Equal(Photographs * transformations.Length, report.Altered);
        Assert.True(report.Precision!.Value.Mean >= 0.99, $"{report.Precision}");
        Assert.True(report.Recall.Mean >= 0.95, $"{report.Recall}");
        Assert.All(report.ByTransformation, row => Assert.True(row.Recall.Mean >= 0.85, $"{row}"));
    }

    private async Task<FingerprintedImage[]> EmbedAsync(byte[][] pictures)
    {
        var embedded = new ConcurrentDictionary<int, FingerprintedImage>();
        var images = pictures.Select((bytes, i) => EncodedImage.FromBytes(bytes, i)).ToAsyncEnumerable();
        await foreach (var result in fixture.Embedder.EmbedAsync(images, Cancel))
            embedded[result.Ticket] = new FingerprintedImage(result.Embedding, result.Fingerprint!);
        return [.. Enumerable.Range(0, pictures.Length).Select(i => embedded[i])];
    }
}
