using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kindred.Images;
using Kindred.Images.Records;

namespace Kindred.Attributes.Records;

/// <summary>Checks records and makes batches of them, for a store to write.</summary>
/// <param name="schema">The attributes that there will be.</param>
/// <param name="known">How many of them the library has.</param>
/// <param name="targets">Finds pictures.</param>
/// <param name="skipsUnknown">Whether to go on without records about pictures that the library does not have.</param>
internal sealed class AttributeBuilder(AttributeSchema schema, int known, RecordTargets targets, bool skipsUnknown)
{
    private const int ChangesPerBatch = 4096;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Dictionary<string, List<ImageId>> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly List<string> _unknownNames = [];

    /// <summary>Pictures and own ids that the library does not have, each once, in the order in which they were met.</summary>
    public IReadOnlyList<string> Unknown => _unknownNames;

    /// <summary>How many records are about those.</summary>
    public int Skipped { get; private set; }

    /// <summary>Makes batches. One holds until the next is made.</summary>
    /// <exception cref="BrokenRecordException">A record cannot be understood.</exception>
    /// <exception cref="UnknownPicturesException">
    /// The library has not all pictures, and they are not skipped. It is thrown at the end, when all of them are known.
    /// </exception>
    public async IAsyncEnumerable<AttributeBatch> BuildAsync(
        IAsyncEnumerable<AttributeRecord> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AttributeDefinition[] added = [.. schema.Definitions.Skip(known)];
        var changes = new List<AttributeChange>(ChangesPerBatch);
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            Add(record, changes);
            if (changes.Count < ChangesPerBatch)
                continue;
            if (skipsUnknown || _unknown.Count == 0)
                yield return new AttributeBatch(added, changes.ToArray());
            changes.Clear();
        }

        if (_unknown.Count > 0 && !skipsUnknown)
            throw new UnknownPicturesException(_unknownNames, [.. _unknownNames.Select(name => _unknown[name])], Skipped);
        yield return new AttributeBatch(added, changes.ToArray());
    }

    private void Add(in AttributeRecord record, List<AttributeChange> changes)
    {
        if (record.OwnId is { } ownId && OwnId.Fault(ownId) is { } fault)
            throw new BrokenRecordException(record.Number, fault);
        var values = Patch(record);
        var images = Find(record);
        if (images.Count == 0)
        {
            Skipped++;
            var called = record.Picture ?? record.OwnId!; // One of them is there, or it would not have been looked for.
            if (_unknown.TryAdd(called, record.Number))
                _unknownNames.Add(called);
        }

        foreach (var image in images)
            changes.Add(new AttributeChange(image, record.OwnId, values));
    }

    private IReadOnlyList<ImageId> Find(in AttributeRecord record)
    {
        if (string.IsNullOrEmpty(record.Picture))
        {
            if (record.OwnId is null)
                throw new BrokenRecordException(record.Number, "it names no picture and has no id");
            return [.. targets.ByOwnId(record.OwnId).Concat(_given.GetValueOrDefault(record.OwnId, [])).Distinct()];
        }

        IReadOnlyList<ImageId> images;
        try
        {
            images = targets.ByPicture(record.Picture);
        }
        catch (KindredException exception)
        {
            var message = exception.Message;
            throw new BrokenRecordException(record.Number, char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'), exception);
        }

        if (record.OwnId is not null && images.Count > 0)
        {
            if (!_given.TryGetValue(record.OwnId, out var given))
                _given.Add(record.OwnId, given = []);
            given.AddRange(images);
        }

        return images;
    }

    /// <summary>The record's values as a merge patch.</summary>
    private string Patch(in AttributeRecord record)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartObject();
        foreach (var field in record.Fields)
        {
            if (schema.Find(field.Name) is not { } definition)
                continue; // Nothing has a value of it.
            writer.WritePropertyName(definition.Name);
            if (field.Value is not { } value)
            {
                writer.WriteNullValue();
                continue;
            }

            if (AttributeConversion.To(definition.Type, value) is not { } converted)
            {
                throw new BrokenRecordException(
                    record.Number,
                    $"{definition.Name} must be {AttributeTypes.Wanted(definition.Type)}, not '{value}'");
            }

            AttributeJson.Write(writer, converted);
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }
}
