using Kindred.Search;
using Kindred.Vision.Decoding;

namespace Kindred.Vision.Generators;

/// <summary>What Kindred has to know of an embedding generator, which says little of itself.</summary>
public sealed record GeneratorImageEmbedderOptions
{
    /// <summary>Name of the model in the library's stamp; default what the generator's metadata calls it.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// Which version of the model it is. Change it when the same name starts to give other embeddings: a library then asks for all pictures
    /// to be embedded again. Any text; default empty.
    /// </summary>
    public string Version { get; init; } = "";

    /// <summary>Length of an embedding; default what the generator's metadata says.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How embeddings are compared; default the cosine.</summary>
    public Metric Metric { get; init; } = Metric.Cosine;

    /// <summary>
    /// Whether a library may fit a space of its own on the embeddings; default no, so that they are compared as the model means them.
    /// </summary>
    public bool FitsSpace { get; init; }

    /// <summary>Most pictures handed to the generator at once, at least 1; default 16. They are in memory as files.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Pictures with more pixels than this never reach the generator; default 200 million.</summary>
    public long PixelLimit { get; init; } = ImageDecoder.DefaultPixelLimit;

    /// <summary>Whether the generator outlives the embedder; by default it is disposed with it.</summary>
    public bool LeaveOpen { get; init; }
}
