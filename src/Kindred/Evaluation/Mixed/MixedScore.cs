namespace Kindred.Evaluation.Mixed;

/// <summary>What lists make of likes of several kinds, which are few or unlike in number.</summary>
/// <param name="Space">What the lists are made in: <c>looks</c>, as where nothing has labels, or <c>learned</c>.</param>
/// <param name="Likes">How many likes of each kind, such as <c>3+2</c>.</param>
/// <param name="AllKindsAt10">Share of the users who find each of their kinds among their ten.</param>
/// <param name="PrecisionAt10">Share of the ten that is of a kind they like.</param>
/// <param name="KeptAfterDislike">
/// One more picture of the first kind is disliked: the share of its places that the kind keeps, at most 1.
/// </param>
internal sealed record MixedScore(
    string Space, string Likes, Estimate AllKindsAt10, Estimate PrecisionAt10, Estimate KeptAfterDislike);
