using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Npgsql;
using NpgsqlTypes;

namespace Kindred.Benchmarks.Clusters;

/// <summary>
/// Fills a library in PostgreSQL with the gallery of <see cref="ClusterGallery"/> by COPY. Indexes are made afterwards, as for any large
/// load. Pictures have no fingerprints: they are not compared for near-duplicates, and have no colors.
/// </summary>
internal static class ClusterLibrary
{
    private const string Begin = """
        SET session_replication_role = replica;
        BEGIN;
        TRUNCATE images, embeddings CASCADE;
        DROP INDEX images_content, images_path;
        ALTER TABLE images DROP CONSTRAINT images_folder_path_key;
        ALTER TABLE embeddings DROP CONSTRAINT embeddings_pkey
        """;

    private const string End = """
        ALTER TABLE embeddings ADD PRIMARY KEY (content);
        ALTER TABLE images ADD UNIQUE (folder, path);
        CREATE INDEX images_content ON images(content);
        CREATE INDEX images_path ON images(path);
        SELECT setval(pg_get_serial_sequence('images', 'id'), (SELECT max(id) FROM images));
        UPDATE revisions SET revision = revision + 1, token = uuid_send(gen_random_uuid());
        COMMIT
        """;

    /// <summary>Fills a new library.</summary>
    public static async Task<int> FillAsync(string library, int pictures, int dimensions)
    {
        var address = PostgresAddress.Parse(library);
        await using (var store = PostgresLibraryStore.OpenOrCreate(address))
        {
            var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, dimensions, FitsSpace: false);
            await store.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.None) { Vectors = VectorPrecision.Int8 });
            await store.AddFolderAsync("/gallery");
        }

        var started = Stopwatch.GetTimestamp();
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(address.Settings.ConnectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(connection, Begin);
        await CopyEmbeddingsAsync(connection, pictures, dimensions);
        await CopyImagesAsync(connection, pictures);
        var copied = Stopwatch.GetElapsedTime(started);
        await RunAsync(connection, End);
        await RunAsync(connection, "VACUUM ANALYZE images, embeddings");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures,
            dimensions,
            copySeconds = Math.Round(copied.TotalSeconds, 1),
            fillSeconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1),
            databaseMegabytes = await MegabytesAsync(connection),
        }));
        return 0;
    }

    private static async Task CopyEmbeddingsAsync(NpgsqlConnection connection, int pictures, int dimensions)
    {
        var clusters = ClusterGallery.Clusters(dimensions);
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY embeddings (content, width, height, embedding) FROM STDIN (FORMAT BINARY)");
        for (var block = 0; block < ClusterGallery.BlocksOf(pictures); block++)
        {
            var halves = ClusterGallery.Draw(clusters, block, pictures, dimensions);
            for (var row = 0; row < halves.Length / dimensions; row++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(ContentOf((block * ClusterGallery.BlockRows) + row), NpgsqlDbType.Bytea);
                await copy.WriteAsync(640, NpgsqlDbType.Integer);
                await copy.WriteAsync(480, NpgsqlDbType.Integer);
                await copy.WriteAsync(
                    MemoryMarshal.AsBytes(halves.AsSpan(row * dimensions, dimensions)).ToArray(), NpgsqlDbType.Bytea);
            }
        }

        await copy.CompleteAsync();
    }

    private static async Task CopyImagesAsync(NpgsqlConnection connection, int pictures)
    {
        await using var folder = new NpgsqlCommand("SELECT id FROM folders", connection);
        var gallery = (long)(await folder.ExecuteScalarAsync())!; // It was added above.
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY images (id, folder, path, content, bytes, modified) FROM STDIN (FORMAT BINARY)");
        for (var picture = 0; picture < pictures; picture++)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(picture + 1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(gallery, NpgsqlDbType.Bigint);
            await copy.WriteAsync(MadeUpLibrary.PathOf(picture), NpgsqlDbType.Text);
            await copy.WriteAsync(ContentOf(picture), NpgsqlDbType.Bytea);
            await copy.WriteAsync(1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(DateTime.UnixEpoch.Ticks, NpgsqlDbType.Bigint);
        }

        await copy.CompleteAsync();
    }

    private static byte[] ContentOf(int picture) => ContentHash.Of(BitConverter.GetBytes(picture)).ToByteArray();

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> MegabytesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database()) / 1000000", connection);
        return (long)(await command.ExecuteScalarAsync())!; // It is a number.
    }
}
