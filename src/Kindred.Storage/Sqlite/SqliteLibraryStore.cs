using Kindred.Storage.Sharing;
using System.Runtime.CompilerServices;
using Kindred.Attributes;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.NearDuplicates;
using Kindred.Storage.Sqlite.Interactions;
using Kindred.Storage.Sqlite.Transfers;
using Kindred.Storage.Tables;
using Kindred.Tastes;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// A library in one SQLite file, <c>library.db</c> in the library's folder, in write-ahead mode: a process killed at any moment leaves
/// the last whole transaction. Writes take turns, and so do reads; no read waits for a write.
/// </summary>
internal sealed class SqliteLibraryStore : ILibraryStore
{
    /// <summary>Name of the file in a library's folder.</summary>
    public const string FileName = "library.db";

    private readonly SqliteFile _file;
    private readonly FolderPaths _paths;

    private SqliteLibraryStore(string directory, SqliteFile file)
    {
        Location = directory;
        _file = file;
        _paths = new FolderPaths(directory);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public string? Directory => Location;

    /// <inheritdoc/>
    public bool IsReadOnly => _file.IsReadOnly;

    /// <inheritdoc/>
    public long Size => _file.Size;

    /// <inheritdoc/>
    public StoreDamage Damage => new(_file.Damage.Corrected, _file.Damage.Broken);

    /// <inheritdoc/>
    public string? CacheDirectory =>
        Path.Combine(Location, "index") is var directory && IsReadOnly && !System.IO.Directory.Exists(directory) ? null : directory;

    /// <summary>Opens a library, and makes it where there is none.</summary>
    /// <param name="directory">The library's folder, such as <c>gallery/.kindred</c>.</param>
    /// <exception cref="StoreException">The folder cannot be made, or its file is no library that this version can read.</exception>
    public static SqliteLibraryStore OpenOrCreate(string directory)
    {
        directory = LibraryFolder.Make(directory);
        return new SqliteLibraryStore(directory, SqliteFile.Open(Path.Combine(directory, FileName)));
    }

    /// <summary>Whether there is a library in a folder.</summary>
    /// <param name="directory">The library's folder.</param>
    /// <exception cref="StoreException">The folder may not be entered, so nobody can tell.</exception>
    public static bool IsIn(string directory)
    {
        try
        {
            _ = File.GetAttributes(Path.Combine(directory, FileName));
            return true;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreException(
                Fault.LibraryUnusable, $"The folder {directory} may not be entered; check its permissions.", exception);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Opens a library that exists.</summary>
    /// <param name="directory">The library's folder.</param>
    /// <exception cref="StoreException">There is none, or its file is no library that this version can read.</exception>
    public static SqliteLibraryStore Open(string directory) => IsIn(directory)
        ? OpenOrCreate(directory)
        : throw new StoreException(Fault.NoSuchLibrary, $"There is no library in {directory}.") { Subject = directory };

    /// <summary>Opens a library that exists, for reading only.</summary>
    internal static SqliteLibraryStore OpenReadOnly(string directory) =>
        new(directory, SqliteFile.OpenReadOnly(Path.Combine(directory, FileName)));

    /// <inheritdoc/>
    public IDisposable LockForIndexing() => LibraryLock.Take(Location);

    /// <inheritdoc/>
    public ISharedIndexing? SharedIndexing => null;

    /// <inheritdoc/>
    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => RevisionRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => RevisionRows.ReadStateAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LibrarySettings?> ReadSettingsAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => SettingsRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task WriteSettingsAsync(LibrarySettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var before = await ReadSettingsAsync(cancellationToken);
        if (before == settings)
            return;

        await _file.ChangeAsync(async connection =>
        {
            if (before is not null && before.Stamp != settings.Stamp)
                await SettingsRows.DropDependentAsync(connection, cancellationToken);
            await SettingsRows.WriteAsync(connection, settings, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ReadFoldersAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => FolderRows.ReadAsync(connection, _paths, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task AddFolderAsync(string folder, CancellationToken cancellationToken = default) => _file.ChangeAsync(
        connection => FolderRows.AddAsync(connection, _paths, folder, cancellationToken), isNew => isNew, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ReadWaitingFoldersAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => FolderRows.ReadWaitingAsync(connection, _paths, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveWaitingImagesAsync(string folder, CancellationToken cancellationToken = default) => _file.ChangeAsync(
        connection => FolderRows.RemoveWaitingAsync(connection, _paths, folder, cancellationToken), count => count > 0, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> RemoveFolderAsync(string folder, CancellationToken cancellationToken = default) => await _file.ChangeAsync(
        connection => FolderRows.RemoveAsync(connection, _paths, folder, cancellationToken), count => count >= 0, cancellationToken) ?? 0;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> ReadImagesAsync(CancellationToken cancellationToken = default) =>
        SelectAsync(ImageRows.SelectAll, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> ReadImagesAsync(ImageCursor? after, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _file.ReadAsync(
            connection => ImageRows.ReadPageAsync(connection, _paths, after, count, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> ReadImagesAsync(IReadOnlyCollection<ImageId> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return SelectAsync(ImageRows.SelectByIds, cancellationToken, ("$ids", $"[{string.Join(',', ids)}]"));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Image>> FindImagesByFileNameAsync(string fileName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return fileName.Contains('/', StringComparison.Ordinal)
            ? Task.FromResult<IReadOnlyList<Image>>([])
            : SelectAsync(ImageRows.SelectByFileName, cancellationToken, ("$name", fileName));
    }

    /// <inheritdoc/>
    public Task<int> CountImagesAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => ImageRows.CountAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImageFailure>> ReadFailuresAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => FailureRows.ReadAsync(connection, _paths, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<HashSet<ContentHash>> ReadContentsAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => EmbeddingRows.ReadContentsAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEmbedding> ReadEmbeddingsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = Array.Empty<Half>();
        await foreach (var stored in _file.StreamAsync(
            ImageRows.SelectWithEmbeddings, row => ImageRows.ReadWithEmbedding(row, _paths, ref buffer), cancellationToken))
            yield return stored;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<ContentHash, Half[]>> ReadContentEmbeddingsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _file.ReadAsync(connection => EmbeddingRows.ReadAsync(connection, contents, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<ContentHash, Fingerprint>> ReadFingerprintsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _file.ReadAsync(
            connection => EmbeddingRows.ReadFingerprintsAsync(connection, contents, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<KeyValuePair<ContentHash, Fingerprint>> ReadFingerprintsAsync(CancellationToken cancellationToken = default) =>
        _file.StreamAsync(EmbeddingRows.SelectAllFingerprints, EmbeddingRows.ReadFingerprint, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> ReadUncomparedAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => NearDuplicateRows.ReadUncomparedAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NearDuplicatePair>> ReadNearDuplicatesAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => NearDuplicateRows.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NearDuplicatePair>> ReadNearDuplicatesAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _file.ReadAsync(connection => NearDuplicateRows.ReadAsync(connection, contents, cancellationToken), cancellationToken);
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
            : _file.ChangeAsync(
                connection => NearDuplicateRows.WriteAsync(connection, pairs, compared, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DerivedRecord?> ReadDerivedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _file.ReadAsync(connection => DerivedRows.ReadAsync(connection, name, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteDerivedAsync(string name, DerivedRecord record, bool isShown, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(record);
        return isShown
            ? _file.ChangeAsync(connection => DerivedRows.WriteAsync(connection, name, record, cancellationToken), cancellationToken)
            : _file.WriteAsync(connection => DerivedRows.WriteAsync(connection, name, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DropDerivedAsync(string name, bool isShown, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _file.ChangeAsync(
            connection => DerivedRows.DropAsync(connection, name, cancellationToken), dropped => dropped && isShown, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(LibraryChanges changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.IsEmpty)
            return;

        await _file.ChangeAsync(async connection =>
        {
            using var writer = new ChangeWriter(connection, await FolderRows.ReadIdsAsync(connection, _paths, cancellationToken));
            await writer.WriteAsync(changes, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> PruneAsync(CancellationToken cancellationToken = default) =>
        // What is dropped shows nowhere, but may have connected near-duplicates that do.
        _file.ChangeAsync(connection => EmbeddingRows.PruneAsync(connection, cancellationToken), pruned => pruned > 0, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserSummary>> ReadUsersAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => InteractionRows.ReadUsersAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Interaction>> ReadInteractionsAsync(string user, CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => InteractionRows.ReadAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<RecordReport> RecordAsync(
        string user, IReadOnlyList<Choice> choices, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return _file.WriteAsync(async connection =>
        {
            using var writer = new ChoiceWriter(connection, user, now);
            var report = writer.Write(choices, cancellationToken);
            await TasteRows.DropEmptyAsync(connection, user, cancellationToken); // A dislike may have taken the place of a like.
            return report;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RecordReport> RecordAsync(
        IAsyncEnumerable<InteractionBatch> batches, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return _file.WriteAsync(async connection =>
        {
            using var writer = new BatchWriter(connection, now);
            await foreach (var batch in batches.WithCancellation(cancellationToken))
                writer.Write(batch, cancellationToken);
            await TasteRows.DropEmptyAsync(connection, cancellationToken);
            return writer.Report;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Interaction> ReadAllInteractionsAsync(CancellationToken cancellationToken = default) =>
        _file.StreamAsync(InteractionRows.SelectAll, InteractionRows.Read, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<InteractionBlock> ReadBlocksAsync(CancellationToken cancellationToken = default) => _file.StreamBlocksAsync(
        async connection => BlockRows.Reader(await BlockRows.ReadWeightsAsync(connection, cancellationToken)), BlockRows.Select,
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountInteractionsAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => BlockRows.CountAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> ReadChosenPicturesAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => BlockRows.ReadPicturesAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int?> FindUserNumberAsync(string user, CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => BlockRows.FindUserAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetAsync(
        string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _file.WriteAsync(
            connection => InteractionRows.ForgetAsync(connection, user, contents, kind, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ForgetUserAsync(string user, CancellationToken cancellationToken = default) =>
        _file.WriteAsync(connection => InteractionRows.ForgetUserAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptTaste>> ReadTastesAsync(string user, CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => TasteRows.ReadAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ChangeTastesAsync(
        string user, IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _file.WriteAsync(connection => TasteRows.ChangeAsync(connection, user, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DropTasteAsync(string user, long id, CancellationToken cancellationToken = default) => _file.WriteAsync(
        async connection => await TasteRows.DropAsync(connection, user, id, cancellationToken) > 0, cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadAttributesRevisionAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => AttributeRows.ReadRevisionAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeDefinition>> ReadAttributeDefinitionsAsync(CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => AttributeRows.ReadDefinitionsAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredAttributes> ReadAttributesAsync(CancellationToken cancellationToken = default) =>
        _file.StreamAsync(AttributeRows.SelectAll, AttributeRows.Read, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredAttributes>> ReadAttributesAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return _file.ReadAsync(
            connection => AttributeRows.ReadAsync(connection, AttributeRows.SelectSome, images, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredAttributes>> ReadProductsAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return _file.ReadAsync(
            connection => AttributeRows.ReadAsync(connection, AttributeRows.SelectProducts, images, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImageId>> FindByOwnIdAsync(string ownId, CancellationToken cancellationToken = default) =>
        _file.ReadAsync(connection => AttributeRows.FindByOwnIdAsync(connection, ownId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AttributeReport> WriteAttributesAsync(
        IAsyncEnumerable<AttributeBatch> batches, bool replaces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return _file.WriteAsync(
            connection => AttributeRows.WriteAsync(connection, batches, replaces, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ProtectAsync(CancellationToken cancellationToken = default) => _file.ProtectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task CopyToAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LibraryCopy.WriteAsync(_file, path, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken = default)
    {
        var (connection, isCurrent) = _file.OpenMoment();
        return Task.FromResult<ITableReader>(
            new SqliteTableReader(Path.Combine(Location, FileName), _paths, connection, isCurrent, isOwner: true));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<IReadOnlyList<Image>> SelectAsync(
        string select, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
        _file.ReadAsync(connection => ImageRows.ReadAsync(connection, _paths, select, cancellationToken, parameters), cancellationToken);
}
