using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>
/// A statement that is run for every row of millions: values are bound and read by their place, without a name, a box or a task for each,
/// which takes a third of the time that a command does. Places of parameters count from 1, those of columns from 0.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public PreparedStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public PreparedStatement Bind(int place, long value)
    {
        raw.sqlite3_bind_int64(_statement, place, value);
        return this;
    }

    public PreparedStatement Bind(int place, double? value)
    {
        if (value is { } number)
            raw.sqlite3_bind_double(_statement, place, number);
        else
            raw.sqlite3_bind_null(_statement, place);
        return this;
    }

    public PreparedStatement Bind(int place, string? value)
    {
        if (value is null)
            raw.sqlite3_bind_null(_statement, place);
        else
            raw.sqlite3_bind_text(_statement, place, value);
        return this;
    }

    /// <summary>Binds text in UTF-8.</summary>
    public PreparedStatement BindText(int place, ReadOnlySpan<byte> utf8)
    {
        raw.sqlite3_bind_text(_statement, place, utf8);
        return this;
    }

    public PreparedStatement Bind(int place, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_statement, place, value);
        return this;
    }

    /// <summary>Goes to the next row; without one, the statement is ready to be bound and run again.</summary>
    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(code, _database);
        return false;
    }

    /// <summary>Makes a statement that has more rows ready to be bound and run again.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a value, of text in UTF-8; they hold until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public void Dispose() => _statement.Dispose();
}
