using Kindred.Storage.Sqlite.Pages;
using Kindred.Storage.Sqlite.Transfers;
using Kindred.Storage.Tables;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Migrations;

/// <summary>The tables of a library file. <see cref="Version"/> goes up with every change of them.</summary>
internal static class Schema
{
    public const int Version = 11;

    /// <summary>
    /// Embeddings belong to contents (SHA-256), images to names: renamed and copied files share what was computed once.
    /// Times are .NET ticks in UTC, embeddings little-endian float16.
    /// </summary>
    public const string Create = """
        CREATE TABLE settings (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            model TEXT NOT NULL,
            weights TEXT NOT NULL,
            head TEXT NOT NULL,
            input TEXT NOT NULL,
            metric TEXT NOT NULL,
            dimensions INTEGER NOT NULL,
            fits_space INTEGER NOT NULL,
            space TEXT NOT NULL,
            search TEXT NOT NULL DEFAULT 'Auto',
            vectors TEXT NOT NULL DEFAULT 'Float32');
        CREATE TABLE folders (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE);
        CREATE TABLE images (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            folder INTEGER NOT NULL REFERENCES folders(id),
            path TEXT NOT NULL,
            content BLOB NOT NULL,
            bytes INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            UNIQUE (folder, path));
        CREATE INDEX images_content ON images(content);
        CREATE TABLE embeddings (
            content BLOB PRIMARY KEY NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            embedding BLOB NOT NULL,
            fingerprint BLOB,
            compared INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE failures (
            folder INTEGER NOT NULL REFERENCES folders(id),
            path TEXT NOT NULL,
            reason TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            PRIMARY KEY (folder, path)) WITHOUT ROWID;
        """ + Tastes + Interactions + NearDuplicates + Revisions + OpeningIndexes + Derived + Attributes;

    /// <summary>
    /// What users chose and did. Users, contents and kinds have numbers, so that a row takes some 28 bytes and lies with the others of its
    /// user, which need no index; position is the order of recording within a user. A weight or a name that is that of the kind or the
    /// content is left out. Contents refer to no image and no embedding, so they stay when either is deleted. Rows of a user go with
    /// the user by the hand of whoever forgets, as references would be checked for every row of an import.
    /// </summary>
    public const string Interactions = """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE);
        CREATE TABLE pictures (
            id INTEGER PRIMARY KEY,
            content BLOB NOT NULL UNIQUE,
            name TEXT NOT NULL);
        CREATE TABLE kinds (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            weight REAL NOT NULL);
        INSERT INTO kinds (id, name, weight) VALUES (1, 'like', 1), (2, 'dislike', 1), (3, 'seen', 1);
        CREATE TABLE interactions (
            user INTEGER NOT NULL,
            picture INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            time INTEGER NOT NULL,
            position INTEGER NOT NULL,
            weight REAL,
            name TEXT,
            taste INTEGER REFERENCES tastes(id) ON DELETE SET NULL,
            PRIMARY KEY (user, picture, kind, time)) WITHOUT ROWID;
        CREATE INDEX interactions_taste ON interactions(taste) WHERE taste IS NOT NULL;
        """;

    /// <summary>Pairs of contents that are near-duplicates or variants, by kind. They can be found anew.</summary>
    public const string NearDuplicates = """
        CREATE TABLE copies (
            content BLOB NOT NULL,
            other BLOB NOT NULL,
            similarity REAL NOT NULL,
            kind TEXT NOT NULL,
            PRIMARY KEY (content, other)) WITHOUT ROWID;
        CREATE INDEX copies_other ON copies(other);
        """;

    /// <summary>The count of changes of what a gallery shows, with a token that no other history of changes has.</summary>
    public const string Revisions = """
        CREATE TABLE revisions (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL,
            token BLOB NOT NULL);
        INSERT INTO revisions (id, revision, token) VALUES (1, 0, randomblob(16));
        """;

    /// <summary>
    /// Indexes with which opening does not touch the rows of embeddings, whose blobs are nearly all of a file: images in the order of
    /// their paths, their sizes in pixels, and the contents that wait to be compared.
    /// </summary>
    public const string OpeningIndexes = """
        CREATE INDEX images_path ON images(path);
        CREATE INDEX embeddings_size ON embeddings(content, width, height);
        CREATE INDEX embeddings_uncompared ON embeddings(content) WHERE compared = 0 AND fingerprint IS NOT NULL;
        """;

    /// <summary>
    /// Values that were computed from all this and can be computed again: the source as JSON, and a value whose format belongs to its
    /// name.
    /// </summary>
    public const string Derived = """
        CREATE TABLE derived (
            name TEXT PRIMARY KEY NOT NULL,
            source TEXT NOT NULL,
            value BLOB NOT NULL);
        """;

    /// <summary>
    /// What users have set of their tastes; a number is never given twice. A like's row says which taste it is kept in, so that a like that
    /// is forgotten leaves its taste; where a taste goes, its likes stay.
    /// </summary>
    public const string Tastes = """
        CREATE TABLE tastes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user TEXT NOT NULL,
            name TEXT,
            weight REAL NOT NULL,
            muted INTEGER NOT NULL);
        CREATE INDEX tastes_user ON tastes(user);
        """;

    /// <summary>
    /// What a shop says of its pictures: its own ids, and values as a JSON object by the names of attributes. Names in upper and lower case
    /// are one. The count of their changes is their own, for no index depends on them.
    /// </summary>
    public const string Attributes = """
        CREATE TABLE attributes (
            image INTEGER PRIMARY KEY REFERENCES images(id) ON DELETE CASCADE,
            own_id TEXT,
            given TEXT NOT NULL);
        CREATE INDEX attributes_own_id ON attributes(own_id) WHERE own_id IS NOT NULL;
        CREATE TABLE attribute_names (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            type TEXT NOT NULL);
        CREATE TABLE attribute_revisions (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL);
        INSERT INTO attribute_revisions (id, revision) VALUES (1, 0);
        """;

    /// <summary>The version of a file that is a library, or still empty. Changes nothing: the file may belong to another program.</summary>
    /// <exception cref="StoreException">It is something else, or of a version that is not known yet.</exception>
    public static int VersionOf(SqliteConnection connection, string path)
    {
        var version = Scalar(connection, "PRAGMA user_version");
        if (version == UnfinishedCopy.Version)
            throw TransferFaults.IsUnfinished(Path.GetDirectoryName(path) ?? path, UnfinishedCopy.Read(connection));
        if (version == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_schema") > 0)
            throw new StoreException(Fault.NotALibrary, $"{path} is a database of something else.");
        return version is >= 0 and <= Version ? (int)version : throw new StoreException(
            Fault.LibraryFormat,
            $"The library {path} has format {version}, this version of kindred reads {Version}; "
            + "use the kindred that made it, or index again elsewhere.");
    }

    /// <summary>Makes a file a library of this version.</summary>
    /// <exception cref="StoreException">It is something else, or of a version that is not known yet.</exception>
    public static void Prepare(SqliteConnection connection, string path)
    {
        var version = VersionOf(connection, path);
        if (version == 0)
            connection.ReserveChecksums(); // Before the first page is written, which says so.
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        if (version == Version)
            return;

        // Another process may have been faster.
        connection.Execute("BEGIN IMMEDIATE");
        version = VersionOf(connection, path);
        if (version == 0)
            connection.Execute(Create);
        else if (version < Version)
            Migration.Run(connection, version);
        FaultPoint.SchemaWritten.Reach();
        connection.Execute($"PRAGMA user_version = {Version}; COMMIT");
        FaultPoint.SchemaCommitted.Reach();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
