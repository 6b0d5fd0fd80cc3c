namespace Kindred.Evaluation.Dislikes;

/// <summary>What dislikes change in the lists of one strategy.</summary>
/// <param name="Method">The strategy.</param>
/// <param name="ShareBefore">Share of the ten with the label that is disliked then.</param>
/// <param name="ShareAfter">The same after three images of that label are disliked, none of them from the list.</param>
/// <param name="ShareLeft">The one by the other: what is left of the label's places.</param>
/// <param name="PrecisionBefore">Share of the ten that is to the user's taste.</param>
/// <param name="PrecisionAfter">The same after the dislikes.</param>
internal sealed record DislikeScore(
    string Method, Estimate ShareBefore, Estimate ShareAfter, Estimate ShareLeft, Estimate PrecisionBefore, Estimate PrecisionAfter);
