using System.Globalization;
using System.Text.Json;
using Kindred.Attributes;
using Kindred.Cli.Output;
using Kindred.Cli.Tables;
using Kindred.Galleries;
using Kindred.Images;
using nietras.SeparatedValues;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Attributes;

/// <summary>Writes what a shop says of its pictures, in a form that an import takes back.</summary>
internal static class AttributeExport
{
    private const int RowsPerGroup = 1 << 16;

    /// <summary>Writes a file that appears when it is whole.</summary>
    /// <returns>How many pictures it has: those of which something is known.</returns>
    public static async Task<int> RunAsync(string path, Gallery gallery, CancellationToken cancellationToken)
    {
        var ambiguous = gallery.Images.CountBy(image => image.Path).Where(pair => pair.Value > 1).Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        (string Name, ImageAttributes Of)[] rows =
        [
            .. gallery.Images.Select(image => (Name: NameOf(image), Of: gallery.AttributesOf(image)))
                .Where(row => row.Of.OwnId is not null || row.Of.Values.Count > 0),
        ];
        string NameOf(Image image) => ambiguous.Contains(image.Path) ? image.File : image.Path;
        await WholeFile.WriteAsync(path, file => TableFormats.Of(path) switch
        {
            TableFormat.Csv => WriteCsvAsync(rows, gallery.AttributeSchema, file, TableFile.SeparatorOf(path)),
            TableFormat.JsonLines => WriteJsonLinesAsync(rows, file, cancellationToken),
            _ => WriteParquetAsync(rows, gallery.AttributeSchema, file, cancellationToken),
        });
        return rows.Length;
    }

    private static async Task WriteCsvAsync(
        (string Name, ImageAttributes Of)[] rows, AttributeSchema schema, Stream file, char separator)
    {
        // Types are in the header, for texts may look like numbers.
        string[] header = ["picture", OwnId.Name, .. schema.Definitions.Select(Titled)];
        await using var text = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" };
        await using var writer = Sep.New(separator).Writer(options => options with { Escape = true }).To(text);
        writer.Header.Add(header);
        writer.Header.Write();
        foreach (var (name, of) in rows)
            Write(writer, name, of);

        void Write(SepWriter to, string name, ImageAttributes of)
        {
            using var row = to.NewRow();
            row[0].Set(name);
            row[1].Set(of.OwnId ?? "");
            for (var i = 0; i < schema.Definitions.Count; i++)
                row[i + 2].Set(of.Find(schema.Definitions[i].Name)?.ToString() ?? "");
        }
    }

    private static async Task WriteJsonLinesAsync(
        (string Name, ImageAttributes Of)[] rows, Stream file, CancellationToken cancellationToken)
    {
        foreach (var (name, of) in rows)
        {
            await using (var writer = new Utf8JsonWriter(file))
            {
                writer.WriteStartObject();
                writer.WriteString("picture", name);
                if (of.OwnId is not null)
                    writer.WriteString(OwnId.Name, of.OwnId);
                foreach (var (attribute, value) in of.Values)
                {
                    writer.WritePropertyName(attribute);
                    AttributeJson.Write(writer, value);
                }

                writer.WriteEndObject();
            }

            await file.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
    }

    private static async Task WriteParquetAsync(
        (string Name, ImageAttributes Of)[] rows, AttributeSchema schema, Stream file, CancellationToken cancellationToken)
    {
        var picture = new DataField<string>("picture", nullable: false);
        var id = new DataField<string>(OwnId.Name, nullable: true);
        DataField[] fields =
        [
            .. schema.Definitions.Select(definition => definition.Type switch
            {
                AttributeType.Number => (DataField)new DataField<double?>(definition.Name),
                AttributeType.Boolean => new DataField<bool?>(definition.Name),
                AttributeType.Tags => new DataField<string>(Titled(definition), nullable: true),
                _ => new DataField<string>(definition.Name, nullable: true),
            }),
        ];
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema([picture, id, .. fields]), file, cancellationToken: cancellationToken);
        foreach (var group in rows.Length == 0 ? [rows] : rows.Chunk(RowsPerGroup))
        {
            using var into = writer.CreateRowGroup();
            await into.WriteAsync(picture, Array.ConvertAll(group, row => row.Name));
            await into.WriteAsync(id, Array.ConvertAll(group, row => row.Of.OwnId!)); // A field that may be null.
            for (var i = 0; i < fields.Length; i++)
            {
                var (name, type) = schema.Definitions[i];
                var values = Array.ConvertAll(group, row => row.Of.Find(name));
                if (type == AttributeType.Number)
                {
                    await into.WriteAsync<double>(
                        fields[i], Array.ConvertAll(values, value => value?.Number).AsMemory(), cancellationToken: cancellationToken);
                }
                else if (type == AttributeType.Boolean)
                {
                    await into.WriteAsync<bool>(
                        fields[i], Array.ConvertAll(values, value => value?.Boolean).AsMemory(), cancellationToken: cancellationToken);
                }
                else
                {
                    await into.WriteAsync(fields[i], Array.ConvertAll(values, value => value?.ToString()!)); // A field that may be null.
                }
            }

            into.CompleteValidate();
        }
    }

    private static string Titled(AttributeDefinition definition) =>
        string.Create(CultureInfo.InvariantCulture, $"{definition.Name}:{AttributeTypes.NameOf(definition.Type)}");
}
