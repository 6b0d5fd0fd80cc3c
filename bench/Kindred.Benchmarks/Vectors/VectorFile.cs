using System.Buffers;
using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;
using System.Text.RegularExpressions;

namespace Kindred.Benchmarks.Vectors;

/// <summary>
/// Rows of float32 in a file of NumPy's format 1.0 (little-endian, C order), mapped into memory: a million vectors are read without being
/// held, and their pages belong to the file, so that they do not count as memory of the process.
/// </summary>
internal sealed unsafe partial class VectorFile : MemoryManager<float>
{
    private const int HeaderLength = 128;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8, 1, 0];

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly float* _data;

    private VectorFile(MemoryMappedFile file, MemoryMappedFileAccess access, int offset, int rows, int columns)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, 0, access);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _data = (float*)(pointer + _view.PointerOffset + offset);
        (Rows, Columns) = (rows, columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>A row; it can be written to if the file was created.</summary>
    public Span<float> this[int row] => new(_data + ((nint)row * Columns), Columns);

    /// <summary>A row, for those who keep it for longer than a call.</summary>
    public ReadOnlyMemory<float> Row(int row) => Memory.Slice(row * Columns, Columns);

    /// <summary>Creates a file of zeros, to be written to.</summary>
    public static VectorFile Create(string path, int rows, int columns)
    {
        var description = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        var header = new byte[HeaderLength];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), HeaderLength - 10);
        Encoding.ASCII.GetBytes(description.PadRight(HeaderLength - 11) + "\n").CopyTo(header, 10);
        using (var file = File.Create(path))
        {
            file.Write(header);
            file.SetLength(HeaderLength + ((long)rows * columns * sizeof(float)));
        }

        return new(MemoryMappedFile.CreateFromFile(path, FileMode.Open), MemoryMappedFileAccess.ReadWrite, HeaderLength, rows, columns);
    }

    /// <summary>Opens a file to read.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static VectorFile Open(string path)
    {
        var start = new byte[HeaderLength];
        using (var file = File.OpenRead(path))
            _ = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var offset = 10 + BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8));
        var description = Encoding.ASCII.GetString(start);
        if (!start.AsSpan().StartsWith(Magic)
            || Shape().Match(description) is not { Success: true } shape
            || !description.Contains("'<f4'"))
            throw new InvalidDataException($"{path} has no rows of float32 in NumPy's format 1.0.");

        return new(
            MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read),
            MemoryMappedFileAccess.Read, offset, int.Parse(shape.Groups["rows"].Value), int.Parse(shape.Groups["columns"].Value));
    }

    public override Span<float> GetSpan() => new(_data, Rows * Columns);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_data + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    [GeneratedRegex(
        @"'fortran_order': False, 'shape': \((?<rows>\d+), (?<columns>\d+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
