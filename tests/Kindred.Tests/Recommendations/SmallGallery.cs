using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Search.Vectors;
using Kindred.Spaces;

namespace Kindred.Tests.Recommendations;

/// <summary>A gallery of embeddings made up from a seed: images of one label lie around one direction. No files, no model.</summary>
internal sealed class SmallGallery : IDisposable
{
    public const int Dimensions = 12;

    public SmallGallery(int labels, int imagesPerLabel, int seed = 1, Metric metric = Metric.Cosine, Func<int, int>? copyGroup = null,
        GallerySource? source = null, Func<int, int>? variantGroup = null,
        params IReadOnlyList<(int Image, int Other, float Similarity)> variants)
    {
        var random = new Random(seed);
        float[] Draw() => [.. Enumerable.Range(0, Dimensions).Select(_ => (float)(random.NextDouble() - 0.5))];
        var vectors = new VectorTable(Dimensions, metric);
        var images = new List<Image>();
        for (var label = 0; label < labels; label++)
        {
            var center = Draw();
            for (var i = 0; i < imagesPerLabel; i++)
            {
                vectors.Add([.. center.Zip(Draw(), (middle, noise) => (2 * middle) + noise)]);
                var path = $"label{label}/{i:0000}.jpg";
                images.Add(new Image(
                    new ImageId(images.Count + 1), "/gallery", path, ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(path)),
                    1, DateTime.UnixEpoch, 100, 100));
            }
        }

        IEnumerable<ContentHash[]> Groups(Func<int, int>? groupOf) =>
            images.Index().GroupBy(
                entry => groupOf?.Invoke(entry.Index) ?? entry.Index, entry => entry.Item.Content, (_, group) => group.ToArray());

        // Chains of near-duplicates: the first of a group and the third are connected by the second. Of variants every pair.
        NearDuplicatePair[] pairs =
        [
            .. Groups(copyGroup).SelectMany(group => group.Zip(
                group.Skip(1), (content, other) => new NearDuplicatePair(content, other, 1, Likeness.NearDuplicate))),
            .. Groups(variantGroup).SelectMany(group => group.SelectMany((content, i) => group.Skip(i + 1).Select(
                other => new NearDuplicatePair(content, other, 1, Likeness.Variant)))),
            .. variants.Select(pair => new NearDuplicatePair(
                images[pair.Image].Content, images[pair.Other].Content, pair.Similarity, Likeness.Variant)),
        ];
        Gallery = new Gallery(
            GalleryIndex.Over(images, vectors, graph: null, default),
            new EmbedderStamp("made-up", new string('0', 64), "", "", metric, Dimensions, false),
            EmbeddingSpace.Identity(Dimensions), new NearDuplicateGroups(images, pairs), source);
    }

    public Gallery Gallery { get; }

    public int Count => Gallery.Images.Count;

    public ImageQuery Query(int image) => Gallery.Query(Gallery.Images[image]);

    public int Position(Recommendation item) => Gallery.PositionOf(item.Image);

    public int[] Positions(IEnumerable<Image> images) => [.. images.Select(Gallery.PositionOf)];

    public void Dispose() => Gallery.Dispose();
}
