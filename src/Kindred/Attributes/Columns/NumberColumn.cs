using Kindred.Attributes.Filters;
using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>Numbers; NaN where there is none, which no comparison holds for.</summary>
internal sealed class NumberColumn : AttributeColumn
{
    private readonly double[] _values;
    private readonly Lazy<(double Least, double Most)?> _range;

    public NumberColumn(int count)
        : this(new double[count]) => Array.Fill(_values, double.NaN);

    private NumberColumn(double[] values)
        : base(values.Length)
    {
        _values = values;
        _range = new(FindRange);
    }

    /// <summary>The least and the most; <see langword="null"/> where no image has a value. Found once all values are set.</summary>
    public (double Least, double Most)? Range => _range.Value;

    public override AttributeType Type => AttributeType.Number;

    public override AttributeValue? this[int position] =>
        double.IsNaN(_values[position]) ? null : AttributeValue.Of(_values[position]);

    public override void Set(int position, AttributeValue value) => _values[position] = value.Number;

    public override void Clear(int position) => _values[position] = double.NaN;

    public override AttributeColumn Copy() => new NumberColumn([.. _values]);

    /// <summary>The positions whose value compares so with a number.</summary>
    public IdSet Compare(ComparisonOperator comparison, double number) => comparison switch
    {
        ComparisonOperator.Equal => Where(new IsWithin(_values, number, number)),
        ComparisonOperator.NotEqual => Where(new Differs(_values, number)),
        ComparisonOperator.Less => Where(new IsWithin(_values, double.NegativeInfinity, Math.BitDecrement(number))),
        ComparisonOperator.LessOrEqual => Where(new IsWithin(_values, double.NegativeInfinity, number)),
        ComparisonOperator.Greater => Where(new IsWithin(_values, Math.BitIncrement(number), double.PositiveInfinity)),
        _ => Where(new IsWithin(_values, number, double.PositiveInfinity)),
    };

    private (double Least, double Most)? FindRange()
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in _values)
        {
            if (value < least)
                least = value;
            if (value > most)
                most = value;
        }

        return least <= most ? (least, most) : null;
    }

    private readonly struct IsWithin(double[] values, double least, double most) : IPositionTest
    {
        public bool Of(int position) => values[position] >= least & values[position] <= most;
    }

    private readonly struct Differs(double[] values, double number) : IPositionTest
    {
        public bool Of(int position) => values[position] < number | values[position] > number;
    }
}
