namespace Kindred.Vision.Models.Onnx;

/// <summary>A value of a network under construction, float [N, channels, height, width].</summary>
internal sealed record FeatureMap(string Name, int Channels, int Height, int Width);
