using static Kindred.Storage.Tables.ColumnType;

namespace Kindred.Storage.Tables;

/// <summary>The tables of a library.</summary>
internal static class LibraryTables
{
    /// <summary>Absolute paths of the gallery folders, also where a store writes them down in another way.</summary>
    public static LibraryTable Folders { get; } = new("folders", key: 1, ("id", Integer), ("path", Text)) { HasNumbers = true };

    /// <summary>All of them. Those that others refer to come before these.</summary>
    public static IReadOnlyList<LibraryTable> All { get; } =
    [
        new(
            "settings", key: 1, ("id", Integer), ("model", Text), ("weights", Text), ("head", Text), ("input", Text), ("metric", Text),
            ("dimensions", Integer), ("fits_space", Integer), ("space", Text), ("search", Text), ("vectors", Text)),
        Folders,
        new(
            "images", key: 1, ("id", Integer), ("folder", Integer), ("path", Text), ("content", Bytes), ("bytes", Integer),
            ("modified", Integer)) { HasNumbers = true },
        new(
            "embeddings", key: 1, ("content", Bytes), ("width", Integer), ("height", Integer), ("embedding", Bytes),
            ("fingerprint", Bytes), ("compared", Integer)),
        new(
            "failures", key: 2, ("folder", Integer), ("path", Text), ("reason", Text), ("bytes", Integer), ("modified", Integer)),
        new("copies", key: 2, ("content", Bytes), ("other", Bytes), ("similarity", Real), ("kind", Text)),
        new(
            "tastes", key: 1, ("id", Integer), ("user", Text), ("name", Text), ("weight", Real), ("muted", Integer)) { HasNumbers = true },
        new("users", key: 1, ("id", Integer), ("name", Text)) { HasNumbers = true },
        new("pictures", key: 1, ("id", Integer), ("content", Bytes), ("name", Text)),
        new("kinds", key: 1, ("id", Integer), ("name", Text), ("weight", Real)) { IsFilledFromTheStart = true },
        new(
            "interactions", key: 4, ("user", Integer), ("picture", Integer), ("kind", Integer), ("time", Integer), ("position", Integer),
            ("weight", Real), ("name", Text), ("taste", Integer)),
        new("attribute_names", key: 1, ("id", Integer), ("name", Text), ("type", Text)) { HasNumbers = true },
        new("attributes", key: 1, ("image", Integer), ("own_id", Text), ("given", Text)),
        new("attribute_revisions", key: 1, ("id", Integer), ("revision", Integer)) { IsFilledFromTheStart = true },
        new("derived", key: 1, ("name", Text), ("source", Text), ("value", Bytes)),
        new("revisions", key: 1, ("id", Integer), ("revision", Integer), ("token", Bytes)) { IsFilledFromTheStart = true },
    ];
}
