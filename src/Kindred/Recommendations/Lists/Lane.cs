using Kindred.Recommendations.Strategies;

namespace Kindred.Recommendations.Lists;

/// <summary>Candidates that share a part of the list.</summary>
/// <param name="Importance">How large a part, beside other lanes, above 0.</param>
/// <param name="Candidates">Best first.</param>
internal sealed record Lane(double Importance, IReadOnlyList<Candidate> Candidates);
