using System.Text.Json.Serialization;

namespace Kindred.Spaces;

/// <summary>What a learned space gains over the visual one, by the folds of its own fit.</summary>
/// <param name="Visual">Precision@5 of the visual space on images that are said to belong together.</param>
/// <param name="Learned">Precision@5 of the learned space on the same images, each judged by a fit that never saw it.</param>
/// <param name="Axes">Principal axes it uses.</param>
/// <param name="Shrinkage">Weight of the mean variance in the within-group covariance, in [0, 1].</param>
// A class: reading one as JSON would compile dozens of methods for a struct when the program starts.
internal sealed record SpaceGain(double Visual, double Learned, int Axes, double Shrinkage)
{
    /// <summary><see cref="Learned"/> of the axes alone, before images are drawn towards prototypes.</summary>
    public double Whitened { get; init; }

    /// <summary>Standard error of what <see cref="Whitened"/> is above <see cref="Visual"/>; known while a space is fitted.</summary>
    [JsonIgnore]
    public double Error { get; init; }

    /// <summary>How far images are drawn towards their prototypes, from 0 to <see cref="Prototypes.MostShare"/>.</summary>
    public double Share { get; init; }

    /// <summary>Labels that taught it.</summary>
    public int Labels { get; init; }

    /// <summary>Users' tastes that taught it.</summary>
    public int Tastes { get; init; }
}
