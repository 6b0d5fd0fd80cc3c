using System.Runtime.InteropServices;
using Kindred.Images;
using Kindred.Images.Tables;

namespace Kindred.NearDuplicates;

/// <summary>
/// Images that show the same photograph, in groups: those of one content, and those that pairs of near-duplicates connect. Immutable.
/// </summary>
internal sealed class NearDuplicateGroups
{
    private readonly PositionTable<ContentHash> _positions;
    private readonly int[] _byPosition;

    // The groups of contents that no image shows.
    private readonly Dictionary<ContentHash, int> _others = [];

    /// <summary>Groups images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="pairs">
    /// Near-duplicates, and variants, which make no groups here; contents that no image shows may connect others, and have a group
    /// themselves.
    /// </param>
    public NearDuplicateGroups(IReadOnlyList<Image> images, IReadOnlyList<NearDuplicatePair> pairs)
        : this(images.Count, images is ImageTable table ? table.ContentAt : position => images[position].Content, pairs)
    {
    }

    /// <summary>Groups images by what they show.</summary>
    /// <param name="contents">The content of each image.</param>
    /// <param name="pairs">
    /// Near-duplicates, and variants, which make no groups here; contents that no image shows may connect others, and have a group
    /// themselves.
    /// </param>
    public NearDuplicateGroups(IReadOnlyList<ContentHash> contents, IReadOnlyList<NearDuplicatePair> pairs)
        : this(contents.Count, position => contents[position], pairs)
    {
    }

    private NearDuplicateGroups(int count, Func<int, ContentHash> contentAt, IReadOnlyList<NearDuplicatePair> pairs)
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

        // Most images are near-duplicates of none, and have a group without being looked up.
        _positions = new PositionTable<ContentHash>(count, contentAt);
        _byPosition = new int[count];
        var numbers = new Dictionary<ContentHash, int>();
        int NumberOf(ContentHash content)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, Root(content), out var isKnown);
            return isKnown ? number : number = Count++;
        }

        for (var position = 0; position < count; position++)
        {
            var content = contentAt(position);
            if (parents.ContainsKey(content))
                _byPosition[position] = NumberOf(content);
            else
                _byPosition[position] = _positions.Find(content) is var first && first < position ? _byPosition[first] : Count++;
        }

        foreach (var content in parents.Keys)
        {
            if (_positions.Find(content) < 0)
                _others.Add(content, NumberOf(content));
        }
    }

    /// <summary>How many groups there are, those of contents that no image shows included.</summary>
    public int Count { get; private set; }

    /// <summary>The pairs that were given, of whatever kind.</summary>
    public IReadOnlyList<NearDuplicatePair> AllPairs { get; }

    /// <summary>The pairs they were made of.</summary>
    public IEnumerable<NearDuplicatePair> Pairs => AllPairs.Where(pair => pair.Likeness == Likeness.NearDuplicate);

    /// <summary>The group of each image, by its position. Groups are numbered from 0 in the order of their first images.</summary>
    public IReadOnlyList<int> ByPosition => _byPosition;

    /// <summary>The group of a content; <see langword="null"/> where no image shows it and it is no near-duplicate of one.</summary>
    public int? Of(ContentHash content)
    {
        if (_positions.Find(content) is >= 0 and var position)
            return _byPosition[position];
        return _others.TryGetValue(content, out var group) ? group : null;
    }
}
