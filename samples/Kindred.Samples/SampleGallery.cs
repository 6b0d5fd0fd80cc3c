using SkiaSharp;

namespace Kindred.Samples;

/// <summary>A labelled gallery of furniture, drawn: one folder per class, the classes in equal numbers.</summary>
public static class SampleGallery
{
    private const string Partial = ".part";

    private static readonly (FurnitureKind Kind, string Label)[] Classes =
    [
        (FurnitureKind.Bed, "bed"), (FurnitureKind.Chair, "chair"), (FurnitureKind.Sofa, "sofa"),
        (FurnitureKind.SwivelChair, "swivel-chair"), (FurnitureKind.Table, "table"),
    ];

    /// <summary>Draws the gallery. The same seed draws the same bytes, so a second run changes nothing.</summary>
    /// <param name="folder">Where to draw it: a new or empty folder, or one that holds nothing but an earlier run.</param>
    /// <param name="count">How many pictures, over all classes.</param>
    /// <param name="seed">Decides what they look like.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <exception cref="KindredException">The folder holds something else, or cannot be written.</exception>
    public static void Draw(
        string folder, int count = 200, int seed = 2019, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var pictures = Plan(count);
        try
        {
            Refuse(folder, pictures);
            foreach (var (_, label) in Classes.Take(count))
                Directory.CreateDirectory(Path.Combine(folder, label));
            var done = 0;
            var options = new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount
            };
            Parallel.ForEach(pictures, options, picture =>
            {
                var bytes = SamplePicture.Draw(picture.Kind, picture.Number - 1, Dice.For(seed, (int)picture.Kind, picture.Number),
                    picture.Format);
                Write(Path.Combine(folder, picture.Path), bytes);
                progress?.Report(Interlocked.Increment(ref done));
            });
        }
        catch (Exception e) when (Unwritable(e) is { } reason)
        {
            throw new KindredException($"Cannot write the gallery to {folder}: {reason.Message}", reason);
        }
    }

    /// <summary>The paint of the furniture in each picture of a gallery, by the picture's path inside the folder.</summary>
    /// <param name="count">How many pictures the gallery was drawn with.</param>
    /// <param name="seed">What it was drawn with.</param>
    internal static IReadOnlyDictionary<string, IReadOnlyList<(byte Red, byte Green, byte Blue, float Share)>> PaintOf(
        int count = 200, int seed = 2019) =>
        Plan(count).AsParallel().ToDictionary(
            picture => picture.Path.Replace('\\', '/'),
            picture => SamplePicture.PaintOf(picture.Kind, picture.Number - 1, Dice.For(seed, (int)picture.Kind, picture.Number)),
            StringComparer.Ordinal);

    // Taking the classes in turn keeps any count balanced to within one.
    private static List<Picture> Plan(int count)
    {
        var pictures = new List<Picture>(count);
        for (var i = 0; i < count; i++)
        {
            var (kind, label) = Classes[i % Classes.Length];
            var number = (i / Classes.Length) + 1;
            // A few in other formats, as real folders have.
            var (format, extension) = (number % 20) switch
            {
                7 => (SKEncodedImageFormat.Png, "png"),
                13 => (SKEncodedImageFormat.Webp, "webp"),
                _ => (SKEncodedImageFormat.Jpeg, "jpg"),
            };
            pictures.Add(new Picture(kind, number, format, Path.Combine(label, $"{label}_{number:0000}.{extension}")));
        }

        return pictures;
    }

    private static void Refuse(string folder, List<Picture> pictures)
    {
        if (File.Exists(folder))
            throw new KindredException($"{folder} is a file. Name a folder to draw the gallery in.");
        if (!Directory.Exists(folder))
            return;
        var own = pictures.Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        var foreign = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            // Hidden entries are no pictures: a library's folder, a file browser's notes.
            .Where(path => path[0] != '.')
            .FirstOrDefault(path =>
                !own.Contains(path) && !(path.EndsWith(Partial, StringComparison.Ordinal) && own.Contains(path[..^Partial.Length])));
        if (foreign is not null)
            throw new KindredException($"{folder} already holds {foreign}. Name a new or empty folder to draw the gallery in.");
    }

    private static void Write(string path, byte[] bytes)
    {
        // Written beside and moved, so that a run that is cut short leaves no half picture.
        var partial = path + Partial;
        File.WriteAllBytes(partial, bytes);
        File.Move(partial, path, overwrite: true);
    }

    private static Exception? Unwritable(Exception e) =>
        e switch
        {
            IOException or UnauthorizedAccessException => e,
            AggregateException many => many.InnerExceptions.FirstOrDefault(inner => inner is IOException or UnauthorizedAccessException),
            _ => null,
        };

    private readonly record struct Picture(FurnitureKind Kind, int Number, SKEncodedImageFormat Format, string Path);
}
