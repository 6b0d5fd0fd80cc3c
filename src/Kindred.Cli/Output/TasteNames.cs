using Kindred.Recommendations;

namespace Kindred.Cli.Output;

/// <summary>What tastes are called where their likes are not shown.</summary>
internal static class TasteNames
{
    /// <summary>A taste's number, the name its user gave it or the label that most of its likes have, and its share.</summary>
    /// <param name="position">Position in the list's tastes.</param>
    /// <param name="taste">The taste.</param>
    public static string Of(int position, Taste taste)
    {
        var name = taste.Name ?? taste.Likes.Select(like => like.Image?.Label)
            .OfType<string>()
            .CountBy(label => label)
            .OrderByDescending(pair => pair.Value)
            .FirstOrDefault()
            .Key;
        return $"Taste {position + 1}{(name is null ? "" : $", {name}")}, {taste.Share * 100:0} %";
    }
}
