using Kindred.Galleries;
using Kindred.Layouts;

namespace Kindred.Tests.Layouts;

/// <summary>How good a map is, by what the layout does not know or did not make.</summary>
internal sealed class LayoutJudge(Gallery gallery)
{
    private const int K = 10;

    /// <summary>Share of each image's ten nearest in the plane that have its label, averaged.</summary>
    public double LabelShare(IReadOnlyList<LayoutPosition> positions) => Enumerable.Range(0, positions.Count)
        .Average(i => Nearest(positions, i).Average(j => gallery.Images[j].Label == gallery.Images[i].Label ? 1.0 : 0.0));

    /// <summary>
    /// Trustworthiness (Venna and Kaski 2001): 1 where the ten nearest in the plane are the ten nearest in the space, less for those that
    /// are far down there.
    /// </summary>
    public double Trustworthiness(IReadOnlyList<LayoutPosition> positions)
    {
        double count = positions.Count;
        var penalty = 0.0;
        for (var i = 0; i < positions.Count; i++)
        {
            var ranks = new int[positions.Count];
            foreach (var (rank, neighbor) in gallery.Index.Search(gallery.Index[i], positions.Count, id => id != i).Index())
                ranks[neighbor.Id] = rank + 1;
            penalty += Nearest(positions, i).Sum(j => Math.Max(0, ranks[j] - K));
        }

        return 1 - (2 / (count * K * ((2 * count) - (3 * K) - 1)) * penalty);
    }

    /// <summary>Positions by the two directions in which embeddings differ most: what a map has to be better than.</summary>
    public IReadOnlyList<LayoutPosition> ByPrincipalComponents() => [.. LayoutFrame.Fit(PrincipalLayout.Of(gallery.Index))];

    private static IEnumerable<int> Nearest(IReadOnlyList<LayoutPosition> positions, int i) => Enumerable.Range(0, positions.Count)
        .Where(j => j != i)
        .OrderBy(j => Math.Pow(positions[j].X - positions[i].X, 2) + Math.Pow(positions[j].Y - positions[i].Y, 2))
        .Take(K);
}
