using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Search.Files;

/// <summary>
/// An index file, mapped into memory: a search reads only the pages it touches, and several processes share those. The mapping is
/// copy-on-write, so a graph can grow without changing the file. Nothing made from the file may be used after it is disposed.
/// </summary>
internal sealed unsafe class IndexFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly IndexHeader _header;
    private readonly IndexSections _sections;
    private readonly byte* _start;
    private bool _isDisposed;

    private IndexFile(SafeFileHandle handle, IndexHeader header, IndexSections sections)
    {
        _handle = handle;
        _header = header;
        _sections = sections;
        _map = MemoryMappedFile.CreateFromFile(
            handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, sections.End, MemoryMappedFileAccess.CopyOnWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>What the file was made from.</summary>
    public IndexStamp Stamp => _header.Stamp;

    /// <summary>Number of rows.</summary>
    public int Count => _header.Count;

    /// <summary>Length of every vector.</summary>
    public int Dimensions => _header.Dimensions;

    /// <summary>How vectors are compared.</summary>
    public Metric Metric => (Metric)_header.Metric;

    /// <summary>Whether the file has codes.</summary>
    public bool HasCodes => _header.HasCodes != 0;

    /// <summary>Whether the file has a graph.</summary>
    public bool HasGraph => _header.HasGraph;

    /// <summary>Length in bytes.</summary>
    public long Length => _sections.End;

    /// <summary>The keys of the rows, in their order.</summary>
    public ReadOnlySpan<RowKey> Keys => new(_start + _sections.Keys, Count);

    /// <summary>Opens a file and checks every byte of it.</summary>
    /// <returns>
    /// The file; <see langword="null"/> where there is none, or it is damaged, cut off, of another version or no index at all.
    /// </returns>
    public static IndexFile? TryOpen(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (TryReadHeader(handle, out var header, out var sections) && AreChunksWhole(handle, header, sections))
                return new IndexFile(handle, header, sections);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is no file, or this process may not read it, or a folder has the name.
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>What a file says it was made from, and whether it has a graph; nothing but its header is read and checked.</summary>
    /// <returns><see langword="null"/> where there is no file, or its header is no index's of this version.</returns>
    public static (IndexStamp Stamp, bool HasGraph)? TryGlance(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return TryReadHeader(handle, out var header, out _) ? (header.Stamp, header.HasGraph) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The vectors.</summary>
    /// <param name="sparing">
    /// Whether the rows for exact distances are read from the file one by one, so that searches over codes do not bring all vectors into
    /// memory over time.
    /// </param>
    public VectorTable Vectors(bool sparing) =>
        new(Dimensions, Metric, (float*)(_start + _sections.Vectors), Count, sparing ? (_handle, _sections.Vectors) : null);

    /// <summary>The codes of the vectors.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public CodeTable Codes()
    {
        if (!HasCodes)
            throw new InvalidOperationException("This file has no codes.");
        var scales = new ReadOnlySpan<float>(_start + _sections.Scales, Dimensions);
        return new CodeTable(new ScalarQuantizer(scales), (sbyte*)(_start + _sections.Codes), Count);
    }

    /// <summary>The graph of the vectors.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public HnswGraph Graph()
    {
        if (!HasGraph)
            throw new InvalidOperationException("This file has no graph.");
        byte* nodes = _start + _sections.Nodes, lowest = _start + _sections.Lowest, upper = _start + _sections.Upper;
        return new HnswGraph(_header.M, nodes, lowest, Count, upper, _header.UpperRows, _header.Entry);
    }

    /// <summary>Reads bytes of the file, not of the mapping.</summary>
    /// <returns>Whether they are there.</returns>
    public bool TryRead(Span<byte> buffer, long start) => TryRead(_handle, buffer, start);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _handle.Dispose();
    }

    private static bool TryReadHeader(SafeFileHandle handle, out IndexHeader header, out IndexSections sections)
    {
        header = default;
        sections = default;
        if (!TryRead(handle, MemoryMarshal.AsBytes(new Span<IndexHeader>(ref header)), 0))
            return false;
        if (header.Magic != IndexHeader.ExpectedMagic || header.Version != IndexHeader.ExpectedVersion || header.Own != header.ComputeOwn())
            return false;
        sections = new IndexSections(header);
        return RandomAccess.GetLength(handle) == sections.End;
    }

    /// <summary>Reads the file itself, not the mapping, so that bytes that are only checked do not stay in memory.</summary>
    private static bool AreChunksWhole(SafeFileHandle handle, IndexHeader header, IndexSections sections)
    {
        var checksums = new ulong[sections.Chunks];
        var bytes = MemoryMarshal.AsBytes(checksums.AsSpan());
        if (!TryRead(handle, bytes, sections.Checksums) || XxHash3.HashToUInt64(bytes) != header.Checksums)
            return false;

        var isWhole = true;
        Parallel.For(0, sections.Chunks, () => new byte[IndexSections.Chunk], (chunk, loop, buffer) =>
        {
            var offset = sections.Keys + ((long)chunk * IndexSections.Chunk);
            var part = buffer.AsSpan(0, (int)Math.Min(IndexSections.Chunk, sections.Checksums - offset));
            if (!TryRead(handle, part, offset) || XxHash3.HashToUInt64(part) != checksums[chunk])
            {
                Volatile.Write(ref isWhole, false);
                loop.Stop();
            }

            return buffer;
        }, _ => { });
        return isWhole;
    }

    private static bool TryRead(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(handle, buffer, offset);
            if (read == 0)
                return false;
            buffer = buffer[read..];
            offset += read;
        }

        return true;
    }
}
