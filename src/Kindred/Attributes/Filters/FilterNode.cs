namespace Kindred.Attributes.Filters;

/// <summary>A part of a filter, as it was read; names are not looked up yet.</summary>
/// <param name="Place">Where it stands, for a fault: to be read after "at".</param>
internal abstract record FilterNode(string Place);

/// <summary>All of the parts hold.</summary>
internal sealed record AndNode(string Place, IReadOnlyList<FilterNode> Parts) : FilterNode(Place);

/// <summary>One of the parts holds.</summary>
internal sealed record OrNode(string Place, IReadOnlyList<FilterNode> Parts) : FilterNode(Place);

/// <summary>The part does not hold.</summary>
internal sealed record NotNode(string Place, FilterNode Part) : FilterNode(Place);

/// <summary>An attribute is true.</summary>
internal sealed record FlagNode(string Place, string Name) : FilterNode(Place);

/// <summary>An attribute compares so with a literal.</summary>
internal sealed record ComparisonNode(string Place, string Name, ComparisonOperator Operator, FilterLiteral Literal) : FilterNode(Place);

/// <summary>An attribute is one of some literals, or, negated, has a value and is none of them.</summary>
internal sealed record InNode(string Place, string Name, IReadOnlyList<FilterLiteral> Literals, bool IsNegated = false)
    : FilterNode(Place);

/// <summary>A value in a filter. A number or a boolean is the text of itself where an attribute is text.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">As it was written, without quotes.</param>
/// <param name="Value">What it is if it is no text.</param>
internal readonly record struct FilterLiteral(string Place, string Text, AttributeValue? Value);
