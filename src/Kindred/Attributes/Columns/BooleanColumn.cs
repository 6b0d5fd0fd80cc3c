using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>Booleans; two bits for each, for there may be none.</summary>
internal sealed class BooleanColumn(int count) : AttributeColumn(count)
{
    private readonly IdSet _true = new(count);
    private readonly IdSet _false = new(count);

    public override AttributeType Type => AttributeType.Boolean;

    public override AttributeValue? this[int position] =>
        _true.Contains(position) ? AttributeValue.Of(true) : _false.Contains(position) ? AttributeValue.Of(false) : null;

    public override void Set(int position, AttributeValue value) => (value.Boolean ? _true : _false).Add(position);

    protected override IEnumerable<TextCount> CountTexts() =>
        [new TextCount("true", _true.Count), new TextCount("false", _false.Count)];

    /// <summary>The positions that have a value. Belongs to the column: not to be changed.</summary>
    public IdSet With(bool value) => value ? _true : _false;
}
