using Kindred.Images;
using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Decoding;

/// <summary>Computes a picture's pixels from top to bottom, on the calling thread.</summary>
/// <remarks>
/// libvips's own way to write to memory hands the work to another thread and waits, which costs more than a small picture.
/// </remarks>
internal sealed class StripReader(VipsImage image) : IDisposable
{
    // Many rows a strip make fewer calls, and an array below 85,000 bytes stays off the large object heap.
    private readonly int _rows = Math.Clamp(80_000 / (image.Width * image.Bands), 1, 32);
    private readonly Region _region = Region.New(image);
    private int _top;

    /// <summary>The next rows, without padding; empty after the last.</summary>
    /// <exception cref="VipsException">The file is damaged.</exception>
    public byte[] Next()
    {
        var rows = Math.Min(_rows, image.Height - _top);
        if (rows == 0)
            return [];
        var strip = _region.Fetch(0, _top, image.Width, rows);
        _top += rows;
        return strip;
    }

    public void Dispose() => _region.Dispose();
}
