using System.Numerics.Tensors;
using System.Security.Cryptography;
using Kindred.Images.Sources;
using Kindred.Images;
using Kindred.Search.Memory;
using Kindred.Spaces;
using Kindred.Vision;
using Kindred.Vision.Decoding;
using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Benchmarks.Vectors;

/// <summary>
/// Writes the descriptors of photographs as Kindred would search them: the default model's, in a visual space of 256 axes, of length 1. A
/// folder has too few, so each photograph is cropped, mirrored, turned, lit and compressed by chance, every time another way.
/// </summary>
internal static class PhotographVectors
{
    /// <summary>Photographs are decoded to fit this, somewhat more than the network sees.</summary>
    private const int Side = 256;

    private const int BlockRows = 512;

    /// <summary>Embeds variants of the photographs of a folder.</summary>
    /// <param name="folder">With the photographs; those that cannot be read are left out.</param>
    /// <param name="path">Where the vectors go.</param>
    /// <param name="rows">How many. The space is fitted on them.</param>
    /// <param name="queriesPath">Where the queries go: further variants of the same photographs.</param>
    /// <param name="queries">How many.</param>
    /// <param name="seed">Of everything left to chance.</param>
    /// <returns>How many photographs there were.</returns>
    public static async Task<int> WriteAsync(string folder, string path, int rows, string queriesPath, int queries, int seed)
    {
        var photographs = FolderScan.Run(Path.GetFullPath(folder)).Files
            .Select(file => Path.Combine(folder, file.Path)).Where(IsReadable).ToList();
        if (photographs.Count == 0)
            throw new KindredException($"There is no readable photograph in {folder}; name a folder that has some.");

        var rawPath = path + ".raw";
        try
        {
            using var embedder = OnnxEmbedder.Load();
            using var raw = VectorFile.Create(rawPath, rows + queries, embedder.Stamp.Dimensions);
            await foreach (var result in embedder.EmbedAsync(Variants(photographs, raw.Rows, seed)))
            {
                (result.Embedding ?? throw new InvalidOperationException($"A variant was not embedded: {result.Failure}."))
                    .CopyTo(raw[result.Ticket]);
            }

            using var space = Fit(raw, rows);
            Project(space, raw, 0, rows, path);
            Project(space, raw, rows, queries, queriesPath);
            return photographs.Count;
        }
        finally
        {
            File.Delete(rawPath);
        }
    }

    private static bool IsReadable(string path)
    {
        try
        {
            new ImageDecoder().DecodeToFit(File.ReadAllBytes(path), 1, 1);
            return true;
        }
        catch (UnreadableImageException)
        {
            return false;
        }
    }

    /// <summary>
    /// All variants of one photograph after another, so that it is decoded once; their rows lie apart, so that any piece of the file has
    /// all.
    /// </summary>
    private static async IAsyncEnumerable<EncodedImage> Variants(List<string> photographs, int count, int seed)
    {
        var decoder = new ImageDecoder();
        var seen = new HashSet<UInt128>();
        for (var photograph = 0; photograph < photographs.Count; photograph++)
        {
            var random = new Random((seed * 1_000_003) + photograph);
            var pixels = decoder.DecodeToFit(await File.ReadAllBytesAsync(photographs[photograph]), Side, Side);
            for (var row = photograph; row < count; row += photographs.Count)
            {
                byte[] variant;
                do
                    variant = Vary(pixels, random);
                while (!seen.Add(BitConverter.ToUInt128(SHA256.HashData(variant))));
                yield return EncodedImage.FromBytes(variant, row);
            }
        }
    }

    private static byte[] Vary(DecodedImage decoded, Random random)
    {
        double Between(double low, double high) => low + (random.NextDouble() * (high - low));

        using var pixels = VipsImage.NewFromMemory(decoded.Rgb, decoded.Width, decoded.Height, bands: 3, Enums.BandFormat.Uchar);
        using var image = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        using var turned = image.Rotate(Between(-10, 10), background: [127, 127, 127]);
        var (width, height) = (Portion(turned.Width, Between(0.6, 1)), Portion(turned.Height, Between(0.6, 1)));
        using var cropped = turned.Crop(random.Next(turned.Width - width + 1), random.Next(turned.Height - height + 1), width, height);
        using var mirrored = random.Next(2) == 0 ? cropped.Copy() : cropped.Flip(Enums.Direction.Horizontal);
        using var lit = mirrored.Linear([Between(0.7, 1.3)], [Between(-20, 20)], uchar: true);
        return lit.JpegsaveBuffer(q: random.Next(30, 96));
    }

    private static int Portion(int length, double share) => Math.Max(1, (int)(length * share));

    private static EmbeddingSpace Fit(VectorFile raw, int rows)
    {
        var size = Math.Min(rows, VisualSpace.SampleSize);
        using var sample = new AlignedMatrix(raw.Columns, size);
        for (var i = 0; i < size; i++)
            sample.Add(raw[(int)((long)i * rows / size)]);
        return VisualSpace.Fit(sample, version: 1, rows);
    }

    private static void Project(EmbeddingSpace space, VectorFile raw, int first, int count, string path)
    {
        using var file = VectorFile.Create(path, count, space.Dimensions);
        for (var start = 0; start < count; start += BlockRows)
        {
            using var block = new AlignedMatrix(raw.Columns, BlockRows);
            for (var row = start; row < Math.Min(count, start + BlockRows); row++)
                block.Add(raw[first + row]);
            using var projected = space.Project(block);
            for (var row = 0; row < projected.Rows; row++)
                TensorPrimitives.Divide(projected[row], TensorPrimitives.Norm<float>(projected[row]), file[start + row]);
        }
    }
}
