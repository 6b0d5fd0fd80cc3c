using System.Globalization;
using Kindred.Attributes;
using Kindred.Images;
using Kindred.Storage.Sqlite.Interactions;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes what a shop says of its pictures.</summary>
internal static class AttributeRows
{
    public const string SelectAll = "SELECT image, own_id, given FROM attributes ORDER BY image";

    /// <summary>The rows of a JSON array of images.</summary>
    public const string SelectSome =
        "SELECT image, own_id, given FROM attributes WHERE image IN (SELECT value FROM json_each($images)) ORDER BY image";

    /// <summary>The rows of a JSON array of images, and of those that share an own id with one of them.</summary>
    public const string SelectProducts = """
        SELECT image, own_id, given FROM attributes INDEXED BY attributes_own_id
        WHERE own_id IS NOT NULL AND own_id IN (
            SELECT own_id FROM attributes WHERE image IN (SELECT value FROM json_each($images)) AND own_id IS NOT NULL)
        ORDER BY image
        """;

    public const string SelectByOwnId =
        "SELECT image FROM attributes INDEXED BY attributes_own_id WHERE own_id = $id ORDER BY image";

    public static async Task<long> ReadRevisionAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT revision FROM attribute_revisions");
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    public static async Task<IReadOnlyList<AttributeDefinition>> ReadDefinitionsAsync(
        SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT name, type FROM attribute_names ORDER BY id");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var definitions = new List<AttributeDefinition>();
        while (await row.ReadAsync(cancellationToken))
            definitions.Add(new AttributeDefinition(row.GetString(0), Enum.Parse<AttributeType>(row.GetString(1))));
        return definitions;
    }

    // Text comes as the bytes it is stored in, which are read as JSON without making a string of them.
    public static StoredAttributes Read(SqliteDataReader row) => new(
        new ImageId(row.GetInt64(0)), row.IsDBNull(1) ? null : row.GetString(1), row.GetFieldValue<byte[]>(2));

    /// <summary>Reads what a query finds for some images.</summary>
    public static async Task<IReadOnlyList<StoredAttributes>> ReadAsync(
        SqliteConnection connection, string query, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(query);
        command.Parameters.AddWithValue("$images", $"[{string.Join(',', images)}]");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<StoredAttributes>();
        while (await row.ReadAsync(cancellationToken))
            found.Add(Read(row));
        return found;
    }

    public static async Task<IReadOnlyList<ImageId>> FindByOwnIdAsync(
        SqliteConnection connection, string ownId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(SelectByOwnId);
        command.Parameters.AddWithValue("$id", ownId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<ImageId>();
        while (await row.ReadAsync(cancellationToken))
            found.Add(new ImageId(row.GetInt64(0)));
        return found;
    }

    /// <summary>Writes batches; raises the revision where something has changed.</summary>
    public static async Task<AttributeReport> WriteAsync(
        SqliteConnection connection, IAsyncEnumerable<AttributeBatch> batches, bool replaces, CancellationToken cancellationToken)
    {
        var dropped = replaces
            ? await connection.ExecuteAsync("DELETE FROM attributes", cancellationToken)
                + await connection.ExecuteAsync("DELETE FROM attribute_names", cancellationToken)
            : 0;
        using var writer = new AttributeWriter(connection);
        await foreach (var batch in batches.WithCancellation(cancellationToken))
            writer.Write(batch, cancellationToken);
        if (dropped > 0 || writer.HasChanged)
            await connection.ExecuteAsync("UPDATE attribute_revisions SET revision = revision + 1", cancellationToken);
        return writer.Report;
    }

    /// <summary>Writes the rows of one recording.</summary>
    private sealed class AttributeWriter(SqliteConnection connection) : IDisposable
    {
        private readonly PreparedStatement _isThere = new(connection, "SELECT 1 FROM attributes WHERE image = ?1");

        private readonly PreparedStatement _insert = new(connection, """
            INSERT INTO attributes (image, own_id, given)
            SELECT ?1, ?2, json_patch('{}', ?3) WHERE EXISTS (SELECT 1 FROM images WHERE id = ?1)
            """);

        private readonly PreparedStatement _update = new(connection, """
            UPDATE attributes SET own_id = coalesce(?2, own_id), given = json_patch(given, ?3)
            WHERE image = ?1 AND (own_id IS NOT coalesce(?2, own_id) OR given <> json_patch(given, ?3))
            """);

        private readonly PreparedStatement _changes = new(connection, "SELECT changes()");

        private int _new;
        private int _updated;
        private int _unchanged;
        private int _defined;

        public AttributeReport Report => new(_new, _updated, _unchanged);

        public bool HasChanged => _new + _updated + _defined > 0;

        public void Write(AttributeBatch batch, CancellationToken cancellationToken)
        {
            for (; _defined < batch.Added.Count; _defined++)
                Define(batch.Added[_defined]);
            foreach (ref readonly var change in batch.Changes.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isThere = _isThere.Bind(1, change.Image.Value).Step();
                _isThere.Reset();
                var statement = isThere ? _update : _insert;
                statement.Bind(1, change.Image.Value).Bind(2, change.OwnId).Bind(3, change.Values).Step();
                _changes.Step();
                var hasChanged = _changes.Int64(0) > 0;
                _changes.Reset();
                if (!hasChanged)
                    _unchanged++;
                else if (isThere)
                    _updated++;
                else
                    _new++;
            }
        }

        public void Dispose()
        {
            _isThere.Dispose();
            _insert.Dispose();
            _update.Dispose();
            _changes.Dispose();
        }

        private void Define(AttributeDefinition definition)
        {
            using var command = connection.Command("""
                INSERT INTO attribute_names (name, type) VALUES ($name, $type) ON CONFLICT (name) DO NOTHING;
                SELECT type FROM attribute_names WHERE name = $name
                """);
            command.Parameters.AddWithValue("$name", definition.Name);
            command.Parameters.AddWithValue("$type", definition.Type.ToString());
            if (Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) != definition.Type.ToString())
            {
                throw new KindredException(
                    Fault.LibraryChanging, $"Another process has just given {definition.Name} another type; try again.");
            }
        }
    }
}
