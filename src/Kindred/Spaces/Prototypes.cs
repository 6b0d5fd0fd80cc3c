using System.Numerics.Tensors;
using Kindred.Images;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;
using Kindred.Spaces.Blocks;

namespace Kindred.Spaces;

/// <summary>
/// Draws the images that are searched towards the mean of those they belong with, the prototype of their label or taste (Snell, Swersky
/// and Zemel, "Prototypical networks for few-shot learning", 2017): a picture that looks odd is found with its kind all the same.
/// Queries stay as they are. Immutable, safe for use from several threads.
/// </summary>
/// <remarks>
/// A row is a mixture of the image's embedding x and its prototype p, both of length 1: (1 − share) x + share p. Its score with a query
/// is then the same mixture of the query's scores with x and with p. A mixture is shorter than 1, and bringing it to length 1 would
/// raise its scores above those of images that have no prototype; so one number more makes up the length, which queries have as 0. All
/// images of a prototype move alike: their order for a query stays as it is. From the row and the prototype the embedding can be told.
/// </remarks>
internal sealed class Prototypes
{
    /// <summary>Beyond a half a list would say more about folders than about pictures.</summary>
    public const double MostShare = 0.5;

    /// <summary>Fewer images than this have no mean to speak of.</summary>
    private const int ImagesPerPrototype = LearnedSpace.ImagesPerLabel;

    private readonly float[][] _means;
    private readonly string[] _labels;
    private readonly Dictionary<string, int> _ofLabel;
    private readonly (ContentHash Content, int Prototype)[] _members;
    private readonly ILookup<ContentHash, int> _ofContent;

    /// <summary>Puts prototypes together from their parts.</summary>
    /// <param name="share">How much of a row is the prototype, above 0 and at most <see cref="MostShare"/>.</param>
    /// <param name="means">The prototypes, each of length 1: first those of the labels, then those of tastes.</param>
    /// <param name="labels">The label of each of the first prototypes.</param>
    /// <param name="members">Which contents the other prototypes are of; a content may have several.</param>
    /// <exception cref="ArgumentException">The share is none, or a prototype is missing.</exception>
    public Prototypes(double share, float[][] means, string[] labels, (ContentHash Content, int Prototype)[] members)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, MostShare);
        if (members.Any(member => member.Prototype < labels.Length || member.Prototype >= means.Length) || labels.Length > means.Length)
            throw new ArgumentException($"{means.Length} prototypes are fewer than their names.", nameof(means));
        Share = share;
        _means = means;
        _labels = labels;
        _members = members;
        _ofLabel = labels.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        _ofContent = members.ToLookup(member => member.Content, member => member.Prototype);
    }

    /// <summary>How much of a row is the prototype.</summary>
    public double Share { get; }

    /// <summary>The prototypes: first those of <see cref="Labels"/>, then those of tastes.</summary>
    public IReadOnlyList<float[]> Means => _means;

    /// <summary>The labels that have a prototype.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The contents whose images belong to tastes, and the prototype of the taste.</summary>
    public IReadOnlyList<(ContentHash Content, int Prototype)> Members => _members;

    /// <summary>Measures the prototypes of groups in a learned space; <see langword="null"/> where no group has images enough.</summary>
    /// <param name="principal">The images that the space was fitted on.</param>
    /// <param name="positions">Which of the library's images they are.</param>
    /// <param name="gain">What the space was fitted with.</param>
    /// <param name="groups">Which rows of the sample belong together: first the labels that taught the space, then the tastes.</param>
    /// <param name="images">All images of the library.</param>
    /// <param name="share">As <see cref="Share"/>; 0 for no prototypes.</param>
    public static Prototypes? Measure(
        PrincipalBlocks principal, IReadOnlyList<int> positions, SpaceGain gain, ImageGroups groups, IReadOnlyList<Image> images,
        double share)
    {
        if (share == 0)
            return null;
        using var embeddings = principal.Estimate(groups).Apply(gain.Axes, gain.Shrinkage);
        var measured = MeansOf(embeddings, groups);
        Image ImageOf(int row) => images[positions[row]];
        int[] named = [.. Enumerable.Range(0, gain.Labels).Where(group => measured[group] is not null)];
        int[] tastes = [.. Enumerable.Range(gain.Labels, gain.Tastes).Where(group => measured[group] is not null)];
        return named.Length + tastes.Length == 0
            ? null
            : new Prototypes(
                share,
                [.. named.Concat(tastes).Select(group => measured[group]!)],
                [.. named.Select(group => ImageOf(groups.Groups[group][0]).Label!)],
                [
                    .. tastes.SelectMany((group, i) =>
                        groups.Groups[group].Select(row => ImageOf(row).Content).Distinct().Select(content => (content, named.Length + i))),
                ]);
    }

    /// <summary>
    /// The prototype of each group, of length 1; <see langword="null"/> for one with few images. The embeddings are brought to length 1.
    /// </summary>
    public static float[]?[] MeansOf(AlignedMatrix embeddings, ImageGroups groups)
    {
        for (var row = 0; row < embeddings.Rows; row++)
            VectorTable.Normalize(embeddings[row]);
        return
        [
            .. groups.Groups.Select(group =>
                group.Count < ImagesPerPrototype ? null : Mean(group.Select(row => embeddings[row].ToArray()))),
        ];
    }

    /// <summary>The prototype of something that has several; <see langword="null"/> where it has none.</summary>
    public static float[]? Join(IReadOnlyList<float[]> means) => means switch
    {
        [] => null,
        [var only] => only,
        _ => Mean(means),
    };

    /// <summary>Draws an embedding towards a prototype.</summary>
    /// <param name="row">The embedding, of length 1, and after it a 0 that becomes what makes up the length.</param>
    /// <param name="prototype">Of length 1.</param>
    /// <param name="share">How much of the row the prototype becomes.</param>
    public static void Draw(Span<float> row, ReadOnlySpan<float> prototype, double share)
    {
        var embedding = row[..^1];
        TensorPrimitives.Multiply(embedding, (float)(1 - share), embedding);
        TensorPrimitives.MultiplyAdd(prototype, (float)share, embedding, embedding);
        row[^1] = MathF.Sqrt(Math.Max(0, 1 - TensorPrimitives.SumOfSquares<float>(embedding)));
    }

    /// <summary>The prototype of a label; −1 where it has none.</summary>
    public int OfLabel(string? label) => label is not null && _ofLabel.TryGetValue(label, out var own) ? own : -1;

    /// <summary>Draws an image towards its prototype; one that has none stays as it is.</summary>
    /// <param name="row">The image's embedding of any length, and after it a 0; of length 1 afterwards.</param>
    /// <param name="image">The image.</param>
    public void Draw(Span<float> row, Image image)
    {
        VectorTable.Normalize(row);
        if (Of(image) is { } prototype)
            Draw(row, prototype, Share);
    }

    /// <summary>Undoes <see cref="Draw(Span{float}, Image)"/>: what is left is the image as a query.</summary>
    public void Release(Span<float> row, Image image)
    {
        if (Of(image) is not { } prototype)
            return;
        var embedding = row[..^1];
        TensorPrimitives.MultiplyAdd(prototype, (float)-Share, embedding, embedding);
        TensorPrimitives.Divide(embedding, (float)(1 - Share), embedding);
        row[^1] = 0;
        VectorTable.Normalize(row);
    }

    private static float[] Mean(IEnumerable<float[]> vectors)
    {
        var mean = Array.Empty<float>();
        foreach (var vector in vectors)
        {
            if (mean.Length == 0)
                mean = new float[vector.Length];
            TensorPrimitives.Add(mean, vector, mean);
        }

        VectorTable.Normalize(mean);
        return mean;
    }

    private float[]? Of(Image image)
    {
        var tastes = _ofContent[image.Content].Select(prototype => _means[prototype]);
        return OfLabel(image.Label) is >= 0 and var own ? Join([_means[own], .. tastes]) : Join([.. tastes]);
    }
}
