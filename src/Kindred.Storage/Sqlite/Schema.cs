namespace Kindred.Storage.Sqlite;

/// <summary>The tables of a library file. <see cref="Version"/> goes up with every change of them.</summary>
internal static class Schema
{
    public const int Version = 5;

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
        """ + Spaces + Interactions + CopiesAndCalibrations + Revisions + EvaluationsAndMaps + OpeningIndexes;

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
            gain_shrinkage REAL,
            gain_labels INTEGER,
            gain_tastes INTEGER);
        """;

    /// <summary>
    /// What users chose, by content: it refers to no image and no embedding, so that neither takes it along when it goes. Ids follow the
    /// order of recording.
    /// </summary>
    private const string Interactions = """
        CREATE TABLE interactions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user TEXT NOT NULL,
            content BLOB NOT NULL,
            kind TEXT NOT NULL,
            weight REAL NOT NULL,
            time INTEGER NOT NULL,
            name TEXT NOT NULL,
            UNIQUE (user, content, kind));
        """;

    /// <summary>Pairs of contents that show the same, and what scores mean in this library. Both can be computed anew.</summary>
    private const string CopiesAndCalibrations = """
        CREATE TABLE copies (
            content BLOB NOT NULL,
            other BLOB NOT NULL,
            similarity REAL NOT NULL,
            PRIMARY KEY (content, other)) WITHOUT ROWID;
        CREATE INDEX copies_other ON copies(other);
        CREATE TABLE calibrations (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            fitted_to TEXT NOT NULL,
            scores BLOB NOT NULL);
        """;

    /// <summary>
    /// Counts the changes of what a gallery shows, with a token that no other history has; and the changes of what users chose, with the count at
    /// which the space was last found to need no other fit (-1: never).
    /// </summary>
    private const string Revisions = """
        CREATE TABLE revisions (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL,
            token BLOB NOT NULL,
            choices INTEGER NOT NULL DEFAULT 0,
            weighed INTEGER NOT NULL DEFAULT -1);
        INSERT INTO revisions (id, revision, token) VALUES (1, 0, randomblob(16));
        """;

    /// <summary>How good the recommendations were found to be last, with ids in the order of the figures; and the gallery laid out in the plane.</summary>
    private const string EvaluationsAndMaps = """
        CREATE TABLE evaluations (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            time INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            images INTEGER NOT NULL,
            space TEXT NOT NULL,
            space_version INTEGER NOT NULL,
            basis TEXT NOT NULL);
        CREATE TABLE figures (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            figure REAL NOT NULL);
        CREATE TABLE maps (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            fitted_to TEXT NOT NULL,
            positions BLOB NOT NULL);
        """;

    /// <summary>
    /// What opening reads without touching the rows of embeddings, whose blobs are nearly all of a file: images in the order of their paths, their
    /// sizes in pixels, and the contents that wait to be compared.
    /// </summary>
    private const string OpeningIndexes = """
        CREATE INDEX images_path ON images(path);
        CREATE INDEX embeddings_size ON embeddings(content, width, height);
        CREATE INDEX embeddings_uncompared ON embeddings(content) WHERE compared = 0 AND fingerprint IS NOT NULL;
        """;

    /// <summary>What brings a file from each version to the next; the first is from version 1.</summary>
    private static readonly string[] Steps =
    [
        // Version 1 knew no learned space.
        "DROP TABLE spaces; " + Spaces,

        // Version 2 knew no users, nor what they teach a space.
        "ALTER TABLE embeddings ADD COLUMN fingerprint BLOB; ALTER TABLE embeddings ADD COLUMN compared INTEGER NOT NULL DEFAULT 0; "
            + "DROP TABLE spaces; " + Spaces + Interactions + CopiesAndCalibrations,

        // Version 3 kept no count of its changes, no evaluation and no map.
        Revisions + EvaluationsAndMaps,

        // Version 4 told no histories apart, did not count choices, and went through all embeddings to open. From version 3 the table is already
        // as it is now; making it again spares that step an outdated copy of it.
        "ALTER TABLE revisions RENAME TO counted; " + Revisions + "UPDATE revisions SET revision = (SELECT revision FROM counted); DROP TABLE counted; "
            + "ALTER TABLE settings ADD COLUMN search TEXT NOT NULL DEFAULT 'Auto'; ALTER TABLE settings ADD COLUMN vectors TEXT NOT NULL DEFAULT 'Float32'; "
            + OpeningIndexes,
    ];

    /// <summary>Statements that bring a file of an older version to this one, keeping what users made.</summary>
    public static string MigrateFrom(int version) => string.Join("; ", Steps[(version - 1)..]);
}
