using Kindred.Storage.Sharing;
using System.Runtime.CompilerServices;
using Kindred.Attributes;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Postgres.Indexing;
using Kindred.Storage.Postgres.Migrations;
using Kindred.Storage.Postgres.Transfers;
using Kindred.Storage.Tables;

namespace Kindred.Storage.Postgres;

/// <summary>
/// A library in one schema of a PostgreSQL database, for several processes and machines at once. Changes of what the gallery shows take
/// turns; no read waits for a write.
/// </summary>
internal sealed partial class PostgresLibraryStore : ILibraryStore
{
    private readonly PostgresDatabase _database;
    private readonly Guid _identity;

    private PostgresLibraryStore(PostgresDatabase database)
    {
        _database = database;
        SharedIndexing = new PostgresIndexing(database, PostgresIndexing.DefaultLease);
        _identity = database.Use(connection =>
        {
            using var command = connection.Command("SELECT identity FROM library");
            return (Guid)command.ExecuteScalar()!; // A library has one.
        });
    }

    /// <inheritdoc/>
    public string Location => _database.Address.Text;

    /// <inheritdoc/>
    public string? Directory => null;

    /// <summary>Tells this library from every other, wherever it is.</summary>
    public Guid Identity => _identity;

    /// <summary>Where it is, as the driver needs to know it.</summary>
    public PostgresAddress Address => _database.Address;

    /// <inheritdoc/>
    public bool IsReadOnly => _database.IsReadOnly;

    /// <inheritdoc/>
    public long Size => _database.Use(connection =>
    {
        using var command = connection.Command("""
            SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
            WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'
            """, _database.Address.Schema);
        return (long)command.ExecuteScalar()!; // A sum is one row.
    });

    /// <inheritdoc/>
    public StoreDamage Damage => default;

    /// <inheritdoc/>
    public string? CacheDirectory => CacheFolder.Of(_identity);

    /// <summary>Opens a library, and makes it where there is none.</summary>
    /// <exception cref="StoreException">The server cannot be reached, or there is no library that this version can read.</exception>
    public static PostgresLibraryStore OpenOrCreate(PostgresAddress address) =>
        new(PostgresDatabase.Open(address, connection => Schema.Prepare(connection, address)));

    /// <summary>Opens a library that exists.</summary>
    /// <exception cref="StoreException">
    /// The server cannot be reached, or there is no library, or none that this version can read.
    /// </exception>
    public static PostgresLibraryStore Open(PostgresAddress address) => new(PostgresDatabase.Open(
        address, connection => Schema.IsThere(connection, address) ? Schema.Prepare(connection, address) : throw Schema.NotThere(address)));

    /// <inheritdoc/>
    public IDisposable LockForIndexing() => AdvisoryLock.Take(_database, AdvisoryLock.Indexing(_database.Address));

    /// <inheritdoc/>
    public ISharedIndexing? SharedIndexing { get; }

    /// <inheritdoc/>
    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => RevisionRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => RevisionRows.ReadStateAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LibrarySettings?> ReadSettingsAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => SettingsRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task WriteSettingsAsync(LibrarySettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _database.ChangeAsync(
            connection => SettingsRows.WriteAsync(connection, settings, cancellationToken), areOther => areOther, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ReadFoldersAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => FolderRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task AddFolderAsync(string folder, CancellationToken cancellationToken = default) => _database.ChangeAsync(
        connection => FolderRows.AddAsync(connection, folder, cancellationToken), isNew => isNew, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ReadWaitingFoldersAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => FolderRows.ReadWaitingAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveWaitingImagesAsync(string folder, CancellationToken cancellationToken = default) => _database.ChangeAsync(
        connection => FolderRows.RemoveWaitingAsync(connection, folder, cancellationToken), count => count > 0, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> RemoveFolderAsync(string folder, CancellationToken cancellationToken = default) => await _database.ChangeAsync(
        connection => FolderRows.RemoveAsync(connection, folder, cancellationToken), count => count >= 0, cancellationToken) ?? 0;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> ReadImagesAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => ImageRows.ReadAllAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> ReadImagesAsync(ImageCursor? after, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _database.ReadAsync(connection => ImageRows.ReadPageAsync(connection, after, count, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> ReadImagesAsync(IReadOnlyCollection<ImageId> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return SelectAsync(ImageRows.SelectByIds, cancellationToken, ids.Select(id => id.Value).ToArray());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> FindImagesByFileNameAsync(string fileName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return fileName.AsSpan().ContainsAny('/', '\0')
            ? Task.FromResult<IReadOnlyList<Image>>([])
            : SelectAsync(ImageRows.SelectByFileName, cancellationToken, fileName);
    }

    /// <inheritdoc/>
    public Task<int> CountImagesAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => ImageRows.CountAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImageFailure>> ReadFailuresAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => FailureRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<HashSet<ContentHash>> ReadContentsAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => EmbeddingRows.ReadContentsAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEmbedding> ReadEmbeddingsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = Array.Empty<Half>();
        await foreach (var stored in _database.StreamAsync(
            ImageRows.SelectWithEmbeddings, row => ImageRows.ReadWithEmbedding(row, ref buffer), cancellationToken))
            yield return stored;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<ContentHash, Half[]>> ReadContentEmbeddingsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _database.ReadAsync(connection => EmbeddingRows.ReadAsync(connection, contents, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<ContentHash, Fingerprint>> ReadFingerprintsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _database.ReadAsync(
            connection => EmbeddingRows.ReadFingerprintsAsync(connection, contents, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<KeyValuePair<ContentHash, Fingerprint>> ReadFingerprintsAsync(CancellationToken cancellationToken = default) =>
        _database.StreamAsync(EmbeddingRows.SelectAllFingerprints, EmbeddingRows.ReadFingerprint, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> ReadUncomparedAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => NearDuplicateRows.ReadUncomparedAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NearDuplicatePair>> ReadNearDuplicatesAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => NearDuplicateRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NearDuplicatePair>> ReadNearDuplicatesAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _database.ReadAsync(connection => NearDuplicateRows.ReadAsync(connection, contents, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteNearDuplicatesAsync(
        IReadOnlyCollection<NearDuplicatePair> pairs, IReadOnlyCollection<ContentHash> compared,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(compared);
        return pairs.Count + compared.Count == 0
            ? Task.CompletedTask
            : _database.ChangeAsync(
                connection => NearDuplicateRows.WriteAsync(connection, pairs, compared, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DerivedRecord?> ReadDerivedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _database.ReadAsync(connection => DerivedRows.ReadAsync(connection, name, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteDerivedAsync(string name, DerivedRecord record, bool isShown, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(record);
        return isShown
            ? _database.ChangeAsync(connection => DerivedRows.WriteAsync(connection, name, record, cancellationToken), cancellationToken)
            : _database.WriteAsync(connection => DerivedRows.WriteAsync(connection, name, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DropDerivedAsync(string name, bool isShown, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _database.ChangeAsync(
            connection => DerivedRows.DropAsync(connection, name, cancellationToken), dropped => dropped && isShown, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ApplyAsync(LibraryChanges changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.IsEmpty
            ? Task.CompletedTask
            : _database.ChangeAsync(connection => ChangeWriter.WriteAsync(connection, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> PruneAsync(CancellationToken cancellationToken = default) =>
        // What is dropped shows nowhere, but may have connected near-duplicates that do.
        _database.ChangeAsync(
            connection => EmbeddingRows.PruneAsync(connection, cancellationToken), pruned => pruned > 0, cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadAttributesRevisionAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => AttributeRows.ReadRevisionAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeDefinition>> ReadAttributeDefinitionsAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => AttributeRows.ReadDefinitionsAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredAttributes> ReadAttributesAsync(CancellationToken cancellationToken = default) =>
        _database.StreamAsync(AttributeRows.SelectAll, AttributeRows.Read, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredAttributes>> ReadAttributesAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return _database.ReadAsync(
            connection => AttributeRows.ReadAsync(connection, AttributeRows.SelectSome, images, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredAttributes>> ReadProductsAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return _database.ReadAsync(
            connection => AttributeRows.ReadAsync(connection, AttributeRows.SelectProducts, images, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImageId>> FindByOwnIdAsync(string ownId, CancellationToken cancellationToken = default) =>
        ownId.Contains('\0', StringComparison.Ordinal)
            ? Task.FromResult<IReadOnlyList<ImageId>>([])
            : _database.ReadAsync(connection => AttributeRows.FindByOwnIdAsync(connection, ownId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AttributeReport> WriteAttributesAsync(
        IAsyncEnumerable<AttributeBatch> batches, bool replaces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return _database.WriteAsync(
            connection => AttributeWriter.WriteAsync(connection, batches, replaces, cancellationToken), cancellationToken);
    }

    /// <summary>Whether pages have checksums is decided where the server's data is made, not here.</summary>
    public Task<bool> ProtectAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);

    /// <summary>PostgreSQL has its own ways of backing up.</summary>
    /// <exception cref="KindredException">Always; the message says what to do instead.</exception>
    public Task CopyToAsync(string path, CancellationToken cancellationToken = default) => throw new KindredException(
        $"A library in PostgreSQL is backed up by PostgreSQL itself: pg_dump --schema={_database.Address.Schema}, "
        + "or the archive of its server.");

    /// <inheritdoc/>
    public async Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken = default) =>
        await PostgresTableReader.OpenAsync(_database, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<IReadOnlyList<Image>> SelectAsync(string select, CancellationToken cancellationToken, params List<object?> values) =>
        _database.ReadAsync(connection => ImageRows.ReadAsync(connection, select, cancellationToken, values), cancellationToken);
}
