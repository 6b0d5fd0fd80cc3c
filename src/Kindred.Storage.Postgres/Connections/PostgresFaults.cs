using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>
/// Turns what PostgreSQL and the way to it report into <see cref="StoreException"/>s. None is <see cref="Fault.LibraryDamaged"/>, which is
/// for what <c>kindred check --repair</c> can repair.
/// </summary>
internal static class PostgresFaults
{
    /// <summary>Whether using a database failed: it or the way to it failed, or a row does not have what was written there.</summary>
    public static bool IsOfUse(Exception exception) => exception
        is NpgsqlException or TimeoutException or InvalidCastException or ArgumentException or FormatException or OverflowException;

    /// <summary>Whether the connection is lost, and another may do.</summary>
    public static bool IsLost(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: AggregateException several } => several.InnerExceptions.All(IsLost),
        NpgsqlException npgsql => npgsql.InnerException is IOException or SocketException or TimeoutException or ObjectDisposedException
            || npgsql.Message.Contains("No suitable host", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>
    /// Whether the server ended what it was asked though nobody here gave it up: an administrator did, or a limit, or a late request to
    /// end what the same connection was asked before.
    /// </summary>
    public static bool IsEnded(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>Whether a server that could be written to is a standby by now.</summary>
    public static bool IsOfStandby(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>What went wrong.</summary>
    public static StoreException Of(PostgresAddress address, Exception exception) => exception switch
    {
        PostgresException postgres => Of(address, postgres),
        _ when IsLost(exception) => Unreachable(address, exception),
        NpgsqlException { InnerException: AuthenticationException } => new StoreException(
            Fault.LibraryUnusable,
            $"The server of {address} cannot show who it is ({Line(exception.InnerException!)}); "
            + "name the authority of its certificate with sslrootcert=.", exception),
        NpgsqlException when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => Refused(address, exception),
        NpgsqlException when exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal) => new StoreException(
            Fault.LibraryBusy, $"All connections to {address} are in use; try again, or allow more with pool_size=.", exception),
        NpgsqlException or TimeoutException => new StoreException(
            Fault.LibraryUnusable, $"The library {address} cannot be used: {Line(exception)}", exception),
        _ => new StoreException(
            Fault.LibraryUnusable, $"The library {address} has rows that nobody understands; restore it from a backup.", exception),
    };

    private static StoreException Unreachable(PostgresAddress address, Exception exception) => new(
        Fault.LibraryUnreachable,
        $"The server of {address} cannot be reached ({Line(exception)}); "
        + "see whether PostgreSQL runs there, then try again.", exception);

    public static StoreException Uncertain(PostgresAddress address, Exception exception) => new(
        Fault.LibraryUnreachable,
        $"The connection to {address} broke while a change was being stored; it is stored whole or not at all: look, then go on.",
        exception);

    public static StoreException ReadOnly(PostgresAddress address, Exception? exception = null) => new(
        Fault.LibraryNotWritable,
        $"The library {address} cannot be written to; connect to the primary server, as a user who may write to the schema "
        + $"{address.Schema}.", exception);

    public static StoreException Busy(PostgresAddress address, Exception? exception = null) =>
        new(Fault.LibraryBusy, $"Another program is writing to {address}; try again when it is done.", exception);

    public static StoreException NotAllowed(PostgresAddress address, string what, Exception? exception = null) => new(
        Fault.LibraryNotWritable,
        $"The user of {address} may not do that ({what}); let an administrator grant the rights to the schema and to its tables.",
        exception);

    private static StoreException Refused(PostgresAddress address, Exception exception) => new(
        Fault.LibraryUnusable,
        $"The server of {address} does not let the user {address.Settings.Username ?? Environment.UserName} in; "
        + "name the user in the address, and set the password with PGPASSWORD or PGPASSFILE.", exception);

    private static StoreException Of(PostgresAddress address, PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Refused(address, exception),
        PostgresErrorCodes.InvalidCatalogName => new StoreException(
            Fault.LibraryUnusable,
            $"There is no database {address.Settings.Database} at {address}; make it with createdb, or name another.", exception),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => new StoreException(
            Fault.LibraryUnusable, $"The library {address} has lost a table ({Line(exception)}); restore it from a backup.", exception),
        PostgresErrorCodes.InsufficientPrivilege => NotAllowed(address, Line(exception), exception),
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly(address, exception),
        PostgresErrorCodes.DiskFull => new StoreException(
            Fault.DiskFull,
            $"The disk with {address} is full; make room and run again, everything stored so far is kept.", exception),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
            Busy(address, exception),
        PostgresErrorCodes.TooManyConnections => new StoreException(
            Fault.LibraryBusy, $"The server of {address} has no connection left; try again, or raise max_connections there.", exception),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new StoreException(
            Fault.LibraryUnusable, $"The library {address} is damaged ({Line(exception)}); restore it from a backup.", exception),
        PostgresErrorCodes.QueryCanceled => new StoreException(
            Fault.LibraryBusy,
            $"The server of {address} did not do to the end what it was asked ({Line(exception)}); "
            + "try again, or give it more time there (statement_timeout).", exception),
        _ when IsLost(exception) => Unreachable(address, exception),
        _ => new StoreException(Fault.LibraryUnusable, $"The library {address} cannot be used: {Line(exception)}", exception),
    };

    /// <summary>What an exception says, in one line.</summary>
    private static string Line(Exception exception) => exception switch
    {
        PostgresException postgres => OneLine(postgres.MessageText),
        AggregateException several => string.Join("; ", several.InnerExceptions.Select(Line)),
        NpgsqlException { InnerException: { } inner } => Line(inner),
        _ => OneLine(exception.Message),
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');
}
