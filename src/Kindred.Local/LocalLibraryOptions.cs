using Kindred.Images.Sources;
using Kindred.Vision.Generators;
using Microsoft.Extensions.AI;

namespace Kindred.Libraries;

/// <summary>What a library on this machine embeds pictures with, and what it takes the time from.</summary>
public sealed record LocalLibraryOptions
{
    /// <summary>
    /// The network: its id in the catalog, or the path of an <c>.onnx</c> file. Default: the one the library was made with, and the
    /// catalog's own choice for a new library.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Embeds pictures in place of a network of Kindred's. The library disposes it unless its options say otherwise.</summary>
    public IEmbeddingGenerator<DataContent, Embedding<float>>? Generator { get; init; }

    /// <summary>What Kindred has to know of <see cref="Generator"/>; nothing by default.</summary>
    public GeneratorImageEmbedderOptions? GeneratorOptions { get; init; }

    /// <summary>
    /// Embeds words in the same space as <see cref="Generator"/>, or as the network, embeds pictures, so that the gallery can be searched
    /// by them; default what the network's recipe names, if anything. The library disposes it unless <see cref="LeaveWordsOpen"/> says
    /// otherwise.
    /// </summary>
    public IEmbeddingGenerator<string, Embedding<float>>? WordsGenerator { get; init; }

    /// <summary>Whether <see cref="WordsGenerator"/> outlives the library; default no.</summary>
    public bool LeaveWordsOpen { get; init; }

    /// <summary>The clock that choices are dated by; default: the system's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Where pictures may be; default: in folders of this machine. The library disposes it.</summary>
    internal PictureSources? Pictures { get; init; }
}
