using System.Text;
using Kindred.Attributes;
using Kindred.Images;

namespace Kindred.Tests.Attributes;

/// <summary>A table in which a few images are renewed is the one that is made of all.</summary>
public sealed class AttributeTableTests
{
    private const int Images = 200;

    private static readonly AttributeSchema Schema = new(
    [
        new("price", AttributeType.Number), new("brand", AttributeType.Text), new("inStock", AttributeType.Boolean),
        new("tags", AttributeType.Tags),
    ]);

    private static readonly AttributeSchema Longer = new([.. Schema.Definitions, new AttributeDefinition("size", AttributeType.Text)]);

    [Fact]
    public void With_SomeRows_IsTheTableOfAll()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, Images).Select(image => Row(random, image, Schema)).ToArray();
        var table = Of(Schema, rows);
        var before = Enumerable.Range(0, Images).Select(position => Text(table, position)).ToArray();

        var renewed = table;
        for (var revision = 2; revision < 6; revision++)
        {
            var changed = Enumerable.Range(0, 30).Select(_ => random.Next(Images)).Distinct().ToArray();
            foreach (var position in changed)
                rows[position] = Row(random, position, Longer);
            renewed = renewed.With(Longer, revision, [.. changed.Select(position => (position, rows[position]))]);
        }

        var whole = Of(Longer, rows);
        Assert.Equal((5, true), (renewed.Revision, renewed.Renewed > 30));
        Assert.All(Enumerable.Range(0, Images), position =>
        {
            Assert.Equal(Text(whole, position), Text(renewed, position));
            Assert.Equal(whole.ProductOf(position), renewed.ProductOf(position));
        });
        foreach (var name in (string[])["id", "price", "brand", "inStock", "tags", "size"])
            Assert.Equal(whole.Find(name)!.Value.Column.TextCounts, renewed.Find(name)!.Value.Column.TextCounts);
        string[] filters = ["price < 50", "brand = b1 or size in (s1, s2)", "not inStock", "tags = t1", "tags not in (t1, t2)"];
        foreach (var filter in filters)
            Assert.Equal(Positions(whole, filter), Positions(renewed, filter));
        // Others may be reading the one from before.
        Assert.Equal(before, Enumerable.Range(0, Images).Select(position => Text(table, position)));
    }

    private static AttributeTable Of(AttributeSchema schema, StoredAttributes[] rows)
    {
        var table = new AttributeTable(schema, Images, revision: 1);
        for (var position = 0; position < Images; position++)
            table.Set(position, rows[position].OwnId, rows[position].Values.Span);
        return table;
    }

    private static StoredAttributes Row(Random random, int image, AttributeSchema schema)
    {
        var values = new List<string>();
        foreach (var definition in schema.Definitions.Where(_ => random.Next(3) > 0))
        {
            values.Add($"\"{definition.Name}\":" + definition.Type switch
            {
                AttributeType.Number => $"{random.Next(100)}",
                AttributeType.Boolean => random.Next(2) == 0 ? "true" : "false",
                AttributeType.Tags => $"[\"t{random.Next(4)}\",\"u{random.Next(4)}\"]",
                _ => $"\"{definition.Name[0]}{random.Next(4)}\"",
            });
        }

        return new StoredAttributes(
            new ImageId(image), random.Next(3) == 0 ? null : $"SKU-{random.Next(60)}",
            Encoding.UTF8.GetBytes($"{{{string.Join(',', values)}}}"));
    }

    private static string Text(AttributeTable table, int position)
    {
        var (ownId, values) = table.Of(position);
        return $"{ownId}: {string.Join(", ", values.Select(value => $"{value.Key}={value.Value}"))}";
    }

    private static int[] Positions(AttributeTable table, string filter)
    {
        var found = table.Where(AttributeFilter.Parse(filter));
        return [.. Enumerable.Range(0, Images).Where(found.Contains)];
    }
}
