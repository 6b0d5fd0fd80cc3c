using System.Buffers;
using System.Runtime.InteropServices;

namespace Kindred.Memory;

/// <summary>
/// Bytes outside the managed heap. The system has them back the moment they are disposed; arrays of a pool, or on the large object heap,
/// would stay for seconds or for good.
/// </summary>
internal sealed unsafe class NativeBuffer(int length) : MemoryManager<byte>
{
    private byte* _bytes = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));
    private int _length = length;

    /// <summary>Makes it longer or shorter; what fits stays as it was. Nobody may hold a span or memory of it.</summary>
    public void Resize(int length)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)Math.Max(1, length));
        _length = length;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        return new Span<byte>(_bytes, _length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _length);
        return new MemoryHandle(_bytes + elementIndex, default, this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // It never moves.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
        _length = 0;
    }
}
