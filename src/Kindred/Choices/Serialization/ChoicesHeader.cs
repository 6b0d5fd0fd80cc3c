namespace Kindred.Choices.Serialization;

/// <summary>The line of JSON that kept choices begin with.</summary>
/// <param name="Version">Number of the fit.</param>
/// <param name="Findings">What it found.</param>
internal sealed record ChoicesHeader(int Version, ChoicesFindings Findings)
{
    /// <summary>How factors were fitted; <see langword="null"/> where choices say nothing beside looks.</summary>
    public FactorSettings? Settings { get; init; }

    /// <summary>Number of pictures that factors were fitted to.</summary>
    public int Pictures { get; init; }

    /// <summary>Length of the longest factor.</summary>
    public float Longest { get; init; }

    /// <summary>What predictions from looks are multiplied by.</summary>
    public double Trust { get; init; }

    /// <summary>How many numbers say what scores say.</summary>
    public int Curves { get; init; }
}
