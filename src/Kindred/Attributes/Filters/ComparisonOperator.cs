namespace Kindred.Attributes.Filters;

/// <summary>How a filter compares.</summary>
internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>How comparisons are written.</summary>
internal static class ComparisonOperators
{
    private static readonly string[] Signs = ["=", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Words = ["eq", "ne", "lt", "lte", "gt", "gte"];

    public static string SignOf(ComparisonOperator comparison) => Signs[(int)comparison];

    public static ComparisonOperator? OfSign(string sign) => At(Array.IndexOf(Signs, sign));

    public static ComparisonOperator? OfWord(string word) => At(Array.IndexOf(Words, word));

    private static ComparisonOperator? At(int place) => place < 0 ? null : (ComparisonOperator)place;
}
