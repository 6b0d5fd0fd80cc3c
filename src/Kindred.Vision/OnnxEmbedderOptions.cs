using Kindred.Vision.Decoding;

namespace Kindred.Vision;

/// <summary>How an <see cref="OnnxEmbedder"/> uses the machine. None of it changes an embedding.</summary>
internal sealed record OnnxEmbedderOptions
{
    /// <summary>Pictures worked on at the same time, each on a thread of its own; at least 1. Default: one for each core.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Pictures that go through the network at once, at least 1. Small networks like 2, large ones 8; more leave the cache.
    /// </summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>
    /// Pictures with more pixels than this are refused from their header; see <see cref="ImageDecoder.DefaultPixelLimit"/>.
    /// </summary>
    public long PixelLimit { get; init; } = ImageDecoder.DefaultPixelLimit;
}
