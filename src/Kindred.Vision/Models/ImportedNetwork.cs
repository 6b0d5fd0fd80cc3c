using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models;

/// <summary>A network read from a file: an ONNX model whose one input is float [N, 3, height, width], N free.</summary>
/// <param name="Model">The model; its graph computes only what the outputs need.</param>
/// <param name="Input">Name of the input.</param>
/// <param name="Outputs">The tensors asked for, in the order asked for; one may occur twice.</param>
internal sealed record ImportedNetwork(ModelProto Model, string Input, IReadOnlyList<ImportedTensor> Outputs)
{
    /// <summary>Whether the input is uint8 instead, a picture's bytes.</summary>
    public bool TakesBytes { get; init; }

    /// <summary>
    /// Pixels along a side of a block: the input is [N, 3 × block², height / block, width / block], the pixels of a block row by row.
    /// </summary>
    public int Block { get; init; } = 1;

    /// <summary>What the bytes of each channel become before they are taken; <see langword="null"/> where they stay as they are.</summary>
    public IReadOnlyList<byte[]>? Tables { get; init; }
}

/// <summary>A tensor of an imported network.</summary>
/// <param name="Name">Name in the ONNX graph.</param>
/// <param name="Shape">Shape without the batch: [channels, height, width] of a feature map.</param>
internal sealed record ImportedTensor(string Name, IReadOnlyList<int> Shape);
