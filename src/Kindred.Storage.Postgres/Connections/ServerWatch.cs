using System.Diagnostics;
using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>
/// Waits for what a server was asked for as long as the server answers others. One that falls silent closes no connection, as when its
/// machine has lost its power or hangs: whoever asked it would wait for minutes. How long a command takes says nothing of that.
/// </summary>
internal sealed class ServerWatch(PostgresAddress address) : IDisposable
{
    /// <summary>How long nobody doubts a server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private (string? Host, int Port, bool Answers, long Asked) _last;

    /// <summary>Waits for something that was begun on a connection to a server.</summary>
    /// <param name="host">The server's host.</param>
    /// <param name="port">Its port.</param>
    /// <param name="work">
    /// What was begun. Where the server falls silent, nobody waits for it any more; its result is disposed, if it comes.
    /// </param>
    /// <exception cref="NpgsqlException">The server has fallen silent, or what <paramref name="work"/> throws.</exception>
    public async Task<T> WaitAsync<T>(string? host, int port, Task<T> work)
    {
        while (true)
        {
            try
            {
                return await work.WaitAsync(Patience);
            }
            catch (TimeoutException) when (!work.IsCompleted)
            {
                if (await AnswersAsync(host, port) || work.IsCompleted)
                    continue;
                _ = DisposeOfAsync(work);
                throw new NpgsqlException("The server has fallen silent", new TimeoutException("It does not answer any more."));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static async Task DisposeOfAsync<T>(Task<T> work)
    {
        try
        {
            if (await work is IAsyncDisposable result)
                await result.DisposeAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nobody waits for it any more, and who did was told.
        }
    }

    /// <summary>Whether a server lets somebody in, or at least says why not. All who wait for it ask together.</summary>
    private async Task<bool> AnswersAsync(string? host, int port)
    {
        await _turn.WaitAsync();
        try
        {
            if ((_last.Host, _last.Port) != (host, port) || Stopwatch.GetElapsedTime(_last.Asked) > Patience)
                _last = (host, port, await AskAsync(host, port), Stopwatch.GetTimestamp());
            return _last.Answers;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> AskAsync(string? host, int port)
    {
        // It may take as long as any connection.
        var settings = new NpgsqlConnectionStringBuilder(address.Settings.ConnectionString)
        {
            Host = host,
            Port = port,
            TargetSessionAttributes = null,
            Pooling = false,
        };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException exception)
        {
            return !PostgresFaults.IsLost(exception);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
