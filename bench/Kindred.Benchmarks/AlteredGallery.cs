using Kindred.Vision.Alterations;
using Kindred.Vision.Decoding;

namespace Kindred.Benchmarks;

/// <summary>
/// Makes a gallery three times as large of a labelled folder: every picture, the thing on a crop of it in another color, and the thing on
/// another crop with its outline warped. They are no new products: a picture of a kind is found more easily where its own changed copies
/// are in the gallery, so figures on such a gallery say what size does and not how well kinds are told apart.
/// </summary>
internal static class AlteredGallery
{
    private static readonly Alteration[] Alterations = [Alteration.Recolored, Alteration.Reshaped];

    /// <summary>Writes the gallery.</summary>
    /// <param name="from">A folder of folders of pictures.</param>
    /// <param name="to">Where to; made where it is missing.</param>
    public static int Write(string from, string to)
    {
        var alterer = new ImageAlterer(new ImageDecoder());
        var files = Directory.EnumerateFiles(from, "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var written = 0;
        Parallel.For(0, files.Length, i =>
        {
            var folder = Path.Combine(to, Path.GetRelativePath(from, Path.GetDirectoryName(files[i])!));
            Directory.CreateDirectory(folder);
            var name = Path.GetFileNameWithoutExtension(files[i]);
            var original = File.ReadAllBytes(files[i]);
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(files[i])), original);
            Interlocked.Increment(ref written);
            foreach (var alteration in Alterations)
            {
                // A crop of its own for each; nothing where no thing stands out.
                if (alterer.Alter(original, Alteration.Cropped, (2 * i) + (int)alteration) is not { } cropped
                    || alterer.Alter(cropped, alteration, i) is not { } altered)
                    continue;
                File.WriteAllBytes(Path.Combine(folder, $"{name}-{alteration}.jpg"), altered);
                Interlocked.Increment(ref written);
            }
        });
        Console.WriteLine($"{written} pictures of {files.Length} in {to}");
        return 0;
    }
}
