using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.NeighborIndexes;

/// <summary>
/// Brings an index file up to date with a gallery that has changed: rows of contents that are still there are kept, wherever they stand
/// now; the others leave, and new ones come. A graph is mended, not built anew.
/// </summary>
internal sealed unsafe class IndexUpdate
{
    private readonly IndexFile _file;
    private readonly RowKey[] _keys;

    /// <summary>For each image its row in the file; for a missing one −1 less its place among those.</summary>
    private readonly int[] _rows;

    private readonly List<ContentHash> _missing = [];
    private readonly bool[] _isKept;
    private readonly int _kept;

    private IndexUpdate(IndexFile file, IReadOnlyList<Image> images, Func<Image, RowKey> keyOf)
    {
        _file = file;
        _keys = [.. images.Select(keyOf)];
        _rows = new int[images.Count];
        _isKept = new bool[file.Count];
        var rowsOf = RowsByContent(file.Keys, out var next);
        for (var position = 0; position < _keys.Length; position++)
        {
            // Rows of one content are as good as each other; each is given away once.
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
                _missing.Add(images[position].Content);
            }
        }
    }

    /// <summary>Contents whose vectors the file does not have, or not often enough, in the order of their images.</summary>
    public IReadOnlyList<ContentHash> Missing => _missing;

    /// <summary>Whether so much stays that it is better than making a file anew.</summary>
    public bool IsWorthIt => 2L * _kept >= _keys.Length && 2L * _kept >= _file.Count;

    /// <summary>Finds out what an update comes to.</summary>
    /// <param name="file">The file; its vectors are in the space that is searched.</param>
    /// <param name="images">The images there are to be, in order.</param>
    /// <param name="keyOf">The key of an image's row.</param>
    public static IndexUpdate Plan(IndexFile file, IReadOnlyList<Image> images, Func<Image, RowKey> keyOf) => new(file, images, keyOf);

    /// <summary>Writes an index file of vectors, in an order of one's own.</summary>
    public static void WriteAll(
        string path, IndexStamp stamp, ReadOnlySpan<int> order, ReadOnlySpan<RowKey> keys,
        VectorTable vectors, HnswGraph? graph, SearchChoice choice)
    {
        using var codes = choice.Vectors == VectorPrecision.Int8 ? new CodeTable(ScalarQuantizer.Fit(vectors)) : null;
        codes?.AddFrom(vectors);
        IndexFileWriter.Write(path, stamp, order, keys, vectors, codes, graph);
    }

    /// <summary>Writes the file that the old one becomes.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="stamp">What it is of.</param>
    /// <param name="added">Vectors of <see cref="Missing"/>.</param>
    /// <param name="choice">What it is to have.</param>
    /// <param name="progress">Told how many vectors a graph has, while one is built.</param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    public void Write(
        string path, IndexStamp stamp, VectorTable added, SearchChoice choice,
        IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var vectors = _file.Vectors(sparing: false);
        if (!choice.UsesGraph)
        {
            using (vectors)
                WriteAll(path, stamp, Order(Append(vectors, added)), _keys, vectors, graph: null, choice);
        }
        else if (_file.HasGraph)
        {
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
        else
        {
            using var ordered = new VectorTable(vectors.Dimensions, vectors.Metric, _keys.Length);
            foreach (var id in Order(Append(vectors, added)))
                ordered.AddFrom(vectors, id);
            vectors.Dispose();
            using var index = new HnswIndex(ordered, new HnswOptions());
            index.LinkAll(LinkingProgress.Of(progress, ordered.Count), cancellationToken);
            WriteAll(path, stamp, [.. Enumerable.Range(0, _keys.Length)], _keys, ordered, index.Graph, choice);
        }
    }

    private static Dictionary<UInt128, int> RowsByContent(ReadOnlySpan<RowKey> keys, out int[] next)
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

    /// <summary>Puts vectors behind those that are there, and says where they begin.</summary>
    private static int Append(VectorTable vectors, VectorTable added)
    {
        var first = vectors.Count;
        for (var row = 0; row < added.Count; row++)
            vectors.AddFrom(added, row);
        return first;
    }

    private int[] Order(int firstAdded) => [.. _rows.Select(row => row >= 0 ? row : firstAdded - 1 - row)];
}
