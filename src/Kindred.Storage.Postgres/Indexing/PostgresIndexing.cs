using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Sharing;

namespace Kindred.Storage.Postgres.Indexing;

/// <summary>Several processes, on several machines, index one library at once.</summary>
/// <param name="database">The library's database.</param>
/// <param name="lease">How long a process may be silent before others take its work over.</param>
internal sealed class PostgresIndexing(PostgresDatabase database, TimeSpan lease) : ISharedIndexing
{
    /// <summary>Longer than any pause of a machine that is at work; a process that has ended is noticed at once, without it.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<IIndexingShare> JoinAsync(CancellationToken cancellationToken = default)
    {
        if (database.IsReadOnly)
            throw PostgresFaults.ReadOnly(database.Address);
        return await PostgresIndexingShare.JoinAsync(database, lease, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> TakeTurnToPrepareAsync(CancellationToken cancellationToken = default) =>
        await AdvisoryLock.WaitAsync(database, AdvisoryLock.Preparing(database.Address), cancellationToken);
}
