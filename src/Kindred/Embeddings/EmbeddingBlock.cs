using System.Globalization;
using System.Text.RegularExpressions;

namespace Kindred.Embeddings;

/// <summary>The numbers that one of several networks gives to an embedding.</summary>
/// <param name="Length">How many numbers, at least 1.</param>
/// <param name="Share">What the network's cosine counts in the score, above 0 and at most 1. The block has length √share.</param>
internal readonly partial record struct EmbeddingBlock(int Length, float Share)
{
    /// <summary>The head of an embedding that is put together of blocks, in one line: fit for a stamp.</summary>
    /// <param name="blocks">The blocks, and how each is made.</param>
    public static string Describe(IEnumerable<(EmbeddingBlock Block, string Head)> blocks) => string.Join(
        " + ",
        blocks.Select(block => string.Create(CultureInfo.InvariantCulture, $"{block.Block.Share} x {block.Block.Length}: {block.Head}")));

    /// <summary>Reads what <see cref="Describe"/> wrote.</summary>
    /// <param name="head">The head of a stamp.</param>
    /// <param name="dimensions">Length of an embedding.</param>
    /// <returns>The blocks; one of all numbers where the head says nothing of blocks.</returns>
    public static IReadOnlyList<EmbeddingBlock> Read(string head, int dimensions)
    {
        EmbeddingBlock[] blocks =
        [
            .. Start().Matches(head).Select(match => new EmbeddingBlock(
                int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture),
                float.Parse(match.Groups["share"].Value, CultureInfo.InvariantCulture))),
        ];
        return blocks.Length > 1 && blocks.Sum(block => block.Length) == dimensions ? blocks : [new EmbeddingBlock(dimensions, 1)];
    }

    [GeneratedRegex(@"(?:^| \+ )(?<share>0\.\d{1,9}) x (?<length>\d{1,9}): ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Start();
}
