using Kindred.Recommendations.Strategies;

namespace Kindred.Recommendations.Lists;

/// <summary>Candidates that compete for a share of the list.</summary>
/// <param name="Importance">How large the share is, relative to other lanes; above 0.</param>
/// <param name="Turn">Its place, from 0, in the order in which lanes have their first place in the list.</param>
/// <param name="Candidates">Best first.</param>
internal sealed record Lane(double Importance, int Turn, IReadOnlyList<Candidate> Candidates);
