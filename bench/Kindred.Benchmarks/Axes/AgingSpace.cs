using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Axes;

/// <summary>
/// What it costs to keep a learned space while the library changes: precision@5 of five folds in a space that was fitted to all other
/// pictures, in one that some of these have come after, and in one that was fitted before some of their labels were put right.
/// </summary>
internal static class AgingSpace
{
    private const int Seed = 1;
    private static readonly double[] Shares = [0.05, 0.1, 0.2, 0.5];

    /// <summary>Prints a row of a Markdown table for each share of the pictures.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        await using var store = SqliteLibraryStore.Open(directory);
        await using var library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.PrepareAsync() ?? throw new InvalidOperationException("The library is empty.");
        if (gallery.Space.Kind != SpaceKind.Learned)
            throw new InvalidOperationException($"{directory} has no learned space to judge.");

        var now = new SpaceTrials(store, gallery, Seed);
        var folds = LearnedSpace.DealFolds(now.Labels);
        var fresh = await JudgeAsync(now, now, folds, _ => true);
        Console.WriteLine("| share | fitted to all | before so many came | before so many were put in their folder |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var share in Shares)
        {
            var random = new Random(Seed);
            bool[] isNew = [.. gallery.Images.Select(_ => random.NextDouble() < share)];
            var came = await JudgeAsync(now, now, folds, position => !isNew[position]);
            using var wrong = Misplaced(gallery, isNew, random);
            var moved = await JudgeAsync(new SpaceTrials(store, wrong, Seed), now, folds, _ => true);
            Console.WriteLine($"| {share} | {fresh.Average():0.000} | {Compared(came, fresh)} | {Compared(moved, fresh)} |");
        }

        return 0;
    }

    /// <summary>A gallery with some images in folders that are drawn by chance.</summary>
    private static Gallery Misplaced(Gallery gallery, bool[] isMisplaced, Random random)
    {
        string[] labels = [.. gallery.Images.Select(image => image.Label).OfType<string>().Distinct(StringComparer.Ordinal)];
        Image[] images =
        [
            .. gallery.Images.Select((image, i) => isMisplaced[i] && image.Label is not null
                ? new Image(
                    image.Id, image.Folder, $"{labels[random.Next(labels.Length)]}/{i}.jpg", image.Content, image.Bytes, image.Modified,
                    image.Width, image.Height)
                : image),
        ];
        var none = new FlatIndex(1, Metric.Cosine); // Nobody searches in it.
        var index = new GalleryIndex(images, none, none, none, File: null);
        return new Gallery(index, gallery.Stamp, gallery.Space, gallery.NearDuplicates);
    }

    /// <summary>Precision@5 of each labelled picture, in a space that did not see its fold. Rows are drawn by the labels of now.</summary>
    private static async Task<double[]> JudgeAsync(SpaceTrials then, SpaceTrials now, int[] folds, Func<int, bool> wasThere)
    {
        var precision = new double[folds.Length];
        for (var fold = 0; fold < LearnedSpace.Folds; fold++)
        {
            var judged = fold;
            var spaces = await then.FitAsync(
                position => folds[position] != judged && wasThere(position),
                sample =>
                {
                    var groups = ImageGroups.OfLabels([.. sample.Positions.Select(position => then.Labels[position])]);
                    return (groups, groups.Groups.Count);
                },
                CancellationToken.None);
            using var searched = await now.ReadAsync(spaces.Taught, CancellationToken.None);
            Parallel.For(0, folds.Length, query =>
            {
                if (folds[query] != judged || now.Labels[query] < 0)
                    return;
                var found = searched.Exact.Search(searched.EmbeddingOf(query), 5, other => folds[other] != judged);
                precision[query] = found.Count(neighbor => now.Labels[neighbor.Id] == now.Labels[query]) / 5.0;
            });
        }

        return [.. precision.Where((_, query) => now.Labels[query] >= 0)];
    }

    /// <summary>The mean, and how far it is from another, with the standard error of that picture by picture.</summary>
    private static string Compared(double[] figures, double[] others)
    {
        double[] differences = [.. figures.Zip(others, (figure, other) => figure - other)];
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean))) / differences.Length;
        return $"{figures.Average():0.000} ({mean:+0.000;-0.000} ± {error:0.000})";
    }
}
