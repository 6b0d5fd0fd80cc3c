namespace Kindred.Storage.Sqlite.Checks;

/// <summary>What looking through all of a library's file has found.</summary>
internal sealed record LibraryCheckReport
{
    /// <summary>Pages of the file; 0 where they have no checksums, or the first cannot be read.</summary>
    public long Pages { get; init; }

    /// <summary>Pages in which one bit has flipped; they are read as they were written.</summary>
    public int Corrected { get; init; }

    /// <summary>Pages that cannot be read.</summary>
    public int Broken { get; init; }

    /// <summary>What does not fit together, in SQLite's words.</summary>
    public IReadOnlyList<string> Structure { get; init; } = [];

    /// <summary>Rows that name others which are not there, with how many there are of each kind.</summary>
    public IReadOnlyList<(string What, long Count)> Dangling { get; init; } = [];

    /// <summary>Embeddings that were looked at.</summary>
    public long Embeddings { get; init; }

    /// <summary>Embeddings of a wrong length, or with what is no number.</summary>
    public int BadEmbeddings { get; init; }

    /// <summary>Pictures whose embedding is not there.</summary>
    public long Missing { get; init; }

    /// <summary>Whether rows have to be brought to a new file, because this one does not hold together.</summary>
    public bool NeedsSalvage => Broken > 0 || Structure.Count > 0;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsWhole => !NeedsSalvage && Corrected == 0 && Dangling.Count == 0 && BadEmbeddings == 0 && Missing == 0;
}
