namespace Kindred.Vision.Models;

/// <summary>One file of a set of weights.</summary>
internal sealed record WeightsFile
{
    /// <summary>File name inside the weights' folder, without a path.</summary>
    public required string Name { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
