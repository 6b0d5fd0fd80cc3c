using Kindred.Attributes;
using Kindred.Attributes.Columns;
using Kindred.Images;
using Kindred.Images.Tables;
using Kindred.Search;

namespace Kindred.Galleries;

/// <summary>
/// What a shop says of a gallery's images. Unlike the rest of a gallery it may be read anew; each use takes the table once. Safe to use
/// from several threads.
/// </summary>
internal sealed class GalleryAttributes
{
    private readonly PositionTable<ImageId> _positions;
    private readonly Lazy<TextColumn> _labels;
    private readonly Lock _gate = new();
    private volatile AttributeTable _table;

    /// <summary>Begins with nothing known.</summary>
    /// <param name="images">The images.</param>
    /// <param name="positions">Where each stands among them.</param>
    public GalleryAttributes(IReadOnlyList<Image> images, PositionTable<ImageId> positions)
    {
        _positions = positions;
        _table = new AttributeTable(AttributeSchema.Empty, images.Count, revision: 0);
        _labels = new Lazy<TextColumn>(() => TextColumn.Of(images.Select(image => image.Label)));
    }

    /// <summary>All of it, as it was last read.</summary>
    public AttributeTable Table => _table;

    /// <summary>Reads it from the library.</summary>
    public async Task ReadAsync(IAttributeStore store, CancellationToken cancellationToken)
    {
        var read = await AttributeReader.ReadAsync(store, _positions, cancellationToken);
        lock (_gate)
        {
            // Whoever began later may be done already.
            if (read.Revision >= _table.Revision)
                _table = read;
        }
    }

    /// <summary>
    /// Reads what one writing has changed, where that is all that has changed since a revision; else everything.
    /// </summary>
    /// <param name="store">The library.</param>
    /// <param name="before">The revision from before the writing, which has changed something.</param>
    /// <param name="images">All images that it was about.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task ReadAsync(
        IAttributeStore store, long before, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken)
    {
        var table = _table;
        var revision = await store.ReadAttributesRevisionAsync(cancellationToken);
        if (revision == table.Revision)
            return;
        // Rows that are there no more take memory: after as many as there are images, all is read anew.
        if (table.Revision != before || revision != before + 1 || table.Renewed + images.Count > _positions.Count)
        {
            await ReadAsync(store, cancellationToken);
            return;
        }

        var read = await AttributeReader.ReadAgainAsync(store, table, images, _positions, cancellationToken);
        lock (_gate)
        {
            if (read.Revision >= _table.Revision)
                _table = read;
        }
    }

    /// <summary>The positions of the images with one of some labels that a filter holds for; all where <see langword="null"/>.</summary>
    public IdSet? Filter(IReadOnlyCollection<string> labels, AttributeFilter? where)
    {
        var found = where is null ? null : _table.Where(where);
        if (labels.Count == 0)
            return found;
        var labelled = _labels.Value.WhereText(label => labels.Contains(label, StringComparer.Ordinal));
        return found?.And(labelled) ?? labelled;
    }

    /// <summary>The positions of all images of the products that some images show.</summary>
    public HashSet<int> ProductsOf(IEnumerable<Image> images)
    {
        var table = _table;
        return table.HasOwnIds ? [.. images.SelectMany(image => table.ProductOf(_positions.Find(image.Id)))] : [];
    }
}
