using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.NeighborIndexes;

/// <summary>
/// Brings an index file up to date with a gallery that has changed: rows whose contents are still there are kept, wherever they stand
/// now; other rows are removed, and new ones added. A graph that is there is repaired; where there is none, none is built.
/// </summary>
internal sealed unsafe class IndexUpdate
{
    private readonly IndexFile _file;
    private readonly RowKey[] _keys;

    /// <summary>For each image its row in the file; where it has none, −1 minus its position in <see cref="_missing"/>.</summary>
    private readonly int[] _rows;

    private readonly List<Image> _missing = [];
    private readonly bool[] _isKept;
    private readonly int _kept;

    private IndexUpdate(IndexFile file, IReadOnlyList<Image> images, Func<Image, RowKey> keyOf)
    {
        _file = file;
        _keys = [.. images.Select(keyOf)];
        _rows = new int[images.Count];
        _isKept = new bool[file.Count];
        var rowsOf = RowsByNumber(file.Keys, out var next);
        for (var position = 0; position < _keys.Length; position++)
        {
            // Rows with the same number are interchangeable; each is used once.
            if (rowsOf.TryGetValue(_keys[position].Content, out var row) && row >= 0)
            {
                rowsOf[_keys[position].Content] = next[row];
                _rows[position] = row;
                _isKept[row] = true;
                _kept++;
            }
            else
            {
                _rows[position] = -1 - _missing.Count;
                _missing.Add(images[position]);
            }
        }
    }

    /// <summary>The images for which the file has no row, or none left, in their order.</summary>
    public IReadOnlyList<Image> Missing => _missing;

    /// <summary>Whether so many rows stay that updating the file is better than making it anew.</summary>
    public bool IsWorthIt => 2L * _kept >= _keys.Length && 2L * _kept >= _file.Count;

    /// <summary>Computes which rows of a file to keep, and which vectors are missing.</summary>
    /// <param name="file">The file. Its vectors must be in the space that is searched.</param>
    /// <param name="images">The images of the new file, in order.</param>
    /// <param name="keyOf">The key of an image's row.</param>
    public static IndexUpdate Plan(IndexFile file, IReadOnlyList<Image> images, Func<Image, RowKey> keyOf) => new(file, images, keyOf);

    /// <summary>Writes an index file of vectors, in a given order.</summary>
    public static void WriteAll(
        string path, IndexStamp stamp, ReadOnlySpan<int> order, ReadOnlySpan<RowKey> keys,
        VectorTable vectors, HnswGraph? graph, SearchChoice choice)
    {
        using var codes = choice.UsesCodes ? new CodeTable(ScalarQuantizer.Fit(vectors)) : null;
        codes?.AddFrom(vectors);
        IndexFileWriter.Write(path, stamp, order, keys, vectors, codes, graph);
    }

    /// <summary>Writes the updated file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="stamp">What it is made from.</param>
    /// <param name="added">Vectors of <see cref="Missing"/>.</param>
    /// <param name="choice">Whether it gets codes, and keeps its graph.</param>
    /// <param name="progress">Told how many vectors are linked into a graph.</param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    public void Write(
        string path, IndexStamp stamp, VectorTable added, SearchChoice choice,
        IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var vectors = _file.Vectors(sparing: false);
        if (!choice.UsesGraph || !_file.HasGraph)
        {
            using (vectors)
                WriteAll(path, stamp, Order(Append(vectors, added)), _keys, vectors, graph: null, choice);
            return;
        }

        using var index = new HnswIndex(vectors, new HnswOptions(), graph: _file.Graph());
        for (var row = 0; row < _isKept.Length; row++)
        {
            if (!_isKept[row])
                index.Graph.TryRemove(row);
        }

        var first = Append(vectors, added);
        index.LinkAll(LinkingProgress.Of(progress, added.Count), cancellationToken);
        if (index.Graph.RemovedButLinked > 0)
            Repair.Run(index.Graph, vectors);
        WriteAll(path, stamp, Order(first), _keys, vectors, index.Graph, choice);
    }

    private static Dictionary<UInt128, int> RowsByNumber(ReadOnlySpan<RowKey> keys, out int[] next)
    {
        var first = new Dictionary<UInt128, int>(keys.Length);
        next = new int[keys.Length];
        for (var row = keys.Length - 1; row >= 0; row--)
        {
            next[row] = first.GetValueOrDefault(keys[row].Content, -1);
            first[keys[row].Content] = row;
        }

        return first;
    }

    /// <summary>Appends vectors to others, and returns the position of the first.</summary>
    private static int Append(VectorTable vectors, VectorTable added)
    {
        var first = vectors.Count;
        for (var row = 0; row < added.Count; row++)
            vectors.AddFrom(added, row);
        return first;
    }

    private int[] Order(int firstAdded) => [.. _rows.Select(row => row >= 0 ? row : firstAdded - 1 - row)];
}
