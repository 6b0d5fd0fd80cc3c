using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Migrations;

/// <summary>Brings files of older versions to the tables of <see cref="Schema"/>, keeping what users made.</summary>
internal static class Migration
{
    /// <summary>The table of spaces, which version 6 merged into that of derived values like the next ones.</summary>
    private const string SpacesOfVersion5 = """
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

    /// <summary>The table of what scores mean.</summary>
    private const string CalibrationsOfVersion5 = """
        CREATE TABLE calibrations (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            fitted_to TEXT NOT NULL,
            scores BLOB NOT NULL);
        """;

    /// <summary>The tables of the last evaluation and the layout.</summary>
    private const string EvaluationsAndMapsOfVersion5 = """
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

    /// <summary>The table of choices, which wrote out user, content and kind in every row.</summary>
    private const string InteractionsOfVersion8 = """
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

    /// <summary>What version 7 added to the table of choices.</summary>
    private const string TastesOfVersion8 = Schema.Tastes + """
        ALTER TABLE interactions ADD COLUMN taste INTEGER REFERENCES tastes(id) ON DELETE SET NULL;
        CREATE INDEX interactions_taste ON interactions(taste) WHERE taste IS NOT NULL;
        """;

    /// <summary>Gives users, contents and kinds their numbers, in the order in which they came.</summary>
    private const string NumberInteractions = """
        INSERT INTO users (name) SELECT user FROM chosen GROUP BY user ORDER BY min(id);
        INSERT INTO pictures (content, name)
            SELECT content, name FROM (SELECT content, name, min(id) AS first FROM chosen GROUP BY content) ORDER BY first;
        INSERT INTO interactions (user, picture, kind, time, position, weight, name, taste)
            SELECT users.id, pictures.id, kinds.id, chosen.time, chosen.id, nullif(chosen.weight, kinds.weight),
                nullif(chosen.name, pictures.name), chosen.taste
            FROM chosen JOIN users ON users.name = chosen.user JOIN pictures ON pictures.content = chosen.content
                JOIN kinds ON kinds.name = lower(chosen.kind);
        """;

    /// <summary>The steps from each version to the next; the first is from version 1.</summary>
    private static readonly Action<SqliteConnection>[] Steps =
    [
        // Version 1 knew no learned space.
        connection => connection.Execute("DROP TABLE spaces; " + SpacesOfVersion5),

        // Version 2 knew no users, nor what they teach a space.
        connection => connection.Execute(
            "ALTER TABLE embeddings ADD COLUMN fingerprint BLOB; ALTER TABLE embeddings ADD COLUMN compared INTEGER NOT NULL DEFAULT 0; "
            + "DROP TABLE spaces; " + SpacesOfVersion5 + InteractionsOfVersion8 + Schema.NearDuplicates + CalibrationsOfVersion5),

        // Version 3 kept no count of its changes, no evaluation and no layout.
        connection => connection.Execute(Schema.Revisions + EvaluationsAndMapsOfVersion5),

        // Version 4 did not tell histories apart, and read all embeddings to open. The step from version 3 already makes the table as it
        // is now; making it again here spares that step an outdated definition of it.
        connection => connection.Execute(
            "ALTER TABLE revisions RENAME TO counted; " + Schema.Revisions
            + "UPDATE revisions SET revision = (SELECT revision FROM counted); DROP TABLE counted; "
            + "ALTER TABLE settings ADD COLUMN search TEXT NOT NULL DEFAULT 'Auto'; "
            + "ALTER TABLE settings ADD COLUMN vectors TEXT NOT NULL DEFAULT 'Float32'; " + Schema.OpeningIndexes),

        // Version 5 had a table for every derived value, and counted choices.
        connection =>
        {
            connection.Execute(Schema.Derived);
            DerivedMigration.Run(connection);
            connection.Execute("DROP TABLE spaces; DROP TABLE calibrations; DROP TABLE evaluations; DROP TABLE figures; DROP TABLE maps");
            connection.Execute(
                "ALTER TABLE revisions RENAME TO counted; " + Schema.Revisions
                + "UPDATE revisions SET (revision, token) = (SELECT revision, token FROM counted); DROP TABLE counted");
        },

        // Version 6 kept nothing of tastes.
        connection => connection.Execute(TastesOfVersion8),

        // Version 7 took things in other colors and of other shapes for copies. All contents are compared anew when the library
        // is next prepared.
        connection => connection.Execute("DROP TABLE copies; " + Schema.NearDuplicates + "UPDATE embeddings SET compared = 0"),

        // Version 8 knew likes, dislikes and what was seen, and no events. It took plain things of one outline for variants: all contents
        // are compared anew when the library is next prepared.
        connection => connection.Execute(
            "DROP INDEX interactions_taste; ALTER TABLE interactions RENAME TO chosen; " + Schema.Interactions + NumberInteractions
            + "DROP TABLE chosen; DELETE FROM copies; UPDATE embeddings SET compared = 0"),

        // Version 9 knew nothing of what a shop says of its pictures.
        connection => connection.Execute(Schema.Attributes),

        // Version 10 had no checksums in its pages. Its tables are the same, but what writes to the file has to know of them.
        _ => { },
    ];

    /// <summary>Brings a file to the version of <see cref="Schema"/>, in the connection's transaction.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="version">Its version, from 1.</param>
    public static void Run(SqliteConnection connection, int version)
    {
        foreach (var step in Steps.AsSpan(version - 1))
            step(connection);
    }
}
