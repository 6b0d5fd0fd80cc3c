using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models;

/// <summary>A network read from a file: an ONNX model whose one input is float [N, 3, height, width], N free.</summary>
/// <param name="Model">The model; its graph computes only what the outputs need.</param>
/// <param name="Input">Name of the input.</param>
/// <param name="Outputs">The tensors asked for, in the order asked for; one may occur twice.</param>
internal sealed record ImportedNetwork(ModelProto Model, string Input, IReadOnlyList<ImportedTensor> Outputs)
{
    /// <summary>Whether the input is uint8 instead, and a picture's bytes are taken as they are.</summary>
    public bool TakesBytes { get; init; }
}

/// <summary>A tensor of an imported network.</summary>
/// <param name="Name">Name in the ONNX graph.</param>
/// <param name="Shape">Shape without the batch: [channels, height, width] of a feature map.</param>
internal sealed record ImportedTensor(string Name, IReadOnlyList<int> Shape);
