using System.Runtime.CompilerServices;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Postgres.Transfers;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Transfers;
using Kindred.Storage.Tables;

namespace Kindred.Cli;

/// <summary>Opens what a library is kept in: the file in a folder, or a database where an address names one.</summary>
internal static class LibraryStores
{
    /// <summary>Whether a library is named by the address of a database, and not by its folder.</summary>
    public static bool IsAddress(string name) =>
        name.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name to show: a folder's in full, an address as it is.</summary>
    public static string FullName(string name) => IsAddress(name) ? name : Path.GetFullPath(name);

    /// <summary>Opens a library that exists.</summary>
    /// <exception cref="KindredException">There is none, or it cannot be used.</exception>
    public static ILibraryStore Open(string name) => IsAddress(name) ? OpenDatabase(name) : SqliteLibraryStore.Open(name);

    /// <summary>Opens a library, if there is one.</summary>
    /// <exception cref="KindredException">It cannot be used.</exception>
    public static ILibraryStore? TryOpen(string name)
    {
        if (!IsAddress(name))
            return SqliteLibraryStore.IsIn(name) ? SqliteLibraryStore.Open(name) : null;
        try
        {
            return OpenDatabase(name);
        }
        catch (KindredException exception) when (exception.Fault == Fault.NoSuchLibrary)
        {
            return null;
        }
    }

    /// <summary>Opens a library, and makes it where there is none.</summary>
    /// <exception cref="KindredException">It cannot be made or used.</exception>
    public static ILibraryStore OpenOrCreate(string name) =>
        IsAddress(name) ? OpenOrCreateDatabase(name) : SqliteLibraryStore.OpenOrCreate(name);

    /// <summary>Opens what is to become a copy of another library.</summary>
    /// <exception cref="KindredException">There is a library already, or none can be made.</exception>
    public static ITransferTarget OpenTransferTarget(string name) =>
        IsAddress(name) ? OpenTransferDatabase(name) : SqliteTransferTarget.Open(name);

    // Methods of their own: commands on a library in a folder start without loading what only a database needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresLibraryStore OpenDatabase(string address) => PostgresLibraryStore.Open(PostgresAddress.Parse(address));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresLibraryStore OpenOrCreateDatabase(string address) =>
        PostgresLibraryStore.OpenOrCreate(PostgresAddress.Parse(address));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresTransferTarget OpenTransferDatabase(string address) =>
        PostgresTransferTarget.Open(PostgresAddress.Parse(address));
}
