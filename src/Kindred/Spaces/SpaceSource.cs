using System.Text.Json.Serialization;
using Kindred.Images;

namespace Kindred.Spaces;

/// <summary>What a fit of a space depends on: the space is fitted again when that has changed enough.</summary>
/// <param name="Labels">A hash of the images with their labels, in hexadecimal; <see langword="null"/> where labels teach nothing.</param>
/// <param name="Choices">How many choices of users teach it; 0 where they teach nothing.</param>
internal sealed record SpaceSource(string? Labels, int Choices)
{
    /// <summary>
    /// Choices change all the time, and a few of them change nothing: a new fit is due after this many, or after a tenth of those the
    /// last fit had if that is more.
    /// </summary>
    private const int ChoicesPerFit = 8;

    /// <summary>
    /// In a library larger than the sample that a fit looks at, one picture more hardly changes what it finds: a new fit is due when such a
    /// share of the images, or of their labels, are others (docs/decisions/0037).
    /// </summary>
    private const double LeastChanged = 0.1;

    /// <summary>The source where neither labels nor choices teach: such a space knows looks alone.</summary>
    public static SpaceSource LooksAlone { get; } = new(null, 0);

    /// <summary>
    /// What the labels of a large library are compared by (<see cref="LabelSketch"/>); <see langword="null"/> where every change counts.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sketch { get; init; }

    /// <summary>Whether a space that was fitted to an earlier source should be fitted to this one.</summary>
    public bool IsDueAfter(SpaceSource earlier) =>
        (this == LooksAlone) != (earlier == LooksAlone)
        || (Labels != earlier.Labels && ChangedSince(earlier) >= LeastChanged)
        || Math.Abs(Choices - earlier.Choices) >= Math.Max(ChoicesPerFit, earlier.Choices / 10);

    private double ChangedSince(SpaceSource earlier) =>
        Sketch is not null && earlier.Sketch is not null ? LabelSketch.Changed(earlier.Sketch, Sketch) : 1;
}
