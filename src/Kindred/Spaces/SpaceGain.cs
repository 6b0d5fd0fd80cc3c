namespace Kindred.Spaces;

/// <summary>What a learned space gains over the visual one, by the folds of its own fit.</summary>
/// <param name="Visual">Precision@5 of the visual space on labelled images.</param>
/// <param name="Learned">Precision@5 of the learned space on the same images, each judged by a fit that never saw its label.</param>
/// <param name="Axes">Principal axes it uses.</param>
/// <param name="Shrinkage">Weight of the mean variance in the within-label covariance, in [0, 1].</param>
public readonly record struct SpaceGain(double Visual, double Learned, int Axes, double Shrinkage);
