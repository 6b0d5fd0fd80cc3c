using Kindred.Embeddings;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models;

/// <summary>
/// Writes a descriptor's head behind a network. A model imports one operator set version and zoo models differ in theirs, so only
/// operators are used whose form is the same from version 7 on.
/// </summary>
internal sealed class HeadWriter(GraphWriter writer)
{
    /// <summary>Appends the head.</summary>
    /// <param name="head">What to append.</param>
    /// <param name="maps">The feature map of each part, in order.</param>
    /// <returns>Name of the vector, float [N, D], and how it is made up.</returns>
    public (string Name, IReadOnlyList<EmbeddingPart> Parts) Write(DescriptorHead head, IReadOnlyList<ImportedTensor> maps)
    {
        var vectors = new List<string>();
        var parts = new List<EmbeddingPart>();
        var offset = 0;
        foreach (var (part, map) in head.Parts.Zip(maps))
        {
            var vector = Vector(part, map);
            vectors.Add(head.Normalize ? Normalize(vector) : vector);
            var described = Describe(part, map, offset);
            parts.Add(described);
            offset += described.Length;
        }

        var whole = vectors.Count == 1 ? vectors[0] : writer.Node("Concat", vectors.ToArray(), NodeAttribute.Int("axis", 1));
        // A single part has unit length already.
        return (head.Normalize && vectors.Count > 1 ? Normalize(whole) : whole, parts);
    }

    /// <summary>Adds the descriptors of mirrored pictures to those of the pictures before them.</summary>
    public string FoldMirror(string vectors, int dimensions, bool normalize)
    {
        var pairs = writer.Node("Reshape", [vectors, writer.Constant([-1L, 2, dimensions], 3)]);
        var plain = writer.Node("Gather", [pairs, writer.Constant([0L])], NodeAttribute.Int("axis", 1));
        var mirrored = writer.Node("Gather", [pairs, writer.Constant([1L])], NodeAttribute.Int("axis", 1));
        var sum = writer.Node("Add", [plain, mirrored]);
        return normalize ? Normalize(sum) : sum;
    }

    private static EmbeddingPart Describe(HeadPart part, ImportedTensor map, int offset) =>
        part.Pool == Pooling.Flatten
            ? new(offset, 1, map.Shape.Aggregate(1, (product, size) => product * size))
            : new(offset, part.Grid, map.Shape[0]);

    // ONNX Runtime leaves a vector of zeros at zero.
    private string Normalize(string vector) =>
        writer.Node("LpNormalization", [vector], NodeAttribute.Int("axis", 1), NodeAttribute.Int("p", 2));

    private string Vector(HeadPart part, ImportedTensor map)
    {
        var pooled = part.Pool switch
        {
            Pooling.Flatten => map.Name,
            Pooling.Max => Pool("MaxPool", map, part.Grid),
            Pooling.Average => Pool("AveragePool", map, part.Grid),
            _ => CubeRoot(Pool("AveragePool", map with { Name = PositiveCube(map.Name) }, part.Grid)),
        };
        // From [N, channels, rows, columns]: cells row by row, channels innermost.
        var ordered = map.Shape.Count == 3 ? writer.Node("Transpose", [pooled], NodeAttribute.Ints("perm", 0, 2, 3, 1)) : pooled;
        return writer.Node("Flatten", [ordered], NodeAttribute.Int("axis", 1));
    }

    private string PositiveCube(string map)
    {
        var positive = writer.Node("Relu", [map]);
        return writer.Node("Mul", [writer.Node("Mul", [positive, positive]), positive]);
    }

    private string CubeRoot(string value) => writer.Node("Pow", [value, writer.Constant([1f / 3f])]);

    private string Pool(string operation, ImportedTensor map, int grid)
    {
        var rows = PoolingCells.Along(map.Shape[1], grid);
        var columns = PoolingCells.Along(map.Shape[2], grid);
        var (down, across) = (PoolingCells.Stride(rows), PoolingCells.Stride(columns));
        if (down > 0 && across > 0)
            return Slide(operation, map.Name, (rows[0].Length, columns[0].Length), (down, across));

        // A maximum or mean over a rectangle is that over its rows of that over its columns.
        var pooledRows = PoolAlong(operation, map.Name, rows, vertical: true);
        return PoolAlong(operation, pooledRows, columns, vertical: false);
    }

    private string PoolAlong(string operation, string map, IReadOnlyList<(int Start, int Length)> cells, bool vertical)
    {
        var axis = NodeAttribute.Int("axis", vertical ? 2 : 3);
        // One window slid pixel by pixel for each length of cell, and of its positions those where a cell starts.
        var pieces = new List<string>();
        var order = new List<int>();
        foreach (var group in Enumerable.Range(0, cells.Count).GroupBy(i => cells[i].Length))
        {
            var slid = Slide(operation, map, vertical ? (group.Key, 1) : (1, group.Key), (1, 1));
            long[] starts = [.. group.Select(i => (long)cells[i].Start)];
            pieces.Add(writer.Node("Gather", [slid, writer.Constant(starts, starts.Length)], axis));
            order.AddRange(group);
        }

        if (pieces.Count == 1)
            return pieces[0];
        var joined = writer.Node("Concat", pieces.ToArray(), axis);
        long[] places = [.. Enumerable.Range(0, cells.Count).Select(i => (long)order.IndexOf(i))];
        return writer.Node("Gather", [joined, writer.Constant(places, places.Length)], axis);
    }

    private string Slide(string operation, string map, (int Rows, int Columns) window, (int Down, int Across) stride) =>
        writer.Node(
            operation,
            [map],
            NodeAttribute.Ints("kernel_shape", window.Rows, window.Columns),
            NodeAttribute.Ints("strides", stride.Down, stride.Across));
}
