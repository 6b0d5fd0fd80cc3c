using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>
/// Images that show the same photograph, in groups: those of one content, and those that pairs of near-duplicates connect. Immutable.
/// </summary>
internal sealed class NearDuplicateGroups
{
    private readonly Dictionary<ContentHash, int> _groups = [];
    private readonly int[] _byPosition;

    /// <summary>Groups images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="pairs">
    /// Near-duplicates, and variants, which make no groups here; contents that no image shows may connect others, and have a group
    /// themselves.
    /// </param>
    public NearDuplicateGroups(IReadOnlyList<Image> images, IReadOnlyList<NearDuplicatePair> pairs)
        : this(images.Select(image => image.Content), pairs)
    {
    }

    /// <summary>Groups images by what they show.</summary>
    /// <param name="contents">The content of each image.</param>
    /// <param name="pairs">
    /// Near-duplicates, and variants, which make no groups here; contents that no image shows may connect others, and have a group
    /// themselves.
    /// </param>
    public NearDuplicateGroups(IEnumerable<ContentHash> contents, IReadOnlyList<NearDuplicatePair> pairs)
    {
        AllPairs = pairs;
        var parents = new Dictionary<ContentHash, ContentHash>();
        ContentHash Root(ContentHash content)
        {
            while (parents.TryGetValue(content, out var parent) && parent != content)
                content = parent;
            return content;
        }

        foreach (var (content, other, _, likeness) in pairs)
        {
            if (likeness != Likeness.NearDuplicate)
                continue;
            parents.TryAdd(content, content);
            parents.TryAdd(other, other);
            parents[Root(content)] = Root(other);
        }

        var numbers = new Dictionary<ContentHash, int>();
        int NumberOf(ContentHash content)
        {
            var root = Root(content);
            if (!numbers.TryGetValue(root, out var number))
                numbers.Add(root, number = numbers.Count);
            return _groups[content] = number;
        }

        _byPosition = [.. contents.Select(NumberOf)];
        foreach (var content in parents.Keys)
            NumberOf(content);
        Count = numbers.Count;
    }

    /// <summary>How many groups there are, those of contents that no image shows included.</summary>
    public int Count { get; }

    /// <summary>The pairs that were given, of whatever kind.</summary>
    public IReadOnlyList<NearDuplicatePair> AllPairs { get; }

    /// <summary>The pairs they were made of.</summary>
    public IEnumerable<NearDuplicatePair> Pairs => AllPairs.Where(pair => pair.Likeness == Likeness.NearDuplicate);

    /// <summary>The group of each image, by its position. Groups are numbered from 0 in the order of their first images.</summary>
    public IReadOnlyList<int> ByPosition => _byPosition;

    /// <summary>The group of a content; <see langword="null"/> where no image shows it and it is no near-duplicate of one.</summary>
    public int? Of(ContentHash content) => _groups.TryGetValue(content, out var group) ? group : null;
}
