using System.Buffers;
using System.Runtime.InteropServices;

namespace Kindred.Vision.Models.Onnx;

/// <summary>Shows the bytes of floats where they are, as Protobuf takes them. Nothing has to be disposed: the array is managed.</summary>
internal sealed class FloatBytes(float[] values) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.AsSpan());

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, values.Length * sizeof(float));
        var handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        unsafe
        {
            return new MemoryHandle((byte*)handle.AddrOfPinnedObject() + elementIndex, handle);
        }
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle unpins.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The array is the collector's.
    }
}
