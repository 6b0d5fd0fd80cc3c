using System.Text;
using System.Text.Json;
using Kindred.Attributes.Columns;
using Kindred.Attributes.Filters;
using Kindred.Search;

namespace Kindred.Attributes;

/// <summary>
/// The attributes of all images of a gallery, in memory, by position: a typed column for each attribute. Immutable once it is filled; safe
/// to read from several threads.
/// </summary>
internal sealed class AttributeTable
{
    private readonly AttributeColumn[] _columns;
    private readonly byte[][] _names;
    private readonly TextColumn _ownIds;
    private readonly Lazy<(int[] First, int[] Next)> _products;

    /// <summary>Makes a table without values.</summary>
    /// <param name="schema">The attributes.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="revision">The library's revision of them.</param>
    public AttributeTable(AttributeSchema schema, int count, long revision)
        : this(
            schema, count, revision, [.. schema.Definitions.Select(definition => AttributeColumn.Of(definition.Type, count))],
            new TextColumn(count))
    {
    }

    private AttributeTable(AttributeSchema schema, int count, long revision, AttributeColumn[] columns, TextColumn ownIds)
    {
        Schema = schema;
        Count = count;
        Revision = revision;
        _columns = columns;
        _names = [.. schema.Definitions.Select(definition => Encoding.UTF8.GetBytes(definition.Name))];
        _ownIds = ownIds;
        _products = new(Link);
    }

    /// <summary>The attributes there are.</summary>
    public AttributeSchema Schema { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>The library's revision of its attributes that this shows.</summary>
    public long Revision { get; }

    /// <summary>Whether an image has an own id.</summary>
    public bool HasOwnIds => _ownIds.Texts.Count > 0;

    /// <summary>The column of an attribute; its own ids by the name <c>id</c>.</summary>
    /// <returns>The column and its definition; <see langword="null"/> where there is no such attribute.</returns>
    public (AttributeDefinition Definition, AttributeColumn Column)? Find(string name)
    {
        if (string.Equals(name, OwnId.Name, StringComparison.OrdinalIgnoreCase))
            return (OwnId.Definition, _ownIds);
        return Schema.PlaceOf(name) is >= 0 and var place ? (Schema.Definitions[place], _columns[place]) : null;
    }

    /// <summary>Rows that were taken in since the table was last made of all; what they had before still takes memory.</summary>
    public int Renewed { get; private init; }

    /// <summary>Makes a table that differs from this one in a few images.</summary>
    /// <param name="schema">The attributes: those of this table, and perhaps others behind them.</param>
    /// <param name="revision">The library's revision of them.</param>
    /// <param name="rows">What is stored of those images, each once.</param>
    public AttributeTable With(AttributeSchema schema, long revision, IReadOnlyCollection<(int Position, StoredAttributes Stored)> rows)
    {
        AttributeColumn[] columns =
        [
            .. _columns.Select(column => column.Copy()),
            .. schema.Definitions.Skip(_columns.Length).Select(definition => AttributeColumn.Of(definition.Type, Count)),
        ];
        var table = new AttributeTable(schema, Count, revision, columns, (TextColumn)_ownIds.Copy()) { Renewed = Renewed + rows.Count };
        foreach (var (position, stored) in rows)
        {
            foreach (var column in columns.Append(table._ownIds))
                column.Clear(position);
            table.Set(position, stored.OwnId, stored.Values.Span);
        }

        return table;
    }

    /// <summary>Takes in what is stored of an image.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="ownId">Its own id, if it has one.</param>
    /// <param name="values">Its values, a JSON object by names.</param>
    public void Set(int position, string? ownId, ReadOnlySpan<byte> values)
    {
        if (ownId is not null)
            _ownIds.Set(position, AttributeValue.Of(ownId));
        var reader = new Utf8JsonReader(values);
        var next = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = PlaceOf(ref reader, next);
            reader.Read();
            if (place < 0)
            {
                reader.Skip();
                continue;
            }

            next = place + 1;
            if (AttributeJson.Read(ref reader, _columns[place].Type) is { } value)
                _columns[place].Set(position, value);
        }
    }

    /// <summary>What is known of the image at a position.</summary>
    public ImageAttributes Of(int position)
    {
        var values = new List<KeyValuePair<string, AttributeValue>>();
        for (var place = 0; place < _columns.Length; place++)
        {
            if (_columns[place][position] is { } value)
                values.Add(new(Schema.Definitions[place].Name, value));
        }

        return new ImageAttributes(OwnIdAt(position), values);
    }

    /// <summary>The own id of the image at a position, if it has one.</summary>
    public string? OwnIdAt(int position) => _ownIds.TextAt(position);

    /// <summary>The positions of the images with an own id, in their order.</summary>
    public IReadOnlyList<int> PositionsOf(string ownId)
    {
        var positions = new List<int>();
        if (_ownIds.CodeOf(ownId) is >= 0 and var code)
            AddProduct(code, positions);
        return positions;
    }

    /// <summary>A number that images of one own id share; -1 where the image has none.</summary>
    public int ProductAt(int position) => _ownIds.CodeAt(position);

    /// <summary>The number of an own id; -1 where no image has it.</summary>
    public int ProductOf(string ownId) => _ownIds.CodeOf(ownId);

    /// <summary>The positions of the images that share an own id with the one at a position, itself among them, in their order.</summary>
    public IReadOnlyList<int> ProductOf(int position)
    {
        var positions = new List<int>();
        if (_ownIds.CodeAt(position) is >= 0 and var code)
            AddProduct(code, positions);
        return positions;
    }

    /// <summary>The positions that a filter holds for.</summary>
    /// <exception cref="KindredException">It names an attribute that there is not, or compares one with what it cannot be.</exception>
    public IdSet Where(AttributeFilter filter) => new FilterEvaluation(this, filter).Run();

    private void AddProduct(int code, List<int> positions)
    {
        var (first, next) = _products.Value;
        for (var position = first[code]; position >= 0; position = next[position])
            positions.Add(position);
    }

    /// <summary>Links the positions of each own id: the first of each, and for each position the next of the same; -1 for none.</summary>
    private (int[] First, int[] Next) Link()
    {
        var first = new int[_ownIds.Texts.Count];
        var next = new int[Count];
        Array.Fill(first, -1);
        for (var position = Count - 1; position >= 0; position--)
        {
            next[position] = -1;
            if (_ownIds.CodeAt(position) is >= 0 and var code)
                (next[position], first[code]) = (first[code], position);
        }

        return (first, next);
    }

    /// <summary>The column of the name that is read; most rows have their names in one order.</summary>
    private int PlaceOf(ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            var place = next + i < _names.Length ? next + i : next + i - _names.Length;
            if (reader.ValueTextEquals(_names[place]))
                return place;
        }

        return -1;
    }
}
