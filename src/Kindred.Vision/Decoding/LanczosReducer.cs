using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Vision.Decoding;

/// <summary>
/// Shrinks 8-bit RGB, fed row by row, with Lanczos-3: what libvips's <c>resize</c> does, to within rounding. Small pictures are
/// decoded half as fast again with it, for libvips spends longer on setting such a pipeline up than on the pixels.
/// </summary>
/// <remarks>Memory is a few rows of the source as floats, and the weights, 24 bytes for each row and column of the source.</remarks>
internal sealed class LanczosReducer : IDisposable
{
    private readonly LanczosWeights _across;
    private readonly LanczosWeights _down;
    private readonly int _width;
    private readonly int _height;
    private readonly int _rowLength;
    private readonly int _stride;
    private readonly float[] _row;
    private readonly float[] _sums;

    // Target rows that one source row may be part of. Their sums take turns in so many slots.
    private readonly int _active;
    private int _sourceRow;
    private int _nextRow;

    /// <summary>Prepares to shrink.</summary>
    /// <param name="source">Size of what will be added.</param>
    /// <param name="width">Width wanted, no more than the source's.</param>
    /// <param name="height">Height wanted, no more than the source's.</param>
    public LanczosReducer(ImageSize source, int width, int height)
    {
        (_width, _height) = (width, height);
        _across = new LanczosWeights(source.Width, width);
        _down = new LanczosWeights(source.Height, height);
        _rowLength = source.Width * 3;
        // One float more, for pixels are read four floats at a time.
        _stride = _rowLength + 1;
        for (int a = 0, b = 0; b < height; b++)
        {
            while (_down.First(a) + _down.Taps <= _down.First(b))
                a++;
            _active = Math.Max(_active, b - a + 1);
        }

        _row = ArrayPool<float>.Shared.Rent(_stride);
        _sums = ArrayPool<float>.Shared.Rent(_stride * _active);
        Array.Clear(_sums);
    }

    /// <summary>Shrinks a whole picture.</summary>
    /// <param name="source">Its pixels, three bytes each, row by row.</param>
    /// <param name="size">Its size.</param>
    /// <param name="width">Width wanted, no more than the source's.</param>
    /// <param name="height">Height wanted, no more than the source's.</param>
    /// <param name="rgb">Gets width × height × 3 bytes.</param>
    public static void Reduce(ReadOnlySpan<byte> source, ImageSize size, int width, int height, Span<byte> rgb)
    {
        using var reducer = new LanczosReducer(size, width, height);
        reducer.Add(source, rgb);
    }

    /// <summary>Takes the next rows of the source and writes the target's rows that they complete.</summary>
    /// <param name="rows">Whole rows, three bytes a pixel.</param>
    /// <param name="rgb">The whole target, the same at each call; complete after the source's last row.</param>
    public void Add(ReadOnlySpan<byte> rows, Span<byte> rgb)
    {
        for (; !rows.IsEmpty; rows = rows[_rowLength..], _sourceRow++)
        {
            var row = _row.AsSpan(0, _rowLength);
            Widen(rows[.._rowLength], row);
            for (var i = _nextRow; i < _height && _down.First(i) <= _sourceRow; i++)
            {
                var sums = _sums.AsSpan(i % _active * _stride, _rowLength);
                TensorPrimitives.MultiplyAdd(row, _down.Of(i)[_sourceRow - _down.First(i)], sums, sums);
            }

            while (_nextRow < _height && _down.First(_nextRow) + _down.Taps == _sourceRow + 1)
            {
                var sums = _sums.AsSpan(_nextRow % _active * _stride, _stride);
                ReduceAcross(sums, rgb.Slice(_nextRow * _width * 3, _width * 3));
                sums.Clear();
                _nextRow++;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_row);
        ArrayPool<float>.Shared.Return(_sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<byte> from, Span<float> to)
    {
        var i = 0;
        for (; i <= from.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(from[i..]));
            Vector128.ConvertToSingle(Vector128.WidenLower(low).AsInt32()).CopyTo(to[i..]);
            Vector128.ConvertToSingle(Vector128.WidenUpper(low).AsInt32()).CopyTo(to[(i + 4)..]);
            Vector128.ConvertToSingle(Vector128.WidenLower(high).AsInt32()).CopyTo(to[(i + 8)..]);
            Vector128.ConvertToSingle(Vector128.WidenUpper(high).AsInt32()).CopyTo(to[(i + 12)..]);
        }

        for (; i < from.Length; i++)
            to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReduceAcross(ReadOnlySpan<float> sums, Span<byte> rgb)
    {
        for (var i = 0; i < _width; i++)
        {
            var pixels = sums[(_across.First(i) * 3)..];
            var sum = Vector128<float>.Zero;
            foreach (var weight in _across.Of(i))
            {
                // Red, green, blue, and the neighbor's red that nobody reads.
                sum = Vector128.FusedMultiplyAdd(Vector128.Create(pixels), Vector128.Create(weight), sum);
                pixels = pixels[3..];
            }

            var levels = Vector128.ConvertToInt32(
                Vector128.Clamp(sum + Vector128.Create(0.5f), Vector128<float>.Zero, Vector128.Create(255f)));
            rgb[i * 3] = (byte)levels[0];
            rgb[(i * 3) + 1] = (byte)levels[1];
            rgb[(i * 3) + 2] = (byte)levels[2];
        }
    }
}
