using System.Runtime.CompilerServices;
using Kindred.Images.Records;

namespace Kindred.Interactions.Batches;

/// <summary>
/// Checks records and makes batches of them, for a store to record. What is named again and again (users, pictures, kinds) is looked at
/// once.
/// </summary>
/// <param name="find">Finds a picture by what it is called, and by what it was called.</param>
/// <param name="options">How records are read.</param>
internal sealed class BatchBuilder(Func<string, string?, ChosenPicture?> find, BatchOptions options)
{
    private const int RowsPerBatch = 1 << 18;
    private const int Unknown = -1;

    private readonly List<string> _users = [];
    private readonly List<ChosenPicture> _pictures = [];
    private readonly List<InteractionKind> _kinds = [];
    private readonly Dictionary<string, int> _userPlaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Picture, string? Name), int> _picturePlaces = [];
    private readonly Dictionary<ChosenPicture, int> _foundPlaces = [];
    private readonly Dictionary<string, int> _kindPlaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly List<string> _unknownNames = [];
    private int _skipped;

    /// <summary>Makes batches. One holds until the next is made.</summary>
    /// <param name="records">The records.</param>
    /// <param name="cancellationToken">Stops between records.</param>
    /// <exception cref="BrokenRecordException">A record cannot be understood.</exception>
    /// <exception cref="UnknownPicturesException">
    /// The library has not all pictures, and records about them are not skipped. It is thrown at the end, when all of them are known.
    /// </exception>
    public async IAsyncEnumerable<InteractionBatch> BuildAsync(
        IAsyncEnumerable<InteractionRecord> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new InteractionRow[1024];
        var count = 0;
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            var row = Read(record);
            if (row.Picture == Unknown)
            {
                _skipped++;
                continue;
            }

            if (count == rows.Length)
                Array.Resize(ref rows, Math.Min(2 * count, RowsPerBatch));
            rows[count++] = row;
            if (count < RowsPerBatch)
                continue;
            if (options.SkipsUnknown || _unknown.Count == 0)
                yield return new InteractionBatch(_users, _pictures, _kinds, rows);
            count = 0;
        }

        if (_unknown.Count > 0 && !options.SkipsUnknown)
            throw new UnknownPicturesException(_unknownNames, [.. _unknownNames.Select(name => _unknown[name])], _skipped);
        if (count > 0)
            yield return new InteractionBatch(_users, _pictures, _kinds, rows.AsMemory(0, count));
    }

    /// <summary>What became of the records, once they are recorded.</summary>
    public BatchReport Report(RecordReport recorded) => new(recorded, _users.Count, _unknownNames, _skipped);

    private InteractionRow Read(in InteractionRecord record)
    {
        if (record.Weight is { } weight && InteractionWeight.Fault(weight) is { } fault)
            throw new BrokenRecordException(record.Number, Sentence(fault));
        var kind = KindOf(record);
        var ticks = TicksOf(record);
        CheckUser(record);
        var picture = PictureOf(record);
        if (picture == Unknown)
            return new InteractionRow(User: 0, Unknown, Kind: 0, Weight: null, Ticks: null, record.Number);
        return new InteractionRow(PlaceOf(record.User!), picture, PlaceOf(kind), WeightOf(record, kind), ticks, record.Number); // Checked.
    }

    private InteractionKind KindOf(in InteractionRecord record)
    {
        if (!string.IsNullOrEmpty(record.Kind))
        {
            if (!_kindPlaces.ContainsKey(record.Kind) && !InteractionKind.TryParse(record.Kind, provider: null, out _))
            {
                throw new BrokenRecordException(
                    record.Number,
                    $"its kind must be like, dislike, seen, or an event in small letters, such as purchase, not '{record.Kind}'");
            }

            return InteractionKind.Parse(record.Kind, provider: null);
        }

        return record.Rating is not { } rating ? throw new BrokenRecordException(record.Number, "it has neither a kind nor a rating")
            : double.IsNaN(rating) ? throw new BrokenRecordException(record.Number, "its rating must be a number")
            : options.KindOf(rating);
    }

    private double? WeightOf(in InteractionRecord record, InteractionKind kind)
    {
        if (record.Weight is not null)
            return record.Weight;
        if (options.Weights.TryGetValue(kind.Name, out var weight))
            return weight;
        return kind.DefaultWeight is not null ? null : throw new BrokenRecordException(
            record.Number,
            $"it has no weight, and the kind '{kind}' has none of its own; "
            + "give it one, or use the kind like, dislike, seen, view, cart or purchase");
    }

    private static long? TicksOf(in InteractionRecord record) => string.IsNullOrEmpty(record.Time) ? null
        : InteractionTime.TryParseAny(record.Time, out var time) ? time.UtcTicks
        : throw new BrokenRecordException(
            record.Number,
            $"its time must look like 2026-11-24T08:00:00Z, or be Unix seconds or milliseconds, not '{record.Time}'");

    private void CheckUser(in InteractionRecord record)
    {
        if (record.User is not null && _userPlaces.ContainsKey(record.User))
            return;
        if (UserName.Fault(record.User) is { } fault)
            throw new BrokenRecordException(record.Number, Sentence(fault));
    }

    private int PlaceOf(string user)
    {
        if (_userPlaces.TryGetValue(user, out var place))
            return place;
        var name = user.Trim();
        if (!_userPlaces.TryGetValue(name, out place))
        {
            place = _userPlaces[name] = _users.Count;
            _users.Add(name);
        }

        return _userPlaces[user] = place;
    }

    private int PlaceOf(InteractionKind kind)
    {
        if (_kindPlaces.TryGetValue(kind.Name, out var place))
            return place;
        _kinds.Add(kind);
        return _kindPlaces[kind.Name] = _kinds.Count - 1;
    }

    private int PictureOf(in InteractionRecord record)
    {
        if (string.IsNullOrEmpty(record.Picture))
            throw new BrokenRecordException(record.Number, "it names no picture");
        var key = (record.Picture, record.Name);
        if (_picturePlaces.TryGetValue(key, out var place))
            return place;
        ChosenPicture? found;
        try
        {
            found = find(record.Picture, record.Name);
        }
        catch (KindredException exception)
        {
            throw new BrokenRecordException(record.Number, Sentence(exception.Message), exception);
        }

        if (found is not { } picture)
        {
            var called = record.Name ?? record.Picture;
            if (_unknown.TryAdd(called, record.Number))
                _unknownNames.Add(called);
            return _picturePlaces[key] = Unknown;
        }

        if (!_foundPlaces.TryGetValue(picture, out place))
        {
            place = _foundPlaces[picture] = _pictures.Count;
            _pictures.Add(picture);
        }

        return _picturePlaces[key] = place;
    }

    /// <summary>A sentence as part of another.</summary>
    private static string Sentence(string text) => char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
}
