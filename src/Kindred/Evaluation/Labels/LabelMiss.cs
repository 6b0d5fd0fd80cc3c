using System.Text.Json.Serialization;
using Kindred.Images;

namespace Kindred.Evaluation.Labels;

/// <summary>A picture whose first results are not all of its label.</summary>
/// <param name="Asked">The picture.</param>
/// <param name="Found">Its first five, nearest first.</param>
internal sealed record LabelMiss([property: JsonIgnore] Image Asked, [property: JsonIgnore] IReadOnlyList<Image> Found)
{
    /// <summary>Path of the picture.</summary>
    public string AskedPath => Asked.Path;

    /// <summary>Paths of its first five.</summary>
    public IReadOnlyList<string> FoundPaths => [.. Found.Select(image => image.Path)];
}
