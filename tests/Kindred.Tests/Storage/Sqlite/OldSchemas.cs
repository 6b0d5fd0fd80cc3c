namespace Kindred.Tests.Storage.Sqlite;

/// <summary>Tables and rows as older versions wrote them.</summary>
internal static class OldSchemas
{
    private const string Tables = """
        CREATE TABLE settings (
            id INTEGER PRIMARY KEY CHECK (id = 1), model TEXT NOT NULL, weights TEXT NOT NULL, head TEXT NOT NULL, input TEXT NOT NULL,
            metric TEXT NOT NULL, dimensions INTEGER NOT NULL, fits_space INTEGER NOT NULL, space TEXT NOT NULL);
        CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
        CREATE TABLE images (
            id INTEGER PRIMARY KEY AUTOINCREMENT, folder INTEGER NOT NULL REFERENCES folders(id), path TEXT NOT NULL, content BLOB NOT NULL,
            bytes INTEGER NOT NULL, modified INTEGER NOT NULL, UNIQUE (folder, path));
        CREATE INDEX images_content ON images(content);
        CREATE TABLE embeddings (
            content BLOB PRIMARY KEY NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, embedding BLOB NOT NULL);
        CREATE TABLE failures (
            folder INTEGER NOT NULL REFERENCES folders(id), path TEXT NOT NULL, reason TEXT NOT NULL, bytes INTEGER NOT NULL,
            modified INTEGER NOT NULL, PRIMARY KEY (folder, path)) WITHOUT ROWID;
        """;

    private const string SpacesOfVersion1 = """
        CREATE TABLE spaces (
            version INTEGER PRIMARY KEY, kind TEXT NOT NULL, fitted_on INTEGER NOT NULL, fitted_to TEXT NOT NULL, mean BLOB NOT NULL,
            axes BLOB NOT NULL);
        """;

    private const string SpacesOfVersion2 = """
        CREATE TABLE spaces (
            version INTEGER PRIMARY KEY, kind TEXT NOT NULL, fitted_on INTEGER NOT NULL, fitted_to TEXT NOT NULL, mean BLOB NOT NULL,
            axes BLOB NOT NULL, gain_visual REAL, gain_learned REAL, gain_axes INTEGER, gain_shrinkage REAL);
        INSERT INTO spaces VALUES (7, 'Visual', 5, 'abc', X'000000000000000000000000', X'0000803F0000000000000000', NULL, NULL, NULL, NULL);
        """;

    private const string AddedInVersion3 = """
        ALTER TABLE embeddings ADD COLUMN fingerprint BLOB;
        ALTER TABLE embeddings ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE spaces (
            version INTEGER PRIMARY KEY, kind TEXT NOT NULL, fitted_on INTEGER NOT NULL, fitted_to TEXT NOT NULL, mean BLOB NOT NULL,
            axes BLOB NOT NULL, gain_visual REAL, gain_learned REAL, gain_axes INTEGER, gain_shrinkage REAL, gain_labels INTEGER,
            gain_tastes INTEGER);
        CREATE TABLE interactions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, content BLOB NOT NULL, kind TEXT NOT NULL, weight REAL NOT NULL,
            time INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (user, content, kind));
        CREATE TABLE copies (
            content BLOB NOT NULL, other BLOB NOT NULL, similarity REAL NOT NULL, PRIMARY KEY (content, other)) WITHOUT ROWID;
        CREATE INDEX copies_other ON copies(other);
        CREATE TABLE calibrations (id INTEGER PRIMARY KEY CHECK (id = 1), fitted_to TEXT NOT NULL, scores BLOB NOT NULL);
        """;

    private const string AddedInVersion4 = """
        CREATE TABLE revisions (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
        INSERT INTO revisions VALUES (1, 17);
        CREATE TABLE evaluations (
            id INTEGER PRIMARY KEY CHECK (id = 1), time INTEGER NOT NULL, seed INTEGER NOT NULL, images INTEGER NOT NULL,
            space TEXT NOT NULL, space_version INTEGER NOT NULL, basis TEXT NOT NULL);
        CREATE TABLE figures (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, figure REAL NOT NULL);
        CREATE TABLE maps (id INTEGER PRIMARY KEY CHECK (id = 1), fitted_to TEXT NOT NULL, positions BLOB NOT NULL);
        INSERT INTO evaluations VALUES (1, 638712000000000001, 5, 398, 'Visual', 7, 'Visual 7 abc');
        INSERT INTO figures VALUES (1, 'users.b', -1), (2, 'users.a', 0.1);
        INSERT INTO maps VALUES (1, 'Visual 7 abc', X'0000003F0000803E');
        """;

    private const string ChangedInVersion5 = """
        DROP TABLE revisions;
        CREATE TABLE revisions (
            id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, token BLOB NOT NULL, choices INTEGER NOT NULL DEFAULT 0,
            weighed INTEGER NOT NULL DEFAULT -1);
        INSERT INTO revisions VALUES (1, 19, X'00112233445566778899AABBCCDDEEFF', 3, 3);
        ALTER TABLE settings ADD COLUMN search TEXT NOT NULL DEFAULT 'Auto';
        ALTER TABLE settings ADD COLUMN vectors TEXT NOT NULL DEFAULT 'Float32';
        CREATE INDEX images_path ON images(path);
        CREATE INDEX embeddings_size ON embeddings(content, width, height);
        CREATE INDEX embeddings_uncompared ON embeddings(content) WHERE compared = 0 AND fingerprint IS NOT NULL;
        """;

    // Version 6 put what it had derived in one table; what was there stays to be found.
    private const string ChangedInVersion6 = """
        DROP TABLE spaces;
        DROP TABLE calibrations;
        DROP TABLE evaluations;
        DROP TABLE figures;
        DROP TABLE maps;
        CREATE TABLE derived (name TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL, value BLOB NOT NULL);
        INSERT INTO derived VALUES ('calibration', '{"space":"Visual","spaceVersion":7,"contents":"abc"}', X'0000003F0000803E');
        ALTER TABLE revisions RENAME TO counted;
        CREATE TABLE revisions (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, token BLOB NOT NULL);
        INSERT INTO revisions SELECT id, revision, token FROM counted;
        DROP TABLE counted;
        """;

    // Versions 7 and 8 kept tastes; two users with choices of all kinds, names that changed, and a taste.
    private const string ChangedInVersion7 = """
        CREATE TABLE tastes (
            id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, name TEXT, weight REAL NOT NULL, muted INTEGER NOT NULL);
        CREATE INDEX tastes_user ON tastes(user);
        ALTER TABLE interactions ADD COLUMN taste INTEGER REFERENCES tastes(id) ON DELETE SET NULL;
        CREATE INDEX interactions_taste ON interactions(taste) WHERE taste IS NOT NULL;
        INSERT INTO tastes VALUES (5, 'ann', 'sofas', 2, 0);
        UPDATE interactions SET taste = 5;
        INSERT INTO interactions VALUES
            (7, 'bob', X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 'Dislike',
                1, 638712000000000005, 'new.jpg', NULL),
            (8, 'ann', X'FF112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 'Seen', 1, 638712000000000000, 'b.jpg', NULL),
            (9, 'ann', X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 'Seen',
                0.25, 638712000000000000, 'z.jpg', NULL);
        """;

    private const string ChangedInVersion8 = """
        DROP TABLE copies;
        CREATE TABLE copies (
            content BLOB NOT NULL, other BLOB NOT NULL, similarity REAL NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (content, other)
            ) WITHOUT ROWID;
        CREATE INDEX copies_other ON copies(other);
        """;

    // Version 9 numbers users, pictures and kinds. A like of one user, and a purchase of a weight of its own.
    private const string ChangedInVersion9 = """
        DROP INDEX interactions_taste;
        DROP TABLE interactions;
        CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
        CREATE TABLE pictures (id INTEGER PRIMARY KEY, content BLOB NOT NULL UNIQUE, name TEXT NOT NULL);
        CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, weight REAL NOT NULL);
        INSERT INTO kinds (id, name, weight) VALUES (1, 'like', 1), (2, 'dislike', 1), (3, 'seen', 1), (4, 'purchase', 1);
        CREATE TABLE interactions (
            user INTEGER NOT NULL, picture INTEGER NOT NULL, kind INTEGER NOT NULL, time INTEGER NOT NULL, position INTEGER NOT NULL,
            weight REAL, name TEXT, taste INTEGER REFERENCES tastes(id) ON DELETE SET NULL, PRIMARY KEY (user, picture, kind, time)
            ) WITHOUT ROWID;
        CREATE INDEX interactions_taste ON interactions(taste) WHERE taste IS NOT NULL;
        INSERT INTO users VALUES (2, 'ann');
        INSERT INTO pictures VALUES (3, X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 'a.jpg');
        INSERT INTO interactions VALUES (2, 3, 1, 638712000000000000, 1, NULL, NULL, 5), (2, 3, 4, 638712000000000001, 2, 2.5, NULL, NULL);
        """;

    // A space that learned something, as version 5 wrote it.
    private const string RowsOfVersion5 = """
        UPDATE settings SET search = 'Hnsw';
        UPDATE spaces SET kind = 'Learned', fitted_to = '00ff;12', gain_visual = 0.5, gain_learned = 0.75, gain_axes = 1,
            gain_shrinkage = 0.1, gain_labels = 3, gain_tastes = 2;
        """;

    private const string RowsOfVersion3 = """
        INSERT INTO spaces VALUES (
            7, 'Visual', 16, ';12', X'000000000000000000000000', X'0000803F0000000000000000', NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO interactions VALUES (
            3, 'ann', X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 'Like', 1.5, 638712000000000000, 'a.jpg');
        INSERT INTO copies VALUES (
            X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF',
            X'FF112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 0.75);
        INSERT INTO calibrations VALUES (1, 'Visual 7 abc', X'0000003F0000803E');
        """;

    // One image a.jpg in /gallery, and an embedding (1, 2, -2) that it shows; one more that nothing shows.
    private const string Rows = """
        INSERT INTO settings (id, model, weights, head, input, metric, dimensions, fits_space, space)
        VALUES (1, 'model-a', 'aa11', '[map avg 1]', '8x8 rgb', 'Cosine', 3, 1, 'Visual');
        INSERT INTO folders VALUES (4, '/gallery');
        INSERT INTO images VALUES (
            9, 4, 'a.jpg', X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 17, 638712000000000000);
        INSERT INTO embeddings (content, width, height, embedding) VALUES (
            X'00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 640, 480, X'003C004000C0');
        INSERT INTO embeddings (content, width, height, embedding) VALUES (
            X'FF112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF', 64, 48, X'004000400040');
        INSERT INTO failures VALUES (4, 'b.jpg', 'empty file', 0, 638712000000000000);
        """;

    /// <summary>Statements that make a library of a version, from 1 to 9.</summary>
    public static string Of(int version)
    {
        var added = version switch
        {
            1 => SpacesOfVersion1,
            2 => SpacesOfVersion2,
            3 => AddedInVersion3,
            4 => AddedInVersion3 + AddedInVersion4,
            _ => AddedInVersion3 + AddedInVersion4 + ChangedInVersion5,
        };
        var rows = (version >= 3 ? RowsOfVersion3 : "") + (version >= 5 ? RowsOfVersion5 : "") + (version >= 6 ? ChangedInVersion6 : "")
            + (version >= 7 ? ChangedInVersion7 : "") + (version >= 8 ? ChangedInVersion8 : "")
            + (version >= 9 ? ChangedInVersion9 : "");
        return $"{Tables}{added}{Rows}{rows}PRAGMA user_version = {version}";
    }
}
