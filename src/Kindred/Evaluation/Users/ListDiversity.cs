using System.Numerics.Tensors;
using Kindred.Search;

namespace Kindred.Evaluation.Users;

/// <summary>Intra-list diversity (Ziegler et al., "Improving recommendation lists through topic diversification", 2005).</summary>
internal static class ListDiversity
{
    /// <summary>One less the mean cosine between two different images of a list; 0 for a list of one.</summary>
    /// <param name="index">An index for the cosine.</param>
    /// <param name="list">Positions in it.</param>
    public static double Of(NeighborIndex index, IReadOnlyList<int> list)
    {
        var sum = 0.0;
        for (var i = 0; i < list.Count; i++)
        {
            for (var j = 0; j < i; j++)
                sum += 1 - TensorPrimitives.Dot(index[list[i]], index[list[j]]);
        }

        return list.Count < 2 ? 0 : sum / (list.Count * (list.Count - 1) / 2.0);
    }
}
