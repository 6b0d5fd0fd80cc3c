namespace Kindred;

/// <summary>What somebody may have meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest of the words; <see langword="null"/> where none is near enough to have been meant.</summary>
    public static string? Closest(string typed, IEnumerable<string> words)
    {
        // One slip in a short word, two in a longer one; of a single letter nothing would be left.
        var most = typed.Length switch { < 2 => 0, < 5 => 1, _ => 2 };
        return words
            .Select(word => (Word: word, Distance: IsBeginning(typed, word) ? 0 : Distance(typed, word)))
            .Where(candidate => candidate.Distance <= most)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    private static bool IsBeginning(string typed, string word) => typed.Length > 2 && word.StartsWith(typed, StringComparison.Ordinal);

    /// <summary>
    /// How many letters have to be put in, left out, changed or swapped with the next (Damerau 1964, each letter swapped at most once).
    /// </summary>
    internal static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= other.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[one.Length, other.Length];
    }
}
