using System.Globalization;
using Kindred.Attributes;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Server.Images;

namespace Kindred.Server.Galleries;

/// <summary>The gallery as one request sees it, from its beginning to its end, unless it asks for a newer one.</summary>
internal sealed class GalleryLease(LiveGallery live, LiveGallery.Snapshot snapshot) : IDisposable
{
    private LiveGallery.Snapshot _snapshot = snapshot;
    private int _disposed;

    /// <summary>Number of the snapshot.</summary>
    public int Number => _snapshot.Number;

    /// <summary>The library's revision that the snapshot shows.</summary>
    public long Revision => _snapshot.Revision;

    /// <summary>The gallery; <see langword="null"/> while the library has no pictures.</summary>
    public Gallery? Gallery => _snapshot.Gallery;

    /// <summary>All images, by path.</summary>
    public IReadOnlyList<Image> Images => Gallery?.Images ?? [];

    /// <summary>The same images in every order.</summary>
    public ImageOrders Orders => _snapshot.Orders;

    /// <summary>The image with an id; <see langword="null"/> where there is none.</summary>
    public Image? Find(long id) => Gallery?.Find(new ImageId(id));

    /// <summary>
    /// The image that a request names by its number, or by its own id behind <c>id:</c>: of several pictures the first by path.
    /// <see langword="null"/> where there is none.
    /// </summary>
    public Image? Find(string name)
    {
        if (name.StartsWith(ImageNames.OwnIdPrefix, StringComparison.Ordinal))
        {
            // The framework leaves a slash in a path as it was sent, and so may mean it or the text %2F.
            var ownId = name[ImageNames.OwnIdPrefix.Length..];
            return FindFirst(ownId) ?? FindFirst(ownId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        }

        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Find(id) : null;
    }

    private Image? FindFirst(string ownId) => Gallery?.FindByOwnId(ownId) is [var first, ..] ? first : null;

    /// <summary>What a shop says of an image.</summary>
    public ImageAttributes AttributesOf(Image image) => Gallery?.AttributesOf(image) ?? ImageAttributes.None;

    /// <summary>
    /// Finds a picture by its id, its own id or the SHA-256 of its file; by that also a picture that has left the gallery.
    /// </summary>
    /// <returns>The content, and an image that shows it if there is one; <see langword="null"/> where the name is neither.</returns>
    public (ContentHash Content, Image? Image)? FindPicture(string name)
    {
        if (ContentHash.TryParse(name, out var content))
            return (content, Gallery?.Names.FindByContent(content));
        return Find(name) is { } image ? (image.Content, image) : null;
    }

    /// <summary>The image that an interaction is about; <see langword="null"/> where it has left the gallery.</summary>
    public Image? FindShowing(Interaction interaction) => Gallery?.Names.FindByContent(interaction.Content, interaction.Name);

    /// <summary>Sees the newest gallery from now on. Only where nobody uses the one before any more.</summary>
    /// <returns>Whether it is another one.</returns>
    public bool TryRenew()
    {
        var before = _snapshot;
        _snapshot = live.Hold();
        live.Release(before);
        return _snapshot.Number != before.Number;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            live.Release(_snapshot);
    }
}
