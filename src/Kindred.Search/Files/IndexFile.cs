using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Search.Files;

/// <summary>
/// An index file, mapped into memory: what a search does not touch is not read, and several processes share what they do. It is mapped to be copied where it is
/// written to, so a graph can grow without changing the file. Nothing that was made from it may be used after it is disposed.
/// </summary>
internal sealed unsafe class IndexFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly IndexHeader _header;
    private readonly IndexLayout _layout;
    private readonly byte* _start;
    private bool _isDisposed;

    private IndexFile(SafeFileHandle handle, IndexHeader header, IndexLayout layout)
    {
        _handle = handle;
        _header = header;
        _layout = layout;
        _map = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, layout.End, MemoryMappedFileAccess.CopyOnWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>What it is of.</summary>
    public IndexStamp Stamp => _header.Stamp;

    /// <summary>Rows in it.</summary>
    public int Count => _header.Count;

    /// <summary>Length of every vector.</summary>
    public int Dimensions => _header.Dimensions;

    /// <summary>How vectors are compared.</summary>
    public Metric Metric => (Metric)_header.Metric;

    /// <summary>Whether it has codes.</summary>
    public bool HasCodes => _header.HasCodes != 0;

    /// <summary>Whether it has a graph.</summary>
    public bool HasGraph => _header.M > 0;

    /// <summary>Whose the rows are.</summary>
    public ReadOnlySpan<RowKey> Keys => new(_start + _layout.Keys, Count);

    /// <summary>Opens a file and checks every byte of it.</summary>
    /// <returns>The file; <see langword="null"/> where there is none, or it is damaged, cut off, of another version or no index at all.</returns>
    public static IndexFile? TryOpen(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (TryReadHeader(handle, out var header, out var layout) && AreChunksWhole(handle, header, layout))
                return new IndexFile(handle, header, layout);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is none, or none that this process may read; a folder may be called that, too.
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>The vectors.</summary>
    /// <param name="sparing">
    /// Whether exact distances are computed from rows that are read from the file one by one, so that searching over codes does not bring all vectors into
    /// memory by and by.
    /// </param>
    public VectorTable Vectors(bool sparing) =>
        new(Dimensions, Metric, (float*)(_start + _layout.Vectors), Count, sparing ? (_handle, _layout.Vectors) : null);

    /// <summary>The codes of the vectors.</summary>
    public CodeTable Codes() => HasCodes
        ? new CodeTable(new ScalarQuantizer(new ReadOnlySpan<float>(_start + _layout.Scales, Dimensions)), (sbyte*)(_start + _layout.Codes), Count)
        : throw new InvalidOperationException("This file has no codes.");

    /// <summary>The graph of the vectors.</summary>
    public HnswGraph Graph() => HasGraph
        ? new HnswGraph(_header.M, _start + _layout.Nodes, _start + _layout.Lowest, Count, _start + _layout.Upper, _header.UpperRows, _header.Entry)
        : throw new InvalidOperationException("This file has no graph.");

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _handle.Dispose();
    }

    private static bool TryReadHeader(SafeFileHandle handle, out IndexHeader header, out IndexLayout layout)
    {
        header = default;
        layout = default;
        if (!TryRead(handle, MemoryMarshal.AsBytes(new Span<IndexHeader>(ref header)), 0))
            return false;
        var isSound = header.Magic == IndexHeader.ExpectedMagic && header.Version == IndexHeader.ExpectedVersion && header.Own == header.ComputeOwn();
        if (!isSound)
            return false;
        layout = new IndexLayout(header);
        return RandomAccess.GetLength(handle) == layout.End;
    }

    /// <summary>Reads through the file, not through the map: what is only checked need not stay in memory.</summary>
    private static bool AreChunksWhole(SafeFileHandle handle, IndexHeader header, IndexLayout layout)
    {
        var checksums = new ulong[layout.Chunks];
        var bytes = MemoryMarshal.AsBytes(checksums.AsSpan());
        if (!TryRead(handle, bytes, layout.Checksums) || XxHash3.HashToUInt64(bytes) != header.Checksums)
            return false;

        var isWhole = true;
        Parallel.For(0, layout.Chunks, () => new byte[IndexLayout.Chunk], (chunk, loop, buffer) =>
        {
            var offset = layout.Keys + ((long)chunk * IndexLayout.Chunk);
            var part = buffer.AsSpan(0, (int)Math.Min(IndexLayout.Chunk, layout.Checksums - offset));
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
