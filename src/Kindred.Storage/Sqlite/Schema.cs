namespace Kindred.Storage.Sqlite;

/// <summary>The tables of a library file. <see cref="Version"/> goes up with every change of them.</summary>
internal static class Schema
{
    public const int Version = 2;

    /// <summary>
    /// Embeddings belong to contents (SHA-256), images to names: renamed and copied files share what was computed once.
    /// Times are .NET ticks in UTC, embeddings little-endian float16, means and axes float32.
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
            space TEXT NOT NULL);
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
            embedding BLOB NOT NULL);
        CREATE TABLE failures (
            folder INTEGER NOT NULL REFERENCES folders(id),
            path TEXT NOT NULL,
            reason TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            PRIMARY KEY (folder, path)) WITHOUT ROWID;
        """ + Spaces;

    /// <summary>The fitted space. It can always be fitted anew, so changing it needs no more than another table.</summary>
    private const string Spaces = """
        CREATE TABLE spaces (
            version INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            fitted_on INTEGER NOT NULL,
            fitted_to TEXT NOT NULL,
            mean BLOB NOT NULL,
            axes BLOB NOT NULL,
            gain_visual REAL,
            gain_learned REAL,
            gain_axes INTEGER,
            gain_shrinkage REAL);
        """;

    /// <summary>From version 1, which knew no learned space.</summary>
    public const string FromVersion1 = "DROP TABLE spaces; " + Spaces;
}
