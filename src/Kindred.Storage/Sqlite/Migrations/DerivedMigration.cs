using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Migrations;

/// <summary>
/// Moves values that version 5 kept in separate tables into the table of derived values: the space, what scores mean, the layout and the
/// last evaluation. Writes the formats of version 6, whatever the program writes today. A value that it does not understand is left
/// behind and computed anew.
/// </summary>
internal static class DerivedMigration
{
    /// <summary>Copies the values, in the connection's transaction.</summary>
    public static void Run(SqliteConnection connection)
    {
        MoveSpace(connection);
        Move(connection, "calibration", "SELECT fitted_to, scores FROM calibrations");
        Move(connection, "layout", "SELECT fitted_to, positions FROM maps");
        MoveEvaluation(connection);
    }

    private static void MoveSpace(SqliteConnection connection)
    {
        using var command = connection.Command("""
            SELECT fitted_to, kind, version, fitted_on, mean, axes,
                gain_visual, gain_learned, gain_axes, gain_shrinkage, gain_labels, gain_tastes
            FROM spaces ORDER BY version DESC LIMIT 1
            """);
        using var row = command.ExecuteReader();
        if (!row.Read() || SpaceSource(row.GetString(0)) is not { } source)
            return;
        var (mean, axes) = (row.GetFieldValue<byte[]>(4), row.GetFieldValue<byte[]>(5));
        var header = new JsonObject
        {
            ["kind"] = row.GetString(1),
            ["version"] = row.GetInt32(2),
            ["fittedOn"] = row.GetInt32(3),
            ["dimensions"] = mean.Length / sizeof(float),
            ["axes"] = mean.Length == 0 ? 0 : axes.Length / mean.Length,
            ["gain"] = row.IsDBNull(6) ? null : new JsonObject
            {
                ["visual"] = row.GetDouble(6),
                ["learned"] = row.GetDouble(7),
                ["axes"] = row.GetInt32(8),
                ["shrinkage"] = row.GetDouble(9),
                ["labels"] = row.GetInt32(10),
                ["tastes"] = row.GetInt32(11),
            },
        };
        Write(connection, "space", source, [.. Utf8(header), (byte)'\n', .. mean, .. axes]);
    }

    /// <summary>Copies a value whose bytes stay the same.</summary>
    private static void Move(SqliteConnection connection, string name, string select)
    {
        using var command = connection.Command(select);
        using var row = command.ExecuteReader();
        if (row.Read() && GalleryState(row.GetString(0)) is { } source)
            Write(connection, name, source, row.GetFieldValue<byte[]>(1));
    }

    private static void MoveEvaluation(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT basis, time, seed, images, space, space_version FROM evaluations");
        using var row = command.ExecuteReader();
        if (!row.Read() || GalleryState(row.GetString(0)) is not { } source)
            return;
        var figures = new JsonObject();
        using (var select = connection.Command("SELECT name, figure FROM figures ORDER BY id"))
        {
            using var figure = select.ExecuteReader();
            while (figure.Read())
                figures[figure.GetString(0)] = figure.GetDouble(1);
        }

        var evaluation = new JsonObject
        {
            ["time"] = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
            ["seed"] = row.GetInt32(2),
            ["images"] = row.GetInt32(3),
            ["space"] = row.GetString(4),
            ["spaceVersion"] = row.GetInt32(5),
            ["figures"] = figures,
        };
        Write(connection, "evaluation", source, Utf8(evaluation));
    }

    /// <summary>What a space was fitted to, from <c>labels;choices</c>; nothing where looks alone taught it.</summary>
    private static JsonObject? SpaceSource(string line)
    {
        if (line.Length == 0)
            return new JsonObject { ["labels"] = null, ["choices"] = 0 };
        return line.Split(';') is [var labels, var choices] && TryParse(choices, out var count)
            ? new JsonObject { ["labels"] = labels.Length == 0 ? null : labels, ["choices"] = count }
            : null;
    }

    /// <summary>What was measured on a gallery, from <c>space version contents</c>.</summary>
    private static JsonObject? GalleryState(string line) =>
        line.Split(' ') is [var space, var version, var contents] && TryParse(version, out var number)
            ? new JsonObject { ["space"] = space, ["spaceVersion"] = number, ["contents"] = contents }
            : null;

    private static bool TryParse(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static byte[] Utf8(JsonObject json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());

    private static void Write(SqliteConnection connection, string name, JsonObject source, byte[] value)
    {
        using var command = connection.Command("INSERT INTO derived VALUES ($name, $source, $value)");
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$source", source.ToJsonString());
        command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
    }
}
