using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>
/// Images that show one thing, in whatever color, in groups: those of near-duplicates, and those that pairs of variants connect. In
/// <c>similar</c> and in lists such a group takes one place. Immutable.
/// </summary>
internal sealed class VariantGroups
{
    private static readonly ImagesBehind Nothing = new([], []);

    private readonly IReadOnlyList<Image> _images;
    private readonly NearDuplicateGroups _nearDuplicates;
    private readonly int[] _roots;
    private readonly int[] _byPosition;
    private readonly Dictionary<int, int[]> _members;

    /// <summary>Groups images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="nearDuplicates">Which of them show the same photograph, and all pairs.</param>
    public VariantGroups(IReadOnlyList<Image> images, NearDuplicateGroups nearDuplicates)
    {
        _images = images;
        _nearDuplicates = nearDuplicates;
        _roots = Connect(nearDuplicates);
        _byPosition = [.. nearDuplicates.ByPosition.Select(group => _roots[group])];
        var sizes = new int[_roots.Length];
        foreach (var group in _byPosition)
            sizes[group]++;
        _members = _byPosition.Index().Where(entry => sizes[entry.Item] > 1)
            .GroupBy(entry => entry.Item, entry => entry.Index)
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>A number for each image, by its position, that the image shares with its near-duplicates and variants.</summary>
    public IReadOnlyList<int> ByPosition => _byPosition;

    /// <summary>The group of a content; <see langword="null"/> where no image shows it and it is no near-duplicate of one.</summary>
    public int? Of(ContentHash content) => _nearDuplicates.Of(content) is { } group ? _roots[group] : null;

    /// <summary>What stands behind an image that takes the place of its group.</summary>
    /// <param name="position">Position of the image.</param>
    /// <param name="mayShow">Which images may stand there, by their positions.</param>
    public ImagesBehind Behind(int position, Func<int, bool> mayShow)
    {
        if (!_members.TryGetValue(_byPosition[position], out var members))
            return Nothing;
        var own = _nearDuplicates.ByPosition[position];
        var photographs = members.Where(member => member != position && mayShow(member))
            .ToLookup(member => _nearDuplicates.ByPosition[member]);
        return new ImagesBehind(
            [
                .. photographs.Where(photograph => photograph.Key != own)
                    .Select(photograph => NearDuplicateListing.KeptFirst(photograph.Select(member => _images[member])).First())
                    .OrderBy(image => image.Path, StringComparer.Ordinal).ThenBy(image => image.Folder, StringComparer.Ordinal),
            ],
            [.. photographs[own].Select(member => _images[member])]);
    }

    /// <summary>Connects groups of near-duplicates by pairs of variants.</summary>
    /// <returns>For each group of near-duplicates the number of its group of variants.</returns>
    private static int[] Connect(NearDuplicateGroups nearDuplicates)
    {
        var parents = Enumerable.Range(0, nearDuplicates.Count).ToList();

        // A content that no image shows may still connect two that are shown.
        var unseen = new Dictionary<ContentHash, int>();
        int Number(ContentHash content)
        {
            if (nearDuplicates.Of(content) is { } group)
                return group;
            if (!unseen.TryGetValue(content, out var number))
            {
                unseen.Add(content, number = parents.Count);
                parents.Add(number);
            }

            return number;
        }

        int Root(int number)
        {
            while (parents[number] != number)
                number = parents[number] = parents[parents[number]];
            return number;
        }

        foreach (var pair in nearDuplicates.AllPairs.Where(pair => pair.Likeness == Likeness.Variant))
            parents[Root(Number(pair.Content))] = Root(Number(pair.Other));
        return [.. Enumerable.Range(0, parents.Count).Select(Root)];
    }
}
