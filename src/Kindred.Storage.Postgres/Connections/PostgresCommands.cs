using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>
/// Makes and runs commands in one line. Values go in by position: <c>$1</c> is the first. They come as a list, because an array of arrays,
/// which is one value, would also be an array of values.
/// </summary>
internal static class PostgresCommands
{
    private const int UnlockSeconds = 5;

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params List<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this assembly; values go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    public static void Execute(this NpgsqlConnection connection, string sql, params List<object?> values)
    {
        using var command = connection.Command(sql, values);
        command.ExecuteNonQuery();
    }

    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params List<object?> values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Releases all advisory locks of a connection. Does not wait long: where the connection ends instead, they go with it.
    /// </summary>
    public static async Task UnlockAllAsync(this NpgsqlConnection connection)
    {
        await using var command = connection.Command("SELECT pg_advisory_unlock_all()");
        command.CommandTimeout = UnlockSeconds;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; <see langword="null"/> where there is no row, or nothing in it.</summary>
    public static async Task<object?> ScalarAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params List<object?> values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) is var value && value is DBNull ? null : value;
    }

    /// <summary>All rows.</summary>
    public static async Task<List<T>> SelectAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken,
        params List<object?> values)
    {
        await using var command = connection.Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken))
            rows.Add(read(row));
        return rows;
    }
}
