namespace Kindred.Vision.Models;

/// <summary>Finds the tensor a recipe names among those a network has.</summary>
internal static class TensorNames
{
    /// <summary>
    /// Index of the name: the exact one, else the only one that ends in <c>/wanted</c>. A name may consist of several joined with <c>;</c>.
    /// </summary>
    /// <exception cref="KindredException">None, or more than one, matches; the message lists some that could be meant.</exception>
    public static int Find(IReadOnlyList<string> names, string wanted, string path)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == wanted)
                return i;
        }

        var matches = Enumerable.Range(0, names.Count)
            .Where(i => names[i].Split(';').Any(name => name == wanted || name.EndsWith("/" + wanted, StringComparison.Ordinal)))
            .ToList();
        if (matches.Count == 1)
            return matches[0];
        var some = (matches.Count > 1 ? matches.Select(i => names[i]) : Nearest(names, wanted)).Take(5).ToList();
        throw new KindredException(Fault.ModelUnusable, matches.Count > 1
            ? $"{path} has {matches.Count} tensors called '{wanted}': {string.Join(", ", some)}; give more of the path."
            : $"{path} has no tensor called '{wanted}'; it has {names.Count}, among them {string.Join(", ", some)}.");
    }

    // Those that share the most letter pairs with what was asked for, then the last of the network, which are wanted most often.
    private static IEnumerable<string> Nearest(IReadOnlyList<string> names, string wanted)
    {
        var pairs = Pairs(wanted);
        return names.Select((name, index) => (name, index, shared: Pairs(name).Count(pairs.Contains)))
            .OrderByDescending(entry => entry.shared)
            .ThenByDescending(entry => entry.index)
            .Select(entry => entry.name);
    }

    private static HashSet<string> Pairs(string name) =>
        [.. Enumerable.Range(0, Math.Max(0, name.Length - 1)).Select(i => name.Substring(i, 2))];
}
