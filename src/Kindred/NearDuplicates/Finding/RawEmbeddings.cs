using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search.Memory;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Reads what near-duplicates are looked for by: raw embeddings of contents, those of the first network where several make them. Each
/// content comes once, however many images show it.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="stamp">What they are made with.</param>
internal sealed class RawEmbeddings(IEmbeddingStore store, EmbedderStamp stamp)
{
    /// <summary>Memory of what is read of the library at once.</summary>
    private const int BlockBytes = 16 << 20;

    /// <summary>Fewer rows are worth no pass of the ones that they are compared with.</summary>
    private const int LeastRows = 64;

    private readonly int _blockRows = Math.Max(LeastRows, BlockBytes / (stamp.NearDuplicateDimensions * sizeof(float)));

    /// <summary>Numbers that are read of each embedding.</summary>
    public int Dimensions { get; } = stamp.NearDuplicateDimensions;

    /// <summary>The embeddings of some contents, one a row; contents without one are left out.</summary>
    /// <exception cref="KindredException">The library is changing to another model.</exception>
    public async Task<(ContentHash[] Contents, AlignedMatrix Rows)> ReadAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken)
    {
        var embeddings = await store.ReadContentEmbeddingsAsync(contents, cancellationToken);
        ContentHash[] known = [.. contents.Where(embeddings.ContainsKey)];
        foreach (var content in known)
            EnsureLength(embeddings[content].Length);
        var rows = new AlignedMatrix(Dimensions, known.Length);
        foreach (var content in known)
            TensorPrimitives.ConvertToSingle(embeddings[content].AsSpan(0, Dimensions), rows[rows.AddUnwritten()]);
        return (known, rows);
    }

    /// <summary>All contents that images show, a block at a time. A block is gone when the next one is asked for.</summary>
    public async IAsyncEnumerable<(IReadOnlyList<ContentHash> Contents, AlignedMatrix Rows)> ReadBlocksAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<ContentHash>();
        var contents = new List<ContentHash>(_blockRows);
        using var rows = new AlignedMatrix(Dimensions, _blockRows);
        await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
        {
            EnsureLength(embedding.Length);
            if (!seen.Add(image.Content))
                continue;
            contents.Add(image.Content);
            TensorPrimitives.ConvertToSingle(embedding.Span[..Dimensions], rows[rows.AddUnwritten()]);
            if (rows.Rows < _blockRows)
                continue;
            yield return (contents, rows);
            contents.Clear();
            rows.Clear();
        }

        if (rows.Rows > 0)
            yield return (contents, rows);
    }

    private void EnsureLength(int length)
    {
        if (length != stamp.Dimensions)
        {
            throw new KindredException(
                Fault.LibraryChanging, "The library is changing to another model just now; try again when that is done.");
        }
    }
}
