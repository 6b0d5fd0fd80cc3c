using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>Booleans; two bits for each, for there may be none.</summary>
internal sealed class BooleanColumn : AttributeColumn
{
    private readonly IdSet _true;
    private readonly IdSet _false;

    public BooleanColumn(int count)
        : this(count, new IdSet(count), new IdSet(count))
    {
    }

    private BooleanColumn(int count, IdSet yes, IdSet no)
        : base(count) => (_true, _false) = (yes, no);

    public override AttributeType Type => AttributeType.Boolean;

    public override AttributeValue? this[int position] =>
        _true.Contains(position) ? AttributeValue.Of(true) : _false.Contains(position) ? AttributeValue.Of(false) : null;

    public override void Set(int position, AttributeValue value) => (value.Boolean ? _true : _false).Add(position);

    public override void Clear(int position)
    {
        _true.Remove(position);
        _false.Remove(position);
    }

    public override AttributeColumn Copy() => new BooleanColumn(Count, _true.Or(_true), _false.Or(_false));

    protected override IEnumerable<TextCount> CountTexts() =>
        [new TextCount("true", _true.Count), new TextCount("false", _false.Count)];

    /// <summary>The positions that have a value. Belongs to the column: not to be changed.</summary>
    public IdSet With(bool value) => value ? _true : _false;
}
