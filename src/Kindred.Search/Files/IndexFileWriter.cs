using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search.Files;

/// <summary>Writes an index file: first a file beside it, which replaces it when it is whole.</summary>
internal sealed unsafe class IndexFileWriter
{
    private readonly FileStream _file;
    private readonly byte[] _chunk = new byte[IndexSections.Chunk];
    private readonly List<ulong> _checksums = [];
    private int _filled;
    private long _written = IndexHeader.Page;

    internal IndexFileWriter(FileStream file)
    {
        _file = file;
        _file.SetLength(IndexHeader.Page); // An empty index has nothing behind it.
        _file.Position = IndexHeader.Page;
    }

    /// <summary>
    /// Writes vectors, codes and graph in a given order; ids in the file are positions in that order. Removes what an earlier writer of
    /// the same file left behind beside it.
    /// </summary>
    /// <param name="path">The file to make or to replace. Its folder is made where there is none.</param>
    /// <param name="stamp">What the file is made from.</param>
    /// <param name="order">Ids of the rows to write, in their new order.</param>
    /// <param name="keys">The key of each row, in the new order.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="codes">Their codes, if those are to be written too.</param>
    /// <param name="graph">Their graph, if that is to be written too. Links to rows that are not written are left out.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static void Write(
        string path,
        IndexStamp stamp,
        ReadOnlySpan<int> order,
        ReadOnlySpan<RowKey> keys,
        VectorTable vectors,
        CodeTable? codes,
        HnswGraph? graph)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
        using var unfinished = UnfinishedFile.Begin(target);
        new IndexFileWriter(unfinished.Stream).WriteAll(stamp, order, keys, vectors, codes, graph);
        unfinished.Finish();
    }

    private void WriteAll(
        IndexStamp stamp, ReadOnlySpan<int> order, ReadOnlySpan<RowKey> keys, VectorTable vectors, CodeTable? codes, HnswGraph? graph)
    {
        var header = new IndexHeader
        {
            Magic = IndexHeader.ExpectedMagic,
            Version = IndexHeader.ExpectedVersion,
            Metric = (int)vectors.Metric,
            Stamp = stamp,
            Dimensions = vectors.Dimensions,
            Count = order.Length,
            HasCodes = codes is null ? 0 : 1,
            M = graph?.M ?? 0,
            Entry = -1,
        };
        Add(MemoryMarshal.AsBytes(keys));
        EndPage();
        foreach (var id in order)
            Add(new ReadOnlySpan<byte>(vectors.Row(id), vectors.Stride * sizeof(float)));
        EndPage();
        if (codes is not null)
        {
            Add(MemoryMarshal.AsBytes(codes.Quantizer.Scales));
            EndPage();
            foreach (var id in order)
                Add(new ReadOnlySpan<byte>(codes.Row(id), codes.Stride));
            EndPage();
        }

        if (graph is not null)
            WriteGraph(graph, order, ref header);
        EndChunk();
        WriteChecksums(ref header);
    }

    private void WriteGraph(HnswGraph graph, ReadOnlySpan<int> order, ref IndexHeader header)
    {
        // The new id of each row plus 1, or 0 where the row is left out.
        var renumbered = new uint[graph.Count];
        for (var position = 0; position < order.Length; position++)
            renumbered[order[position]] = (uint)position + 1;

        var best = -1;
        for (var position = 0; position < order.Length; position++)
        {
            var node = *graph.Node(order[position]);
            node.UpperStart = header.UpperRows;
            header.UpperRows += node.Level;
            if (node.IsLinked != 0 && node.Level > best)
                (best, header.Entry) = (node.Level, position);
            Add(MemoryMarshal.AsBytes(new ReadOnlySpan<HnswNode>(in node)));
        }

        EndPage();
        foreach (var id in order)
            WriteLinks(graph, id, 0, renumbered);
        EndPage();
        foreach (var id in order)
        {
            for (var level = 1; level <= graph.Node(id)->Level; level++)
                WriteLinks(graph, id, level, renumbered);
        }

        EndPage();
    }

    private void WriteLinks(HnswGraph graph, int id, int level, uint[] renumbered)
    {
        Span<uint> links = stackalloc uint[graph.MostLinks(level)];
        var count = 0;
        foreach (var link in new ReadOnlySpan<uint>(graph.Links(id, level), links.Length))
        {
            if (link == 0)
                break;
            if (link <= renumbered.Length && renumbered[link - 1] is > 0 and var other)
                links[count++] = other;
        }

        Add(MemoryMarshal.AsBytes(links));
    }

    internal void WriteChecksums(ref IndexHeader header)
    {
        var bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_checksums));
        header.Checksums = XxHash3.HashToUInt64(bytes);
        header.Own = header.ComputeOwn();
        _file.Write(bytes);
        _file.Position = 0;
        _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexHeader>(in header)));
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        _written += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, _chunk.Length - _filled);
            bytes[..taken].CopyTo(_chunk.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            if (_filled == _chunk.Length)
                EndChunk();
        }
    }

    internal void EndPage()
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[IndexHeader.Page];
        Add(zeros[..(int)((IndexHeader.Page - (_written % IndexHeader.Page)) % IndexHeader.Page)]);
    }

    internal void EndChunk()
    {
        if (_filled == 0)
            return;
        var chunk = _chunk.AsSpan(0, _filled);
        _checksums.Add(XxHash3.HashToUInt64(chunk));
        _file.Write(chunk);
        _filled = 0;
    }
}
