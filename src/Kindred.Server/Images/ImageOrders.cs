using System.Collections.Concurrent;
using Kindred.Images;
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

    private static IReadOnlyList<Image> Sort(ImageSort sort, IReadOnlyList<Image> images, GalleryLayout? layout) => sort switch
    {
        ImageSort.Name => [.. images.OrderBy(image => image.Path, NaturalOrder.Comparer)],
        ImageSort.Newest => [.. images.OrderByDescending(image => image.Modified)],
        ImageSort.Oldest => [.. images.OrderBy(image => image.Modified)],
        ImageSort.Largest => [.. images.OrderByDescending(image => image.Bytes)],
        ImageSort.Smallest => [.. images.OrderBy(image => image.Bytes)],
        ImageSort.Similarity => AlongCurve(images, layout ?? throw new ArgumentNullException(nameof(layout))),
        _ => images,
    };

    private static IReadOnlyList<Image> AlongCurve(IReadOnlyList<Image> images, GalleryLayout layout) =>
    [
        .. images.Zip(layout.Positions, (image, position) => (Image: image, Place: HilbertCurve.PlaceOf(position.X, position.Y)))
            .OrderBy(placed => placed.Place).Select(placed => placed.Image),
    ];
}
