namespace Kindred.Cli.Reports;

/// <summary>Shares for people.</summary>
internal static class Percent
{
    /// <summary>Whole percents, and tenths where whole ones would say too little: near none and near all.</summary>
    public static string Of(double share) =>
        share is 0 or 1 or >= 0.0995 and < 0.99
            ? $"{share * 100:0}\u00A0%"
            : $"{share * 100:0.0}\u00A0%";
}
