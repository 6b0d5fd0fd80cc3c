using Kindred.Attributes.Filters;
using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>Numbers; NaN where there is none, which no comparison holds for.</summary>
internal sealed class NumberColumn : AttributeColumn
{
    private readonly double[] _values;

    public NumberColumn(int count)
        : base(count)
    {
        _values = new double[count];
        Array.Fill(_values, double.NaN);
    }

    public override AttributeType Type => AttributeType.Number;

    public override AttributeValue? this[int position] =>
        double.IsNaN(_values[position]) ? null : AttributeValue.Of(_values[position]);

    public override void Set(int position, AttributeValue value) => _values[position] = value.Number;

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

    private readonly struct IsWithin(double[] values, double least, double most) : IPositionTest
    {
        public bool Of(int position) => values[position] >= least & values[position] <= most;
    }

    private readonly struct Differs(double[] values, double number) : IPositionTest
    {
        public bool Of(int position) => values[position] < number | values[position] > number;
    }
}
