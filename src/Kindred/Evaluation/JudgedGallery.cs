using Kindred.Galleries;
using Kindred.Images;

namespace Kindred.Evaluation;

/// <summary>A gallery, and the labels it may be judged on: those that its space was not taught.</summary>
/// <param name="Gallery">The gallery.</param>
/// <param name="Labels">Numbers of the labels, as <see cref="ImageLabels.Number"/> gives them.</param>
internal sealed record JudgedGallery(Gallery Gallery, IReadOnlyList<int> Labels);
