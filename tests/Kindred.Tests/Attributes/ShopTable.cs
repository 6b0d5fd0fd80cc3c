using System.Text;
using Kindred.Attributes;

namespace Kindred.Tests.Attributes;

/// <summary>Attributes in memory, of images by position.</summary>
internal static class ShopTable
{
    public static AttributeSchema Schema { get; } = new(
    [
        new("price", AttributeType.Number), new("brand", AttributeType.Text), new("inStock", AttributeType.Boolean),
        new("tags", AttributeType.Tags), new("list price", AttributeType.Number), new("size", AttributeType.Text),
    ]);

    /// <summary>A table of rows: the own id, or nothing, and the values.</summary>
    public static AttributeTable Of(params (string? OwnId, string Values)[] rows)
    {
        var table = new AttributeTable(Schema, rows.Length, revision: 1);
        for (var position = 0; position < rows.Length; position++)
            table.Set(position, rows[position].OwnId, Encoding.UTF8.GetBytes(rows[position].Values));
        return table;
    }

    /// <summary>The positions a filter holds for.</summary>
    public static int[] Where(this AttributeTable table, string filter)
    {
        var found = table.Where(AttributeFilter.Parse(filter));
        return [.. Enumerable.Range(0, table.Count).Where(found.Contains)];
    }
}
