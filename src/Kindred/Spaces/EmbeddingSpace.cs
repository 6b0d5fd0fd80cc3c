using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;
using Kindred.Spaces.Blocks;

namespace Kindred.Spaces;

/// <summary>
/// The space in which a library searches: raw embeddings less a mean, projected onto axes. It is fitted on the gallery's own raw
/// embeddings and applied in the same way to every query from outside. Immutable, safe for use from several threads.
/// </summary>
internal sealed unsafe class EmbeddingSpace : IDisposable
{
    private readonly float[] _mean;
    private readonly AlignedMatrix? _axes;

    private EmbeddingSpace(
        SpaceKind kind, int version, int fittedOn, float[] mean, AlignedMatrix? axes, Prototypes? prototypes = null,
        ChoicesHalf? choices = null, SpaceBlocks? blocks = null)
    {
        Blocks = blocks;
        Prototypes = prototypes;
        Choices = choices;
        Kind = kind;
        Version = version;
        FittedOn = fittedOn;
        _mean = mean;
        _axes = axes;
    }

    /// <summary>How the space was made.</summary>
    public SpaceKind Kind { get; }

    /// <summary>Counts the fits of one library, from 1; 0 where nothing was fitted.</summary>
    public int Version { get; }

    /// <summary>Images in the gallery when the space was fitted; 0 where nothing was.</summary>
    public int FittedOn { get; }

    /// <summary>Length of a raw embedding.</summary>
    public int InputDimensions => _mean.Length;

    /// <summary>
    /// Length of an embedding in this space: <see cref="LooksDimensions"/>, and with <see cref="Choices"/> theirs behind, 0 for every
    /// query by looks.
    /// </summary>
    public int Dimensions => LooksDimensions + (Choices?.Dimensions ?? 0);

    /// <summary>Numbers that say what a picture looks like: one for each axis, and with <see cref="Prototypes"/> one more.</summary>
    public int LooksDimensions => (_axes?.Rows ?? _mean.Length) + (Prototypes is null ? 0 : 1);

    /// <summary>What scores of an index of this space have to be divided by: 1 where nothing stands beside looks.</summary>
    public float Scale => Choices is null ? 1 : ChoicesHalf.Scale;

    /// <summary>What people chose together; <see langword="null"/> where that says nothing.</summary>
    public ChoicesHalf? Choices { get; }

    /// <summary>What the images that are searched are drawn towards; <see langword="null"/> where they stay as they are.</summary>
    public Prototypes? Prototypes { get; }

    /// <summary>
    /// What networks give, where several do: each block of numbers is brought to a length of its own. <see langword="null"/> for one
    /// network.
    /// </summary>
    public SpaceBlocks? Blocks { get; }

    /// <summary>The mean that is subtracted, of length <see cref="InputDimensions"/>.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Number of axes; 0 where embeddings are not projected.</summary>
    public int AxisCount => _axes?.Rows ?? 0;

    /// <summary>A space that leaves embeddings as they are.</summary>
    public static EmbeddingSpace Identity(int dimensions) => new(SpaceKind.None, 0, 0, new float[dimensions], axes: null);

    /// <summary>Puts a space together from its parts.</summary>
    /// <param name="kind">How it was made.</param>
    /// <param name="version">Number of the fit, from 1.</param>
    /// <param name="fittedOn">Images it was fitted for.</param>
    /// <param name="mean">Of the length of a raw embedding.</param>
    /// <param name="axes">Axes one after another, each of the length of a raw embedding; empty to only subtract the mean.</param>
    /// <param name="blocks">What several networks give, as many numbers as there are axes, or in the mean where there are none.</param>
    public static EmbeddingSpace Create(
        SpaceKind kind, int version, int fittedOn, ReadOnlySpan<float> mean, ReadOnlySpan<float> axes, SpaceBlocks? blocks = null)
    {
        if (mean.IsEmpty || axes.Length % mean.Length != 0)
            throw new ArgumentException($"{axes.Length} numbers are not whole axes of {mean.Length}.", nameof(axes));

        AlignedMatrix? matrix = null;
        if (!axes.IsEmpty)
        {
            matrix = new AlignedMatrix(mean.Length, axes.Length / mean.Length);
            for (var start = 0; start < axes.Length; start += mean.Length)
                matrix.Add(axes.Slice(start, mean.Length));
        }

        if (blocks is not null && blocks.Length != (matrix?.Rows ?? mean.Length))
            throw new ArgumentException($"{blocks.Length} numbers are not those of the space.", nameof(blocks));
        return new EmbeddingSpace(kind, version, fittedOn, mean.ToArray(), matrix, blocks: blocks);
    }

    /// <summary>The same space, whose images are drawn towards prototypes. It owns the axes from then on.</summary>
    public EmbeddingSpace With(Prototypes? prototypes) =>
        new(Kind, Version, FittedOn, _mean, _axes, prototypes, Choices, Blocks);

    /// <summary>The same space with what people chose together beside looks. It owns the axes and the choices from then on.</summary>
    public EmbeddingSpace With(ChoicesHalf? choices) =>
        new(Kind, Version, FittedOn, _mean, _axes, Prototypes, choices, Blocks);

    /// <summary>Makes a projected embedding a row of the gallery's index.</summary>
    /// <param name="row">The embedding, as <see cref="Project(AlignedMatrix)"/> leaves it.</param>
    /// <param name="image">The image.</param>
    /// <param name="factors">What is known of who chose what; needed where there are <see cref="Choices"/>.</param>
    public void Complete(Span<float> row, Image image, ChoiceFactors? factors)
    {
        var looks = row[..LooksDimensions];
        Prototypes?.Draw(looks, image);
        if (Choices is null)
            return;
        if (Prototypes is null)
            VectorTable.Normalize(looks);
        Span<float> room = stackalloc float[Choices.Settings.Dimensions];
        Choices.Draw(row, factors is null ? [] : factors.Of(image.Content, room));
    }

    /// <summary>An image of the gallery as a query by looks.</summary>
    /// <param name="image">The image.</param>
    /// <param name="row">Its row in the gallery's index.</param>
    public float[] QueryOf(Image image, ReadOnlySpan<float> row)
    {
        var query = row.ToArray();
        var looks = query.AsSpan(0, LooksDimensions);
        if (Choices is not null)
        {
            query.AsSpan(LooksDimensions).Clear();
            TensorPrimitives.Divide(looks, ChoicesHalf.Scale, looks);
        }

        Prototypes?.Release(looks, image);
        return query;
    }

    /// <summary>
    /// One axis, of length <see cref="InputDimensions"/>. Axes of a visual space have norm 1 and come in the order of their variance,
    /// largest first; the length of an axis of a learned space is the weight of its direction.
    /// </summary>
    public ReadOnlySpan<float> Axis(int index) => (_axes ?? throw new InvalidOperationException("This space has no axes."))[index];

    /// <summary>Brings one raw embedding into the space. Not normalized; an index for the cosine does that.</summary>
    public float[] Project(ReadOnlySpan<float> raw)
    {
        using var rows = new AlignedMatrix(InputDimensions, 1);
        rows.Add(raw);
        var projected = new float[Dimensions];
        using var results = Project(rows);
        results[0].CopyTo(projected);
        return projected;
    }

    /// <summary>Brings one raw embedding into the space, as a query for an index of a metric.</summary>
    /// <returns>The embedding; of length 1 where the metric is the cosine.</returns>
    public float[] Project(ReadOnlySpan<float> raw, Metric metric)
    {
        var projected = Project(raw);
        if (metric == Metric.Cosine)
            VectorTable.Normalize(projected);
        return projected;
    }

    /// <summary>
    /// Takes a direction back to raw embeddings as <see cref="BackProject(ReadOnlySpan{float})"/> does, for one embedding: also where
    /// several networks give it, whose blocks are brought to length by factors of each embedding's own.
    /// </summary>
    /// <param name="direction">Of length <see cref="Dimensions"/>.</param>
    /// <param name="raw">The raw embedding.</param>
    /// <returns>
    /// What has with the raw embedding less the mean the dot product of the direction with the projected embedding; of length
    /// <see cref="InputDimensions"/>.
    /// </returns>
    public float[] BackProject(ReadOnlySpan<float> direction, ReadOnlySpan<float> raw)
    {
        if (Blocks is null)
            return BackProject(direction);
        using var rows = new AlignedMatrix(InputDimensions, 1);
        rows.Add(raw);
        using var linear = ProjectLinearly(rows);
        var scaled = direction.ToArray();
        Blocks.Multiply(scaled, Blocks.FactorsOf(linear[0]));
        return BackProject(scaled);
    }

    /// <summary>
    /// Takes a direction of this space back to raw embeddings: the dot product of the result with a raw embedding less the mean equals
    /// the dot product of <paramref name="direction"/> with the projected embedding. So that product can be split up number by number.
    /// </summary>
    /// <param name="direction">Of length <see cref="Dimensions"/>.</param>
    /// <returns>The sum of the axes, weighted by the direction; of length <see cref="InputDimensions"/>.</returns>
    /// <exception cref="ArgumentException">The direction has another length.</exception>
    public float[] BackProject(ReadOnlySpan<float> direction)
    {
        if (direction.Length != Dimensions)
            throw new ArgumentException($"A direction of this space has {Dimensions} numbers, not {direction.Length}.", nameof(direction));
        if (_axes is null)
            return direction[..InputDimensions].ToArray();

        var raw = new float[InputDimensions];
        for (var axis = 0; axis < AxisCount; axis++)
            TensorPrimitives.MultiplyAdd(_axes[axis], direction[axis], raw, raw);
        return raw;
    }

    /// <summary>Brings rows of raw embeddings into the space, on the calling thread. The rows are centered in place.</summary>
    internal AlignedMatrix Project(AlignedMatrix raw)
    {
        var projected = ProjectLinearly(raw);
        for (var row = 0; Blocks is not null && row < projected.Rows; row++)
            Blocks.Scale(projected[row]);
        return projected;
    }

    private AlignedMatrix ProjectLinearly(AlignedMatrix raw)
    {
        if (raw.Columns != InputDimensions)
            throw new ArgumentException($"Raw embeddings have {InputDimensions} numbers, not {raw.Columns}.", nameof(raw));

        var projected = new AlignedMatrix(Dimensions, raw.Rows);
        if (raw.Rows == 0)
            return projected;

        projected.AddRows(raw.Rows);
        for (var row = 0; row < raw.Rows; row++)
        {
            if (Kind != SpaceKind.None)
                TensorPrimitives.Subtract(raw[row], _mean, raw[row]);
            if (_axes is null)
                raw[row].CopyTo(projected[row]);
        }

        if (_axes is not null)
        {
            DotProducts.Block(
                raw.RowPointer(0), raw.Rows, _axes.RowPointer(0), _axes.Rows, raw.Stride, projected.RowPointer(0), projected.Stride);
        }

        return projected;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _axes?.Dispose();
        Choices?.Dispose();
    }
}
