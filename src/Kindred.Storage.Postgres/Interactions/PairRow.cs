using Kindred.Interactions.Recording;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>A row of interactions, as it is stored and as it is to be.</summary>
internal struct PairRow
{
    /// <summary>Number of the user.</summary>
    public int User;

    /// <summary>Number of the picture.</summary>
    public int Picture;

    /// <summary>As it is stored, where it is.</summary>
    public WrittenInteraction Before;

    /// <summary>As it is to be, where it is to be there.</summary>
    public WrittenInteraction Now;

    /// <summary>Whether it is stored.</summary>
    public bool IsStored;

    /// <summary>Whether it is to be there.</summary>
    public bool IsThere;

    /// <summary>Of a new row, its place in the order of recording.</summary>
    public int Position;

    /// <summary>Of a new row, what the picture was called, where that is not what it is called everywhere.</summary>
    public string? Name;
}
