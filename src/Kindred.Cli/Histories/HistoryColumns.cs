using Kindred.Images.Records;
using Kindred.Interactions.Batches;

namespace Kindred.Cli.Histories;

/// <summary>Where a table has the fields of an interaction; less than 0 for a column that it does not have.</summary>
/// <param name="User">Column of the user.</param>
/// <param name="Picture">Column of the picture, by path or by content.</param>
/// <param name="Content">Column of the picture's content.</param>
/// <param name="Path">Column of the picture's path.</param>
/// <param name="Kind">Column of the kind.</param>
/// <param name="Rating">Column of the rating.</param>
/// <param name="Weight">Column of the weight.</param>
/// <param name="Time">Column of the time.</param>
internal sealed record HistoryColumns(int User, int Picture, int Content, int Path, int Kind, int Rating, int Weight, int Time)
{
    /// <summary>The columns that an export has, in their order.</summary>
    public static IReadOnlyList<string> Exported { get; } = ["user", "kind", "content", "path", "weight", "time"];

    /// <summary>Finds the columns by their names, in small or capital letters; others are passed over.</summary>
    /// <param name="names">All columns, in their order.</param>
    /// <param name="number">Number of the line that names them, for a fault.</param>
    /// <exception cref="BrokenRecordException">One is missing.</exception>
    public static HistoryColumns Find(IReadOnlyList<string> names, int number)
    {
        var lower = names.Select(name => name.Trim().ToLowerInvariant()).ToList();
        var columns = new HistoryColumns(
            lower.IndexOf("user"), lower.IndexOf("picture"), lower.IndexOf("content"), lower.IndexOf("path"), lower.IndexOf("kind"),
            lower.IndexOf("rating"), lower.IndexOf("weight"), lower.IndexOf("time"));
        string? missing = columns switch
        {
            { User: < 0 } => "user",
            { Picture: < 0, Content: < 0, Path: < 0 } => "picture",
            { Kind: < 0, Rating: < 0 } => "kind or rating",
            _ => null,
        };
        return missing is null ? columns : throw new BrokenRecordException(
            number, $"there is no column {missing}; the columns are {string.Join(", ", names)}");
    }

    /// <summary>The picture of a row, and what it was called where the picture is given by its content.</summary>
    public static (string? Picture, string? Name) PictureOf(string? picture, string? content, string? path) =>
        !string.IsNullOrEmpty(picture) ? (picture, null)
        : !string.IsNullOrEmpty(content) ? (content, string.IsNullOrEmpty(path) ? null : path)
        : (path, null);
}
