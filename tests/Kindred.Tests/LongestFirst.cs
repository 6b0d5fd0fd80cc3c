using Kindred.Tests;
using Kindred.Tests.Cli;
using Kindred.Tests.NeighborIndexes;
using Kindred.Tests.Server.IndexRuns;
using Kindred.Tests.Server.Page;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Kindred.Tests;

/// <summary>
/// Begins with the classes that take longest. The tests of a class run one after the other: one that begins late runs alone in the end, on
/// a machine that could do more.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. ((Type[])
        [
            typeof(AccessibilityTests), typeof(IndexProcessTests), typeof(IndexRunRouteTests), typeof(IndexCacheTests),
            typeof(GalleryViewTests), typeof(PhoneTests),
            typeof(SimilarViewTests), typeof(ForYouViewTests), typeof(KeyboardTests), typeof(LayoutViewTests),
        ]).Select(type => type.FullName ?? type.Name),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))
                .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal),
        ];

    private static int Place(string name)
    {
        // A class of its own makes a collection that is called after it.
        var place = Array.FindIndex(Longest, longest => name.Contains(longest + " ", StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
