using System.Collections.Concurrent;
using Kindred.Images;
using Kindred.Images.Tables;
using Kindred.Layouts;

namespace Kindred.Server.Images;

/// <summary>
/// The pictures of one snapshot of the gallery in every order: each is made when it is first asked for, and kept as long as the snapshot.
/// Safe to use from several threads.
/// </summary>
/// <param name="images">The pictures, by path.</param>
internal sealed class ImageOrders(IReadOnlyList<Image> images)
{
    private readonly ConcurrentDictionary<ImageSort, Lazy<IReadOnlyList<Image>>> _orders = new();

    /// <summary>The parts of them that were asked for last.</summary>
    public RecentLists Recent { get; } = new();

    /// <summary>The pictures in an order.</summary>
    /// <param name="sort">The order.</param>
    /// <param name="layout">Where they lie in the plane, for the order by similarity.</param>
    public IReadOnlyList<Image> In(ImageSort sort, GalleryLayout? layout = null) => sort == ImageSort.Path
        ? images
        : _orders.GetOrAdd(sort, static (sort, source) => new(() => Sort(sort, source.images, source.layout)), (images, layout)).Value;

    private static IReadOnlyList<Image> Sort(ImageSort sort, IReadOnlyList<Image> images, GalleryLayout? layout)
    {
        var positions = Enumerable.Range(0, images.Count);
        return sort switch
        {
            ImageSort.Name => Selected(positions.OrderBy(position => images[position].Path, NaturalOrder.Comparer)),
            ImageSort.Newest => Selected(positions.OrderByDescending(position => images[position].Modified)),
            ImageSort.Oldest => Selected(positions.OrderBy(position => images[position].Modified)),
            ImageSort.Largest => Selected(positions.OrderByDescending(position => images[position].Bytes)),
            ImageSort.Smallest => Selected(positions.OrderBy(position => images[position].Bytes)),
            ImageSort.Similarity => Selected(AlongCurve(positions, layout ?? throw new ArgumentNullException(nameof(layout)))),
            _ => images,
        };

        ImageSelection Selected(IEnumerable<int> ordered) => ImageSelection.Of(images, ordered);
    }

    private static IOrderedEnumerable<int> AlongCurve(IEnumerable<int> positions, GalleryLayout layout) =>
        positions.OrderBy(position => HilbertCurve.PlaceOf(layout.Positions[position].X, layout.Positions[position].Y));
}
