using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>Rows that are being read, with the connection they come by.</summary>
internal sealed class PostgresRows<T>(NpgsqlConnection connection) : IAsyncDisposable
{
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _row;
    private Func<NpgsqlDataReader, Task<(bool IsOne, T Block)>>? _read;
    private bool _ended;
    private Task _reading = Task.CompletedTask;

    public string? Host { get; } = connection.Host;

    public int Port { get; } = connection.Port;

    public async Task StartAsync(
        Func<NpgsqlConnection, Task<Func<NpgsqlDataReader, Task<(bool IsOne, T Block)>>>> prepare, string select,
        CancellationToken cancellationToken)
    {
        // One moment for both reads.
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken);
        _read = await prepare(connection);
        _command = connection.Command(select);
        _row = await _command.ExecuteReaderAsync(cancellationToken);
    }

    public Task<(bool IsOne, T Block)> NextAsync()
    {
        var reading = ReadAsync();
        _reading = reading;
        return reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (_reading.IsCompleted)
            await CloseAsync();
        else
            _ = CloseBehindAsync(); // The server has fallen silent.
    }

    private async Task<(bool IsOne, T Block)> ReadAsync()
    {
        var next = await _read!(_row!); // Started before anybody else sees it.
        _ended = !next.IsOne;
        return next;
    }

    private async Task CloseBehindAsync()
    {
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (!_ended)
            _command?.Cancel(); // Else all rows that are left would come first.
        if (_row is not null)
            await _row.DisposeAsync();
        if (_command is not null)
            await _command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
