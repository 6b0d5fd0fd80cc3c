using Kindred.Storage.Sharing;
using System.Text;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Storage.Postgres.Connections;

namespace Kindred.Storage.Postgres.Indexing;

/// <summary>A process's part in indexing, with a number that its claims carry.</summary>
internal sealed class PostgresIndexingShare : IIndexingShare
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly PostgresDatabase _database;
    private readonly TimeSpan _lease;
    private readonly OwnerLock _owner;
    private readonly CancellationTokenSource _left = new();
    private readonly Task _renewing;

    private PostgresIndexingShare(PostgresDatabase database, TimeSpan lease, OwnerLock owner)
    {
        _database = database;
        _lease = lease;
        _owner = owner;
        _renewing = Task.Run(RenewAsync, CancellationToken.None);
    }

    /// <summary>Takes part in indexing a library.</summary>
    /// <exception cref="StoreException">Somebody who has to be alone is at it.</exception>
    public static async Task<PostgresIndexingShare> JoinAsync(
        PostgresDatabase database, TimeSpan lease, CancellationToken cancellationToken) =>
        new(database, lease, await OwnerLock.TakeAsync(database, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimOutcome>> ClaimFilesAsync(
        string folder, IReadOnlyList<FileState> files, bool again, CancellationToken cancellationToken = default) =>
        _database.WriteAsync<IReadOnlyList<ClaimOutcome>>(async connection =>
        {
            ContentHash[] keys = [.. files.Select(file => KeyOf(folder, file.Path))];
            var granted = await ClaimRows.ClaimAsync(connection, keys, _owner.Number, _lease, cancellationToken);
            var done = again ? [] : await DoneRows.ReadFilesAsync(connection, folder, files, cancellationToken);
            await ClaimRows.EndAsync(
                connection, files.Where(file => done.Contains(file.Path)).Select(file => KeyOf(folder, file.Path)), _owner.Number,
                cancellationToken);
            return
            [
                .. files.Select((file, i) => done.Contains(file.Path) ? ClaimOutcome.Done
                    : granted.Contains(keys[i]) ? ClaimOutcome.Granted
                    : ClaimOutcome.Held),
            ];
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<ClaimOutcome> ClaimContentAsync(ContentHash content, bool again, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(async connection =>
        {
            var granted = await ClaimRows.ClaimAsync(connection, [content], _owner.Number, _lease, cancellationToken);
            if (again || !await DoneRows.HasEmbeddingAsync(connection, content, cancellationToken))
                return granted.Count > 0 ? ClaimOutcome.Granted : ClaimOutcome.Held;
            await ClaimRows.EndAsync(connection, granted, _owner.Number, cancellationToken);
            return ClaimOutcome.Done;
        }, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> TryApplyAsync(LibraryChanges changes, EmbedderStamp stamp, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.IsEmpty)
            return true;
        var keys = KeysOf(changes);
        try
        {
            await _database.ChangeAsync(async connection =>
            {
                if (await ClaimRows.EndAsync(connection, keys, _owner.Number, cancellationToken) < keys.Count)
                    throw new ClaimsLostException();
                // Whoever changes the model takes its turn before or behind this transaction.
                if ((await SettingsRows.ReadAsync(connection, cancellationToken))?.Stamp != stamp)
                {
                    throw new StoreException(
                        Fault.LibraryChanging,
                        $"Another process has changed the library {_database.Address} to another model; run again with that one.");
                }

                await ChangeWriter.WriteAsync(connection, changes, cancellationToken);
            }, cancellationToken);
            return true;
        }
        catch (ClaimsLostException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task WaitForOthersAsync(CancellationToken cancellationToken = default)
    {
        // Others may be waiting for this one in turn.
        await _database.WriteAsync(connection => ClaimRows.EndAllAsync(connection, _owner.Number, cancellationToken), cancellationToken);
        while (await _database.ReadAsync(
            connection => ClaimRows.AnyOfOthersAsync(connection, _owner.Number, cancellationToken), cancellationToken))
            await Task.Delay(Pause, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _renewing;
        try
        {
            await _database.WriteAsync(
                connection => ClaimRows.EndAllAsync(connection, _owner.Number, CancellationToken.None), CancellationToken.None);
        }
        catch (StoreException)
        {
            // The server is gone, and with this process's lock its claims are up for others.
        }

        await _owner.DisposeAsync();
        _left.Dispose();
    }

    private static HashSet<ContentHash> KeysOf(LibraryChanges changes) =>
    [
        .. changes.Files.Select(file => KeyOf(file.Folder, file.Path)),
        .. changes.Renamed.Select(renamed => KeyOf(renamed.File.Folder, renamed.File.Path)),
        .. changes.Failures.Select(failure => KeyOf(failure.Folder, failure.Path)),
        .. changes.Embeddings.Select(embedding => embedding.Content),
    ];

    // No path has this character in it, so no two names give one key.
    private static ContentHash KeyOf(string folder, string path) => ContentHash.Of(Encoding.UTF8.GetBytes($"{folder}\0{path}"));

    /// <summary>Renews the claims, and the lock that says that this process is alive, until it leaves.</summary>
    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(_lease / 4);
        try
        {
            while (await timer.WaitForNextTickAsync(_left.Token))
            {
                try
                {
                    await _owner.RenewAsync(_left.Token);
                    await _database.WriteAsync(
                        connection => ClaimRows.RenewAsync(connection, _owner.Number, _lease, _left.Token), _left.Token);
                }
                catch (StoreException)
                {
                    // The server may be back at the next time. Where a claim is lost until then, its changes are refused.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Left.
        }
    }

    /// <summary>Others have taken over what was to be applied.</summary>
    private sealed class ClaimsLostException : Exception;
}
