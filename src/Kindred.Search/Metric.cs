namespace Kindred.Search;

/// <summary>How far apart two vectors are. Distances: smaller is nearer. Scores: larger is nearer.</summary>
public enum Metric
{
    /// <summary>Score is the cosine of the angle, in [-1, 1]; distance is 1 - score, in [0, 2].</summary>
    Cosine,

    /// <summary>Distance is the length of the difference, in [0, ∞); score is 1 / (1 + distance), in (0, 1].</summary>
    Euclidean,
}
