namespace Kindred.Cli.Output;

/// <summary>How sure something is, for people.</summary>
internal static class Percentage
{
    /// <summary>Whole percent. Nothing is written as certain or impossible.</summary>
    /// <param name="confidence">From 0 to 1.</param>
    public static string Of(float confidence) => $"{Math.Clamp((int)MathF.Round(confidence * 100), 1, 99)} %";
}
