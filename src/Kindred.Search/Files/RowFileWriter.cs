using System.Runtime.InteropServices;
using Kindred.Search.Vectors;

namespace Kindred.Search.Files;

/// <summary>
/// Writes an index file of vectors alone, some at a time, so that they need never all be in memory. The file replaces the one before when
/// it is finished; where it is not, the one before stays.
/// </summary>
internal sealed unsafe class RowFileWriter : IDisposable
{
    private const int KeysAtOnce = 1024;

    private readonly UnfinishedFile _file;
    private readonly IndexFileWriter _writer;
    private IndexHeader _header;
    private int _rows;

    private RowFileWriter(UnfinishedFile file, IndexHeader header)
    {
        _file = file;
        _header = header;
        _writer = new IndexFileWriter(file.Stream);
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file to make or to replace. Its folder is made where there is none.</param>
    /// <param name="stamp">What the file is made from.</param>
    /// <param name="dimensions">Length of every vector.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="count">How many there will be.</param>
    /// <param name="keyAt">The key of each.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static RowFileWriter Begin(
        string path, IndexStamp stamp, int dimensions, Metric metric, int count, Func<int, RowKey> keyAt)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
        var writer = new RowFileWriter(UnfinishedFile.Begin(target), new IndexHeader
        {
            Magic = IndexHeader.ExpectedMagic,
            Version = IndexHeader.ExpectedVersion,
            Metric = (int)metric,
            Stamp = stamp,
            Dimensions = dimensions,
            Count = count,
            Entry = -1,
        });
        try
        {
            writer.AddKeys(count, keyAt);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Writes the next vectors.</summary>
    public void Add(VectorTable vectors)
    {
        for (var id = 0; id < vectors.Count; id++)
            _writer.Add(new ReadOnlySpan<byte>(vectors.Row(id), vectors.Stride * sizeof(float)));
        _rows += vectors.Count;
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="InvalidOperationException">There were more vectors than were to be, or fewer.</exception>
    public void Finish()
    {
        if (_rows != _header.Count)
            throw new InvalidOperationException($"{_rows} vectors were written, not {_header.Count}.");
        _writer.EndPage();
        _writer.EndChunk();
        _writer.WriteChecksums(ref _header);
        _file.Finish();
    }

    public void Dispose() => _file.Dispose();

    private void AddKeys(int count, Func<int, RowKey> keyAt)
    {
        var keys = new RowKey[Math.Min(count, KeysAtOnce)];
        for (var start = 0; start < count; start += keys.Length)
        {
            var some = keys.AsSpan(0, Math.Min(keys.Length, count - start));
            for (var i = 0; i < some.Length; i++)
                some[i] = keyAt(start + i);
            _writer.Add(MemoryMarshal.AsBytes(some));
        }

        _writer.EndPage();
    }
}
