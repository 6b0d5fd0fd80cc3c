using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations.Lists;
using Kindred.Search;

namespace Kindred.Recommendations.Strategies;

/// <summary>
/// A list for somebody who likes nothing yet: images that stand for the gallery. Centers are drawn by k-means++ (Arthur and
/// Vassilvitskii 2007), which prefers points far from earlier centers, and improved by a few of Lloyd's steps; each cluster shows its
/// medoid, the largest cluster first.
/// </summary>
internal static class ColdStart
{
    /// <summary>More images than this do not make a list more representative.</summary>
    private const int SampleSize = 8192;

    private const int LloydSteps = 8;

    /// <summary>Popular pictures that compete for a place.</summary>
    private const int PopularPerPlace = 4;

    /// <summary>How much variety counts among what is popular.</summary>
    private const double PopularDiversity = 0.3;

    /// <summary>Draws a list.</summary>
    public static RecommendationList List(
        IReadOnlyList<Image> images, NeighborIndex index, VariantGraph variants, Func<int, bool> mayShow,
        Func<int, ImagesBehind> behind, RecommendationOptions options, ChoiceFactors? factors, Func<int, float[]> embeddingOf)
    {
        if (factors is not null && Popular(images, index, variants, mayShow, options, factors, embeddingOf) is { } popular)
            return ListOf(images, popular, behind) with { IsPopular = true };

        // Of near-duplicates and variants the first.
        var places = new TakenPlaces(variants, options.Variants);
        var free = new List<int>();
        for (var id = 0; id < images.Count; id++)
        {
            if (!mayShow(id) || !places.IsFree(id))
                continue;
            places.Take(id);
            free.Add(id);
        }

        int[] candidates = [.. free];
        if (candidates.Length > SampleSize)
            candidates = [.. Enumerable.Range(0, SampleSize).Select(i => candidates[(int)((long)i * candidates.Length / SampleSize)])];

        var random = new Random(options.Seed);
        var medoids = candidates.Length <= options.Count ? candidates : Medoids(index, candidates, options.Count, random);
        return ListOf(images, medoids, behind);
    }

    /// <summary>
    /// What is popular now, varied: of pictures that are alike, the more popular one. <see langword="null"/> where too few are.
    /// </summary>
    private static int[]? Popular(
        IReadOnlyList<Image> images, NeighborIndex index, VariantGraph variants, Func<int, bool> mayShow,
        RecommendationOptions options, ChoiceFactors factors, Func<int, float[]> embeddingOf)
    {
        (int Id, float Popularity)[] liked =
        [
            .. Enumerable.Range(0, index.Count).Select(id => (Id: id, Popularity: factors.PopularityOf(images[id].Content)))
                .Where(image => image.Popularity > 0 && mayShow(image.Id))
                .OrderByDescending(image => image.Popularity).ThenBy(image => image.Id),
        ];
        if (liked.Length < options.Count)
            return null;
        Candidate[] candidates =
        [
            .. liked.Take(PopularPerPlace * options.Count)
                .Select(image => new Candidate(image.Id, image.Popularity / liked[0].Popularity, Query: 0, Dislike: -1, Fit: 1)),
        ];
        var list = new ListSelection(
                index, embeddingOf, new TakenPlaces(variants, options.Variants), Math.Max(PopularDiversity, options.Diversity))
            .Choose([new Lane(1, Turn: 0, candidates)], options.Count);
        return list.Count < options.Count ? null : [.. list.Select(candidate => candidate.Id)];
    }

    private static RecommendationList ListOf(IReadOnlyList<Image> images, IReadOnlyList<int> ids, Func<int, ImagesBehind> behind)
    {
        return new RecommendationList([],
        [
            .. ids.Select(id =>
            {
                var (variants, nearDuplicates, views) = behind(id);
                return new Recommendation
                {
                    Image = images[id],
                    Score = 0,
                    Confidence = null,
                    Taste = -1,
                    Because = [],
                    Variants = variants,
                    NearDuplicates = nearDuplicates,
                    Views = views,
                };
            }),
        ]);
    }

    private static int[] Medoids(NeighborIndex index, int[] candidates, int count, Random random)
    {
        var centers = DrawCenters(index, candidates, count, random);
        var clusters = new int[candidates.Length];
        for (var step = 0; step < LloydSteps; step++)
        {
            Assign(index, candidates, centers, clusters);
            for (var center = 0; center < count; center++)
                MoveToMean(index, candidates, clusters, center, centers[center]);
        }

        Assign(index, candidates, centers, clusters);
        return
        [
            .. Enumerable.Range(0, candidates.Length)
                .GroupBy(i => clusters[i])
                .OrderByDescending(cluster => cluster.Count()).ThenBy(cluster => cluster.Key)
                .Select(cluster => candidates[cluster.MinBy(i => TensorPrimitives.Distance(index[candidates[i]], centers[cluster.Key]))]),
        ];
    }

    private static float[][] DrawCenters(NeighborIndex index, int[] candidates, int count, Random random)
    {
        var centers = new float[count][];
        var squared = new double[candidates.Length];
        Array.Fill(squared, 1);
        for (var center = 0; center < count; center++)
        {
            var drawn = candidates[Draw(squared, random)];
            centers[center] = index[drawn].ToArray();
            Parallel.For(0, candidates.Length, i =>
                {
                    var distance = TensorPrimitives.Distance(index[candidates[i]], centers[center]);
                    squared[i] = center == 0 ? distance * distance : Math.Min(squared[i], distance * distance);
                });
        }

        return centers;
    }

    private static int Draw(double[] weights, Random random)
    {
        var left = random.NextDouble() * weights.Sum();
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0)
                break;
        }

        return last;
    }

    private static void Assign(NeighborIndex index, int[] candidates, float[][] centers, int[] clusters) =>
        Parallel.For(0, candidates.Length, i =>
    {
        var nearest = float.PositiveInfinity;
        for (var center = 0; center < centers.Length; center++)
        {
            var distance = TensorPrimitives.Distance(index[candidates[i]], centers[center]);
            if (distance < nearest)
                (clusters[i], nearest) = (center, distance);
        }
    });

    private static void MoveToMean(NeighborIndex index, int[] candidates, int[] clusters, int cluster, float[] center)
    {
        int[] members = [.. Enumerable.Range(0, candidates.Length).Where(i => clusters[i] == cluster)];
        if (members.Length == 0)
            return;
        Array.Clear(center);
        foreach (var member in members)
            TensorPrimitives.Add(center, index[candidates[member]], center);
        TensorPrimitives.Divide(center, members.Length, center);
    }
}
