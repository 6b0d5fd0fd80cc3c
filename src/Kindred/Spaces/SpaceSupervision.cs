using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Kindred.Images;
using Kindred.Search.Memory;
using Kindred.Tastes;

namespace Kindred.Spaces;

/// <summary>What can teach a space: the images' labels, and what users liked within one taste.</summary>
internal sealed class SpaceSupervision
{
    /// <summary>How many likes a taste needs to teach: fewer say too little about it.</summary>
    private const int LikesPerTaste = 3;

    /// <summary>Users that teach at most; of more, an even selection. A sample of a large gallery has few of anybody's likes.</summary>
    private const int MostUsers = 5000;

    private readonly int[] _labels;
    private readonly IReadOnlyList<IReadOnlyList<int>> _likes;

    private SpaceSupervision(int[] labels, IReadOnlyList<IReadOnlyList<int>> likes, SpaceSource source)
    {
        _labels = labels;
        _likes = likes;
        Source = source;
    }

    /// <summary>The supervision where neither labels nor choices may teach.</summary>
    public static SpaceSupervision Nothing { get; } = new([], [], SpaceSource.LooksAlone);

    /// <summary>Everything a fit depends on; <see cref="SpaceSource.LooksAlone"/> where there is too little to learn from.</summary>
    public SpaceSource Source { get; }

    /// <summary>Positions of the images that some user likes.</summary>
    public IReadOnlySet<int> Liked => _likes.SelectMany(likes => likes).ToHashSet();

    /// <summary>Whether there may be enough to learn from.</summary>
    public bool IsEnough => Source != SpaceSource.LooksAlone;

    /// <summary>Whether labels teach: then a change of the images changes what is taught.</summary>
    public bool HasLabels => Source.Labels is not null;

    /// <summary>Gathers what labels and likes can teach.</summary>
    /// <param name="images">All images of the library.</param>
    /// <param name="likes">For each user the contents they like, in the order of their choosing.</param>
    public static SpaceSupervision Gather(IReadOnlyList<Image> images, IEnumerable<IReadOnlyList<ContentHash>> likes)
    {
        var labels = ImageLabels.Number(images);
        var labelsTeach = LearnedSpace.CanLearn(ImageGroups.OfLabels(labels));
        var positions = new Dictionary<ContentHash, int>();
        foreach (var (position, image) in images.Index())
            positions.TryAdd(image.Content, position);
        int[][] users =
        [
            .. likes.Select(contents => contents.Where(positions.ContainsKey).Select(content => positions[content]).ToArray())
                .Where(user => user.Length >= LikesPerTaste),
        ];
        var choices = users.Sum(user => user.Length);
        var choicesTeach = users.Sum(user => user.Length - 1) >= (labelsTeach ? 1 : LearnedSpace.MinimumDeviations);
        if (!labelsTeach && !choicesTeach)
            return Nothing;
        return new SpaceSupervision(
            labelsTeach ? labels : [.. labels.Select(_ => -1)], choicesTeach ? Some(users) : [],
            new SpaceSource(labelsTeach ? HashOf(images) : null, choicesTeach ? choices : 0)
            {
                Sketch = labelsTeach && images.Count > VisualSpace.SampleSize ? LabelSketch.Of(images) : null,
            });
    }

    /// <summary>What likes alone can teach.</summary>
    /// <param name="images">How many images the library has.</param>
    /// <param name="likes">For each user the positions of the images they like, in the order of their choosing.</param>
    public static SpaceSupervision OfLikes(int images, IReadOnlyList<IReadOnlyList<int>> likes) =>
        new([.. Enumerable.Repeat(-1, images)], likes, new SpaceSource(null, likes.Sum(user => user.Count)));

    /// <summary>Which rows of a sample belong together.</summary>
    /// <returns>The groups, and how many of them are labels; the others are tastes.</returns>
    public (ImageGroups Groups, int Labels) Groups(RawSample sample)
    {
        var rows = sample.Positions.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var byLabel = ImageGroups.GroupsOf([.. sample.Positions.Select(position => _labels[position])])
            .Where(group => group.Count > 1)
            .ToArray();
        var mean = MeanOf(sample.Embeddings);
        var byTaste = _likes.SelectMany(
            likes => Tastes(sample.Embeddings, mean, [.. likes.Where(rows.ContainsKey).Select(like => rows[like])]));
        return (new ImageGroups(rows.Count, [.. byLabel, .. byTaste]), byLabel.Length);
    }

    private static int[][] Some(int[][] users) => users.Length <= MostUsers
        ? users
        : [.. Enumerable.Range(0, MostUsers).Select(i => users[(int)((long)i * users.Length / MostUsers)])];

    /// <summary>A user's tastes by looks alone: what a learned space puts together must not teach the next one.</summary>
    private static IEnumerable<IReadOnlyList<int>> Tastes(AlignedMatrix raw, float[] mean, int[] likes)
    {
        likes = [.. likes.TakeLast(TasteGrouping.MostLikes)];
        if (likes.Length < LikesPerTaste)
            return [];

        float[][] centered =
        [
            .. likes.Select(like =>
            {
                var embedding = new float[raw.Columns];
                TensorPrimitives.Subtract(raw[like], mean, embedding);
                TensorPrimitives.Divide(embedding, Math.Max(TensorPrimitives.Norm<float>(embedding), float.Epsilon), embedding);
                return embedding;
            }),
        ];
        return likes.Zip(TasteGrouping.Group(centered, TasteGrouping.PriceWithoutGallery(centered)))
            .GroupBy(pair => pair.Second, pair => pair.First)
            .Select(taste => taste.ToArray())
            .Where(taste => taste.Length >= LikesPerTaste);
    }

    private static float[] MeanOf(AlignedMatrix raw)
    {
        var mean = new float[raw.Columns];
        for (var row = 0; row < raw.Rows; row++)
            TensorPrimitives.Add(mean, raw[row], mean);
        TensorPrimitives.Divide(mean, Math.Max(1, raw.Rows), mean);
        return mean;
    }

    private static string HashOf(IReadOnlyList<Image> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            hash.AppendData(image.Content.ToByteArray());
            hash.AppendData(Encoding.UTF8.GetBytes((image.Label ?? "") + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
