using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Recording;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Writes rows of interactions inside a transaction, and gives users, contents and kinds their numbers.</summary>
internal sealed class InteractionWriter : IRecordedRows, IDisposable
{
    private readonly PreparedStatement _findUser;
    private readonly PreparedStatement _addUser;
    private readonly PreparedStatement _lastPosition;
    private readonly PreparedStatement _findPicture;
    private readonly PreparedStatement _addPicture;
    private readonly PreparedStatement _addKind;
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _add;
    private readonly PreparedStatement _update;
    private readonly PreparedStatement _delete;
    private readonly Dictionary<string, (int Number, double Weight)> _kinds = [];

    public InteractionWriter(SqliteConnection connection)
    {
        _findUser = new(connection, "SELECT id FROM users WHERE name = ?");
        _addUser = new(connection, "INSERT INTO users (name) VALUES (?) RETURNING id");
        _lastPosition = new(connection, "SELECT ifnull(max(position), 0) FROM interactions WHERE user = ?");
        _findPicture = new(connection, "SELECT id, name FROM pictures WHERE content = ?");
        _addPicture = new(connection, "INSERT INTO pictures (content, name) VALUES (?, ?) RETURNING id");
        _addKind = new(connection, "INSERT INTO kinds (name, weight) VALUES (?, ?) RETURNING id");
        _find = new(connection, "SELECT kind, time, weight FROM interactions WHERE user = ? AND picture = ?");
        _add = new(connection, """
            INSERT INTO interactions (user, picture, kind, time, position, weight, name) VALUES (?, ?, ?, ?, ?, ?, ?)
            """);
        _update = new(connection, """
            UPDATE interactions SET time = ?, weight = ? WHERE user = ? AND picture = ? AND kind = ? AND time = ?
            """);
        _delete = new(connection, "DELETE FROM interactions WHERE user = ? AND picture = ? AND kind = ? AND time = ?");

        using var kinds = new PreparedStatement(connection, "SELECT id, name, weight FROM kinds");
        while (kinds.Step())
            _kinds[kinds.Text(1)] = ((int)kinds.Int64(0), kinds.Double(2));
    }

    /// <summary>A user's number, a new one for somebody unknown, and the last position given in what they have recorded.</summary>
    public (int Number, int Position) User(string name)
    {
        if (Find(_findUser.Bind(1, name)) is not { } number)
            return ((int)Only(_addUser.Bind(1, name)), 0);
        return ((int)number, (int)Only(_lastPosition.Bind(1, number)));
    }

    /// <summary>A content's number, and the name to write beside it: none where it is the one that the content has already.</summary>
    public (int Number, string? Name) Picture(ContentHash content, string name)
    {
        var bytes = content.ToByteArray();
        if (!_findPicture.Bind(1, bytes).Step())
            return ((int)Only(_addPicture.Bind(1, bytes).Bind(2, name)), null);
        var found = ((int)_findPicture.Int64(0), _findPicture.Text(1) == name ? null : name);
        _findPicture.Reset();
        return found;
    }

    /// <summary>A kind's number, and the weight that its rows need not name.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="weight">The weight of the row that is met first, for kinds without a default.</param>
    public (int Number, double Weight) Kind(InteractionKind kind, double? weight)
    {
        if (_kinds.TryGetValue(kind.Name, out var known))
            return known;
        var usual = kind.DefaultWeight ?? weight ?? 1;
        return _kinds[kind.Name] = ((int)Only(_addKind.Bind(1, kind.Name).Bind(2, usual)), usual);
    }

    /// <inheritdoc/>
    public void Find(int user, int picture, List<WrittenInteraction> found)
    {
        found.Clear();
        _find.Bind(1, user).Bind(2, picture);
        while (_find.Step())
            found.Add(new WrittenInteraction((int)_find.Int64(0), _find.Int64(1), _find.IsNull(2) ? null : _find.Double(2)));
    }

    /// <inheritdoc/>
    public void Add(int user, int picture, WrittenInteraction row, int position, string? name) => _add.Bind(1, user).Bind(2, picture)
        .Bind(3, row.Kind).Bind(4, row.Ticks).Bind(5, position).Bind(6, row.Weight).Bind(7, name).Step();

    /// <inheritdoc/>
    public void Update(int user, int picture, WrittenInteraction before, WrittenInteraction row) => _update.Bind(1, row.Ticks)
        .Bind(2, row.Weight).Bind(3, user).Bind(4, picture).Bind(5, before.Kind).Bind(6, before.Ticks).Step();

    /// <inheritdoc/>
    public void Delete(int user, int picture, WrittenInteraction row) =>
        _delete.Bind(1, user).Bind(2, picture).Bind(3, row.Kind).Bind(4, row.Ticks).Step();

    public void Dispose()
    {
        PreparedStatement[] all =
        [
            _findUser, _addUser, _lastPosition, _findPicture, _addPicture, _addKind, _find, _add, _update, _delete,
        ];
        foreach (var statement in all)
            statement.Dispose();
    }

    private static long? Find(PreparedStatement statement)
    {
        if (!statement.Step())
            return null;
        var value = statement.Int64(0);
        statement.Reset();
        return value;
    }

    private static long Only(PreparedStatement statement) =>
        Find(statement) ?? throw new InvalidOperationException("The statement gave no row.");
}
