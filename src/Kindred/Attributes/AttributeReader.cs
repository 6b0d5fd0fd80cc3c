using Kindred.Images;
using Kindred.Images.Tables;

namespace Kindred.Attributes;

/// <summary>Reads what a library knows of its images into memory.</summary>
internal static class AttributeReader
{
    /// <summary>The attributes of a gallery's images. Where they change meanwhile, their revision says so.</summary>
    /// <param name="store">The library.</param>
    /// <param name="positions">The positions of all images.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<AttributeTable> ReadAsync(
        IAttributeStore store, PositionTable<ImageId> positions, CancellationToken cancellationToken)
    {
        var revision = await store.ReadAttributesRevisionAsync(cancellationToken);
        var table = new AttributeTable(
            new AttributeSchema(await store.ReadAttributeDefinitionsAsync(cancellationToken)), positions.Count, revision);
        if (revision == 0)
            return table; // Nothing was ever written.
        await foreach (var stored in store.ReadAttributesAsync(cancellationToken))
        {
            if (positions.Find(stored.Image) is >= 0 and var position)
                table.Set(position, stored.OwnId, stored.Values.Span);
        }

        return table;
    }

    /// <summary>Reads anew the attributes of the images that one writing was about, which has raised a table's revision by one.</summary>
    /// <param name="store">The library.</param>
    /// <param name="table">The table from before that writing.</param>
    /// <param name="images">The images.</param>
    /// <param name="positions">The positions of all images.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<AttributeTable> ReadAgainAsync(
        IAttributeStore store, AttributeTable table, IReadOnlyCollection<ImageId> images,
        PositionTable<ImageId> positions, CancellationToken cancellationToken)
    {
        var schema = new AttributeSchema(await store.ReadAttributeDefinitionsAsync(cancellationToken));
        var rows = new List<(int Position, StoredAttributes Stored)>();
        foreach (var stored in await store.ReadAttributesAsync(images, cancellationToken))
        {
            if (positions.Find(stored.Image) is >= 0 and var position)
                rows.Add((position, stored));
        }

        return table.With(schema, table.Revision + 1, rows);
    }

    /// <summary>The attributes of a few images, without reading those of others; images that nothing is known of are left out.</summary>
    public static async Task<IReadOnlyDictionary<ImageId, ImageAttributes>> ReadAsync(
        IAttributeStore store, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken)
    {
        var known = new Dictionary<ImageId, ImageAttributes>();
        var revision = await store.ReadAttributesRevisionAsync(cancellationToken);
        if (revision == 0)
            return known;
        var schema = new AttributeSchema(await store.ReadAttributeDefinitionsAsync(cancellationToken));
        foreach (var stored in await store.ReadAttributesAsync(images, cancellationToken))
        {
            var table = new AttributeTable(schema, 1, revision);
            table.Set(0, stored.OwnId, stored.Values.Span);
            known[stored.Image] = table.Of(0);
        }

        return known;
    }
}
