namespace Kindred.Vision.Models;

/// <summary>One feature map's share of a descriptor.</summary>
internal sealed record HeadPart
{
    /// <summary>
    /// Name of the tensor (TensorFlow Lite, ONNX) or layer (TF.js) to read. Of a path such as <c>a/b/c</c> the end is enough
    /// (<c>b/c</c>) where only one tensor ends so. Default: the last feature map before global pooling or flattening.
    /// </summary>
    public string? Tensor { get; init; }

    /// <summary>How each cell is pooled.</summary>
    public required Pooling Pool { get; init; }

    /// <summary>
    /// Cells a side, 1 to 32; default 1. Cell <c>i</c> of <c>n</c> over <c>S</c> pixels spans <c>[⌊i·S/n⌋, ⌈(i+1)·S/n⌉)</c>, as
    /// adaptive pooling has it, so neighboring cells may overlap.
    /// </summary>
    public int Grid { get; init; } = 1;
}
