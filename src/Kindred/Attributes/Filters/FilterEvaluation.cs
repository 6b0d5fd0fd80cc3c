using Kindred.Attributes.Columns;
using Kindred.Search;

namespace Kindred.Attributes.Filters;

/// <summary>
/// Evaluates a filter over the columns of a gallery, each condition once for all images: what holds for an image is a bit from then on. A
/// condition holds for no image that has no value.
/// </summary>
internal sealed class FilterEvaluation(AttributeTable table, AttributeFilter filter)
{
    /// <summary>The positions that the filter holds for.</summary>
    /// <exception cref="KindredException">
    /// It names an attribute that there is not, or compares one with what it cannot be.
    /// </exception>
    public IdSet Run() => Evaluate(filter.Root);

    private IdSet Evaluate(FilterNode node) => node switch
    {
        AndNode and => and.Parts.Select(Evaluate).Aggregate((one, other) => one.And(other)),
        OrNode or => or.Parts.Select(Evaluate).Aggregate((one, other) => one.Or(other)),
        NotNode not => Evaluate(not.Part).Not(),
        FlagNode flag => Flag(flag),
        ComparisonNode comparison => Compare(comparison),
        InNode among => Among(among),
        _ => throw new NotSupportedException($"A filter has no {node.GetType().Name}."),
    };

    private IdSet Flag(FlagNode flag) => Find(flag.Name, flag.Place) switch
    {
        (_, BooleanColumn column) => column.With(true),
        var (definition, _) => throw FilterFault.At(flag.Place, $"{definition} is not true or false; compare it with a value"),
    };

    private IdSet Compare(ComparisonNode node)
    {
        var (definition, column) = Find(node.Name, node.Place);
        var isEqual = node.Operator == ComparisonOperator.Equal;
        switch (column)
        {
            case NumberColumn numbers:
                return numbers.Compare(node.Operator, NumberOf(node.Literal, definition));
            case TextColumn texts:
                var text = node.Literal.Text;
                return texts.WhereText(own => Holds(string.CompareOrdinal(own, text), node.Operator));
            case BooleanColumn or TagsColumn when !isEqual && node.Operator != ComparisonOperator.NotEqual:
                throw FilterFault.At(
                    node.Place, $"{definition} has no order; compare it with = or !=, not {ComparisonOperators.SignOf(node.Operator)}");
            case BooleanColumn booleans:
                return booleans.With(BooleanOf(node.Literal, definition) == isEqual);
            default:
                var tags = (TagsColumn)column;
                return isEqual ? tags.WithAny([node.Literal.Text]) : tags.WithNone([node.Literal.Text]);
        }
    }

    private IdSet Among(InNode node)
    {
        var (definition, column) = Find(node.Name, node.Place);
        switch (column)
        {
            case NumberColumn numbers:
                var values = node.Literals.Select(literal => NumberOf(literal, definition)).ToArray();
                return node.IsNegated
                    ? values.Select(value => numbers.Compare(ComparisonOperator.NotEqual, value)).Aggregate((one, other) => one.And(other))
                    : values.Select(value => numbers.Compare(ComparisonOperator.Equal, value)).Aggregate((one, other) => one.Or(other));
            case TextColumn texts:
                var wanted = node.Literals.Select(literal => literal.Text).ToHashSet(StringComparer.Ordinal);
                return texts.WhereText(own => wanted.Contains(own) != node.IsNegated);
            case BooleanColumn booleans:
                var either = node.Literals.Select(literal => BooleanOf(literal, definition)).ToHashSet();
                IdSet Of(bool value) => either.Contains(value) != node.IsNegated ? booleans.With(value) : new IdSet(table.Count);
                return Of(true).Or(Of(false));
            default:
                string[] tags = [.. node.Literals.Select(literal => literal.Text)];
                return node.IsNegated ? ((TagsColumn)column).WithNone(tags) : ((TagsColumn)column).WithAny(tags);
        }
    }

    private (AttributeDefinition Definition, AttributeColumn Column) Find(string name, string place) =>
        table.Find(name) ?? throw FilterFault.At(place, $"there is no attribute {name}; {table.Schema.Described}");

    private static double NumberOf(FilterLiteral literal, AttributeDefinition definition) =>
        literal.Value is { Type: AttributeType.Number } value
            ? value.Number
            : throw FilterFault.At(literal.Place, $"{definition} is compared with a number, not with {literal.Text}");

    private static bool BooleanOf(FilterLiteral literal, AttributeDefinition definition) =>
        literal.Value is { Type: AttributeType.Boolean } value
            ? value.Boolean
            : throw FilterFault.At(literal.Place, $"{definition} is compared with true or false, not with {literal.Text}");

    private static bool Holds(int order, ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };
}
