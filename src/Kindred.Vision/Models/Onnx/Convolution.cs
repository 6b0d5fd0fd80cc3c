namespace Kindred.Vision.Models.Onnx;

/// <summary>A convolution's weights and geometry.</summary>
/// <param name="Weights">[outputs, inputs / groups, height, width].</param>
/// <param name="Bias">[outputs].</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Groups">1, or the input channels for a depthwise convolution.</param>
/// <param name="Window">Geometry.</param>
internal sealed record Convolution(float[] Weights, float[] Bias, int Inputs, int Outputs, int Groups, Window Window);
