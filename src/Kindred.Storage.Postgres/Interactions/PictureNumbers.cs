using Kindred.Images;
using Kindred.Interactions.Batches;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>
/// Gives contents their numbers, which count from 1 without a gap and become visible in their order: readers take a number for a place, and
/// what they have read stays true. So whoever adds contents locks the table until the transaction ends; finding them locks nothing.
/// </summary>
internal sealed class PictureNumbers
{
    private const string Select = "SELECT id, content, name FROM pictures WHERE content = ANY($1)";

    private const string Insert = """
        INSERT INTO pictures (id, content, name)
        SELECT $1 + number, content, name FROM unnest($2::bytea[], $3::text[]) WITH ORDINALITY AS added (content, name, number)
        """;

    private const int AtOnce = 1 << 14;

    private readonly Dictionary<ContentHash, (int Number, string Name)> _known = [];

    /// <summary>The greatest number that is not of this transaction: of those beyond it nothing is recorded.</summary>
    public int LastBefore { get; private set; } = int.MaxValue;

    /// <summary>A picture's number, and the name to write beside it: none where it is the one that the content has already.</summary>
    public (int Number, string? Name) this[ChosenPicture picture] =>
        _known[picture.Content] is var (number, name) && StoredText.Of(picture.Name) is var stored && stored == name
            ? (number, null)
            : (number, stored);

    /// <summary>Finds pictures, and adds those that are not known yet in their order.</summary>
    public async Task AddAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ChosenPicture> pictures, CancellationToken cancellationToken)
    {
        await FindAsync(connection, pictures, cancellationToken);
        ChosenPicture[] missing = [.. Missing(pictures)];
        if (missing.Length == 0)
            return;
        await connection.ExecuteAsync("LOCK TABLE pictures IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        await FindAsync(connection, missing, cancellationToken); // Others may have been faster.
        missing = [.. Missing(missing)];
        var last = (long)(await connection.ScalarAsync("SELECT coalesce(max(id), 0) FROM pictures", cancellationToken))!; // One row.
        LastBefore = (int)last;
        foreach (var some in missing.Chunk(AtOnce))
        {
            await connection.ExecuteAsync(
                Insert, cancellationToken, last, some.Select(picture => picture.Content.ToByteArray()).ToArray(),
                some.Select(picture => StoredText.Of(picture.Name)).ToArray());
            foreach (var picture in some)
                _known[picture.Content] = ((int)++last, StoredText.Of(picture.Name));
        }
    }

    private async Task FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ChosenPicture> pictures, CancellationToken cancellationToken)
    {
        foreach (var some in pictures.Select(picture => picture.Content).Distinct().Chunk(AtOnce))
        {
            await using var command = connection.Command(Select, (object)some.Select(content => content.ToByteArray()).ToArray());
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                _known[ImageRows.ReadContent(row, 1)] = ((int)row.GetInt64(0), row.GetString(2));
        }
    }

    private IEnumerable<ChosenPicture> Missing(IEnumerable<ChosenPicture> pictures) =>
        pictures.Where(picture => !_known.ContainsKey(picture.Content)).DistinctBy(picture => picture.Content);
}
