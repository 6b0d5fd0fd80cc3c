namespace Kindred.Spaces;

/// <summary>
/// Images that somebody says belong together: those of one label, or those one user liked within one taste. An image may be in several
/// groups.
/// </summary>
internal sealed class ImageGroups
{
    /// <summary>A group that would have fewer images than this in a sample is in it whole or not at all.</summary>
    private const int LeastOfSampled = 8;

    private readonly int[][] _groupsOf;

    /// <summary>Makes the groups.</summary>
    /// <param name="images">How many images there are.</param>
    /// <param name="groups">For each group its images, as numbers below <paramref name="images"/>.</param>
    public ImageGroups(int images, IEnumerable<IReadOnlyList<int>> groups)
    {
        Groups = [.. groups.Where(group => group.Count > 1)];
        var groupsOf = new List<int>[images];
        for (var group = 0; group < Groups.Count; group++)
        {
            foreach (var image in Groups[group])
                (groupsOf[image] ??= []).Add(group);
        }

        _groupsOf = [.. groupsOf.Select(of => of?.ToArray() ?? [])];
    }

    /// <summary>The groups with at least two images.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups { get; }

    /// <summary>How many images there are, in groups or not.</summary>
    public int Images => _groupsOf.Length;

    /// <summary>How many images are in some group.</summary>
    public int Grouped => _groupsOf.Count(groups => groups.Length > 0);

    /// <summary>How often one of these images and another, drawn by chance, are in one group; from 0 to 1.</summary>
    public double Chance
    {
        get
        {
            double grouped = Grouped;
            return grouped > 1 ? Math.Min(1, Groups.Sum(group => group.Count * (group.Count - 1.0)) / (grouped * (grouped - 1))) : 0;
        }
    }

    /// <summary>
    /// How many of the nearest images can be in a group with an image, as a mean share of those looked at: 1 where all groups are larger.
    /// </summary>
    /// <param name="nearest">How many are looked at.</param>
    public double MostTogether(int nearest) => Enumerable.Range(0, Images).Where(Contains)
        .Average(image => Math.Min(nearest, _groupsOf[image].Sum(group => Groups[group].Count - 1)) / (double?)nearest) ?? 0;

    /// <summary>Number of independent deviations of images from the means of their groups.</summary>
    public int Deviations => Groups.Sum(group => group.Count - 1);

    /// <summary>One group for each label.</summary>
    /// <param name="labels">Label of each image, from 0; −1 for none.</param>
    public static ImageGroups OfLabels(IReadOnlyList<int> labels) => new(labels.Count, GroupsOf(labels));

    /// <summary>The images of each label.</summary>
    /// <param name="labels">Label of each image, from 0; −1 for none.</param>
    public static IEnumerable<IReadOnlyList<int>> GroupsOf(IReadOnlyList<int> labels) =>
        labels.Index().Where(entry => entry.Item >= 0).GroupBy(entry => entry.Item, entry => entry.Index).Select(group => group.ToArray());

    /// <summary>Whether an image is in some group.</summary>
    public bool Contains(int image) => _groupsOf[image].Length > 0;

    /// <summary>The first group an image is in; −1 where it is in none.</summary>
    public int FirstOf(int image) => _groupsOf[image].Length > 0 ? _groupsOf[image][0] : -1;

    /// <summary>The groups an image is in.</summary>
    public IReadOnlyList<int> Of(int image) => _groupsOf[image];

    /// <summary>Whether two images are together in some group.</summary>
    public bool AreTogether(int image, int other)
    {
        foreach (var group in _groupsOf[image])
        {
            if (_groupsOf[other].Contains(group))
                return true;
        }

        return false;
    }

    /// <summary>
    /// An even sample of the images: some of each large group and of those in none, and some of the small groups whole, for one picture
    /// out of a pair says nothing of who belongs together.
    /// </summary>
    /// <param name="most">About how many.</param>
    /// <returns>Their numbers, in order.</returns>
    public int[] Sample(int most)
    {
        var share = Math.Min(1, (double)most / Images);
        var bySize = Enumerable.Range(0, Images)
            .ToLookup(image => FirstOf(image) is >= 0 and var group && Groups[group].Count * share < LeastOfSampled);
        var small = bySize[true].GroupBy(FirstOf).ToArray();
        return [.. Even([.. bySize[false]], share).Concat(Even(small, share).SelectMany(group => group)).Order()];
    }

    /// <summary>The same groups over some of the images, renumbered.</summary>
    /// <param name="rows">The images to keep, in their new order.</param>
    public ImageGroups Select(IReadOnlyList<int> rows)
    {
        var places = rows.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return new ImageGroups(
            rows.Count, Groups.Select(group => group.Where(places.ContainsKey).Select(image => places[image]).ToArray()));
    }

    /// <summary>The same groups, with only the images for which a condition holds.</summary>
    public ImageGroups Where(Func<int, bool> isSeen) => new(Images, Groups.Select(group => group.Where(isSeen).ToArray()));

    private static IEnumerable<T> Even<T>(T[] all, double share)
    {
        var count = (int)Math.Round(all.Length * share);
        return Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)]);
    }
}
