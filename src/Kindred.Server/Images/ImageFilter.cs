using Kindred.Images;
using Kindred.Images.Tables;
using Kindred.Server.Galleries;
using Kindred.Server.Similar;

namespace Kindred.Server.Images;

/// <summary>Which pictures are listed.</summary>
/// <param name="labels">Only with one of these labels; any where there are none.</param>
/// <param name="text">Only with this in their path, in capitals or not.</param>
/// <param name="color">Only of a thing of this color, which has been found to be without fault.</param>
/// <param name="where">Only those whose attributes pass; see <see cref="FilterQuery"/>.</param>
/// <param name="ownId">Only with exactly this own id.</param>
internal sealed class ImageFilter(string[]? labels, string? text, string? color, string? where, string? ownId)
{
    /// <summary>Those of the gallery's pictures that pass, in the order given; the same list where all do.</summary>
    /// <param name="images">All of them, in one of the snapshot's orders.</param>
    /// <param name="gallery">The gallery.</param>
    public IReadOnlyList<Image> Of(IReadOnlyList<Image> images, GalleryLease gallery)
    {
        if (labels is not { Length: > 0 } && string.IsNullOrEmpty(text) && string.IsNullOrWhiteSpace(color)
            && string.IsNullOrWhiteSpace(where) && ownId is null)
            return images;
        // Attributes may change within a snapshot, all else with it.
        var depends = where is null && ownId is null ? 0 : gallery.Gallery?.Attributes.Revision ?? 0;
        var asked = (images, labels is null ? "" : string.Join('\0', labels), text, color, where, ownId, depends);
        return gallery.Orders.Recent.Get(asked, () => Find(images, gallery));
    }

    private ImageSelection Find(IReadOnlyList<Image> images, GalleryLease gallery)
    {
        var tests = new List<Func<Image, bool>>();
        if ((FilterQuery.Read(where), gallery.Gallery) is ({ } filter, { } filtered))
        {
            var passed = filtered.Where(filter).Select(image => image.Id).ToHashSet();
            tests.Add(image => passed.Contains(image.Id));
        }

        if (ownId is not null)
        {
            var product = gallery.Gallery?.FindByOwnId(ownId).Select(image => image.Id).ToHashSet() ?? [];
            tests.Add(image => product.Contains(image.Id));
        }

        if (labels is { Length: > 0 })
        {
            var wanted = labels.ToHashSet(StringComparer.Ordinal);
            tests.Add(image => image.Label is { } name && wanted.Contains(name));
        }

        if (!string.IsNullOrEmpty(text))
            tests.Add(image => image.Path.Contains(text, StringComparison.OrdinalIgnoreCase));
        if (ColorQuery.Read(color) is { } asked && gallery.Gallery is { } opened)
            tests.Add(image => opened.HasColor(image, asked));
        return ImageSelection.Where(images, image => tests.TrueForAll(test => test(image)));
    }
}
