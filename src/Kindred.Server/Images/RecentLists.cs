using Kindred.Images;

namespace Kindred.Server.Images;

/// <summary>
/// The lists that were asked for last of one snapshot of the gallery, with their places: who scrolls through one asks for it page by page,
/// and each page would look at all pictures again. Safe to use from several threads.
/// </summary>
internal sealed class RecentLists
{
    /// <summary>Few, for each may have all pictures.</summary>
    private const int Most = 4;

    private readonly Lock _gate = new();
    private readonly List<(object Key, IReadOnlyList<Image> List)> _lists = []; // The last one asked for stands last.
    private readonly List<(IReadOnlyList<Image> List, ImageSort Sort, IReadOnlyList<SectionDocument> Sections)> _sections = [];

    /// <summary>A list as it was made before, or made now.</summary>
    /// <param name="key">What was asked for, with everything that it depends on.</param>
    /// <param name="make">Makes it; two who ask at once may both do so.</param>
    public IReadOnlyList<Image> Get(object key, Func<IReadOnlyList<Image>> make)
    {
        lock (_gate)
        {
            if (_lists.FindIndex(one => one.Key.Equals(key)) is >= 0 and var at)
            {
                var known = _lists[at];
                _lists.RemoveAt(at);
                _lists.Add(known);
                return known.List;
            }
        }

        var made = make();
        lock (_gate)
        {
            _lists.Add((key, made));
            if (_lists.Count > Most)
                _lists.RemoveAt(0);
        }

        return made;
    }

    /// <summary>The places of a list.</summary>
    /// <param name="list">One of the snapshot's orders, or of these lists.</param>
    /// <param name="sort">Its order.</param>
    public IReadOnlyList<SectionDocument> SectionsOf(IReadOnlyList<Image> list, ImageSort sort)
    {
        lock (_gate)
        {
            if (_sections.FindIndex(one => ReferenceEquals(one.List, list) && one.Sort == sort) is >= 0 and var at)
                return _sections[at].Sections;
        }

        var sections = ImageSections.Of(list, sort);
        lock (_gate)
        {
            _sections.Add((list, sort, sections));
            if (_sections.Count > 2 * Most)
                _sections.RemoveAt(0);
        }

        return sections;
    }
}
