using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kindred.Attributes;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>
/// Writes what a shop says of its pictures: reads what there is of a batch's images, works the changes in, and writes what is new, each by
/// one statement.
/// </summary>
internal sealed class AttributeWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NpgsqlConnection _connection;
    private int _new;
    private int _updated;
    private int _unchanged;
    private int _defined;

    private AttributeWriter(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Writes batches; raises the revision where something has changed.</summary>
    public static async Task<AttributeReport> WriteAsync(
        NpgsqlConnection connection, IAsyncEnumerable<AttributeBatch> batches, bool replaces, CancellationToken cancellationToken)
    {
        // Writers of attributes take turns.
        await connection.ExecuteAsync("SELECT revision FROM attribute_revisions FOR UPDATE", cancellationToken);
        var dropped = replaces
            ? await connection.ExecuteAsync("DELETE FROM attributes", cancellationToken)
                + await connection.ExecuteAsync("DELETE FROM attribute_names", cancellationToken)
            : 0;
        var writer = new AttributeWriter(connection);
        await foreach (var batch in batches.WithCancellation(cancellationToken))
            await writer.WriteAsync(batch, cancellationToken);
        if (dropped + writer._new + writer._updated + writer._defined > 0)
            await connection.ExecuteAsync("UPDATE attribute_revisions SET revision = revision + 1", cancellationToken);
        return new AttributeReport(writer._new, writer._updated, writer._unchanged);
    }

    private async Task WriteAsync(AttributeBatch batch, CancellationToken cancellationToken)
    {
        for (; _defined < batch.Added.Count; _defined++)
            await DefineAsync(batch.Added[_defined], cancellationToken);

        var rows = await ReadAsync(batch, cancellationToken);
        var changed = new HashSet<long>();
        foreach (ref readonly var change in batch.Changes.Span)
        {
            if (!rows.TryGetValue(change.Image.Value, out var row))
            {
                _unchanged++; // There is no such image.
                continue;
            }

            var isThere = row is not null;
            var after = new Given(change.OwnId ?? row?.OwnId, Patch(row?.Values ?? "{}", change.Values));
            if (after == row)
            {
                _unchanged++;
                continue;
            }

            rows[change.Image.Value] = after;
            changed.Add(change.Image.Value);
            if (isThere)
                _updated++;
            else
                _new++;
        }

        if (changed.Count == 0)
            return;
        var written = changed.Select(image => rows[image]!).ToArray(); // What changed is there.
        await _connection.ExecuteAsync("""
            INSERT INTO attributes (image, own_id, given) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])
            ON CONFLICT (image) DO UPDATE SET own_id = excluded.own_id, given = excluded.given
            """, cancellationToken, changed.ToArray(), written.Select(row => row.OwnId).ToArray(),
            written.Select(row => row.Values).ToArray());
    }

    /// <summary>What is given of a batch's images that exist; <see langword="null"/> for nothing.</summary>
    private async Task<Dictionary<long, Given?>> ReadAsync(AttributeBatch batch, CancellationToken cancellationToken)
    {
        var images = new HashSet<long>();
        foreach (ref readonly var change in batch.Changes.Span)
            images.Add(change.Image.Value);
        var rows = await _connection.SelectAsync(
            "SELECT id, own_id, given FROM images LEFT JOIN attributes ON image = id WHERE id = ANY($1)",
            row => (Image: row.GetInt64(0), Given: row.IsDBNull(2)
                ? null
                : new Given(row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2))),
            cancellationToken, images.ToArray());
        return rows.ToDictionary(row => row.Image, row => row.Given);
    }

    private async Task DefineAsync(AttributeDefinition definition, CancellationToken cancellationToken)
    {
        await _connection.ExecuteAsync(
            "INSERT INTO attribute_names (name, type) VALUES ($1, $2) ON CONFLICT (lower(name)) DO NOTHING", cancellationToken,
            definition.Name, definition.Type.ToString());
        var type = await _connection.ScalarAsync(
            "SELECT type FROM attribute_names WHERE lower(name) = lower($1 COLLATE \"C\")", cancellationToken, definition.Name);
        if (!definition.Type.ToString().Equals(type))
        {
            throw new KindredException(
                Fault.LibraryChanging, $"Another process has just given {definition.Name} another type; try again.");
        }
    }

    /// <summary>Works a JSON merge patch (RFC 7396) into an object.</summary>
    private static string Patch(string target, string patch)
    {
        var merged = JsonNode.Parse(target)!.AsObject();
        Merge(merged, JsonNode.Parse(patch)!.AsObject());
        return merged.ToJsonString(Plain);
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject outer)
                    target[name] = outer = [];
                Merge(outer, inner);
            }
            else if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private sealed record Given(string? OwnId, string Values);
}
