namespace Kindred.Storage.Tables;

/// <summary>A table that every store has, by the same name and with the same columns.</summary>
/// <param name="name">Its name.</param>
/// <param name="key">How many of its columns, from the first one, are its key.</param>
/// <param name="columns">Its columns, in the order in which rows have them.</param>
internal sealed class LibraryTable(string name, int key, params (string Name, ColumnType Type)[] columns)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its columns, in the order in which rows have them; those of the key first.</summary>
    public IReadOnlyList<(string Name, ColumnType Type)> Columns { get; } = columns;

    /// <summary>
    /// The columns that no two rows have the same values in. Rows are in their order: numbers by size, text and bytes by their bytes.
    /// </summary>
    public IEnumerable<string> Key => Columns.Take(key).Select(column => column.Name);

    /// <summary>
    /// Whether rows have numbers that the store gives, and never gives twice: then the last one that was given belongs to the table.
    /// </summary>
    public bool HasNumbers { get; init; }

    /// <summary>Whether a new library has rows in it.</summary>
    public bool IsFilledFromTheStart { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
