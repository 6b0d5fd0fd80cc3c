using Kindred.Attributes.Records;
using Kindred.Images;

namespace Kindred.Attributes;

/// <summary>What a shop says of the pictures of its library: its own ids, and attributes such as price and stock.</summary>
public sealed class AttributeCatalog
{
    private readonly IAttributeStore _store;
    private readonly Func<CancellationToken, Task<IReadOnlyList<Image>>> _images;

    internal AttributeCatalog(IAttributeStore store, Func<CancellationToken, Task<IReadOnlyList<Image>>> images)
    {
        _store = store;
        _images = images;
    }

    /// <summary>The attributes that pictures of the library may have.</summary>
    public async Task<AttributeSchema> ReadSchemaAsync(CancellationToken cancellationToken = default) =>
        new(await _store.ReadAttributeDefinitionsAsync(cancellationToken));

    /// <summary>
    /// A number that goes up with every change of attributes, also by another process. Cheap to ask.
    /// </summary>
    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default) =>
        _store.ReadAttributesRevisionAsync(cancellationToken);

    /// <summary>Sets the own id and values of one picture. Attributes that are new take the type of their value.</summary>
    /// <param name="picture">Its name in the library, or the SHA-256 of its file.</param>
    /// <param name="ownId">Its own id; <see langword="null"/> leaves what it has.</param>
    /// <param name="values">Values by the names of attributes; <see langword="null"/> takes one away.</param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    /// <exception cref="KindredException">There is no such picture, or a value is not of its attribute's type.</exception>
    public async Task SetAsync(
        string picture, string? ownId, IReadOnlyDictionary<string, AttributeValue?> values, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(picture);
        ArgumentNullException.ThrowIfNull(values);
        var record = new AttributeRecord(1, picture, ownId, [.. values.Select(value => new AttributeField(value.Key, value.Value))]);
        await ImportAsync(() => One(record), targets: null, skipsUnknown: false, replaces: false, cancellationToken);
    }

    /// <summary>Takes records: all of them, or none where one is broken.</summary>
    /// <param name="records">Reads the records. Called twice: to learn of what types new attributes are, and to take them.</param>
    /// <param name="targets">Finds pictures; among the library's where <see langword="null"/>.</param>
    /// <param name="skipsUnknown">Whether to go on without records about pictures that the library does not have.</param>
    /// <param name="replaces">Whether all that was known before goes.</param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    /// <param name="onlyNew">Whether to leave alone images that something is known of.</param>
    /// <exception cref="Images.Records.BrokenRecordException">A record cannot be understood.</exception>
    /// <exception cref="Images.Records.UnknownPicturesException">The library has not all pictures, and they are not skipped.</exception>
    internal async Task<AttributeImportReport> ImportAsync(
        Func<IAsyncEnumerable<AttributeRecord>> records, RecordTargets? targets, bool skipsUnknown, bool replaces,
        CancellationToken cancellationToken, bool onlyNew = false)
    {
        var known = replaces ? AttributeSchema.Empty : await ReadSchemaAsync(cancellationToken);
        var inference = new AttributeInference(known);
        await foreach (var record in records().WithCancellation(cancellationToken))
            inference.Observe(record);
        var schema = inference.Schema();
        targets ??= await TargetsAsync(cancellationToken);
        if (onlyNew)
            targets = await OnlyNewAsync(targets, cancellationToken);
        var builder = new AttributeBuilder(schema, known.Definitions.Count, targets, skipsUnknown);
        var written = await _store.WriteAttributesAsync(
            builder.BuildAsync(records(), cancellationToken), replaces, cancellationToken);
        return new AttributeImportReport(
            written, [.. schema.Definitions.Skip(known.Definitions.Count)], builder.Unknown, builder.Skipped);
    }

    /// <summary>Checks records as <see cref="ImportAsync"/> does, before there are the pictures that they are about.</summary>
    /// <exception cref="Images.Records.BrokenRecordException">A record cannot be understood.</exception>
    internal async Task CheckAsync(IReadOnlyList<AttributeRecord> records, CancellationToken cancellationToken)
    {
        var known = await ReadSchemaAsync(cancellationToken);
        var inference = new AttributeInference(known);
        foreach (var record in records)
            inference.Observe(record);
        var anyPicture = new RecordTargets(_ => [default], _ => [default]);
        var builder = new AttributeBuilder(inference.Schema(), known.Definitions.Count, anyPicture, skipsUnknown: false);
        await foreach (var _ in builder.BuildAsync(records.ToAsyncEnumerable(), cancellationToken))
        {
            // What cannot be understood throws.
        }
    }

    /// <summary>What is known of a few images; those that nothing is known of are left out.</summary>
    internal Task<IReadOnlyDictionary<ImageId, ImageAttributes>> ReadAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken) =>
        AttributeReader.ReadAsync(_store, images, cancellationToken);

    /// <summary>Finds pictures among all of the library.</summary>
    private async Task<RecordTargets> TargetsAsync(CancellationToken cancellationToken)
    {
        var byOwnId = await ReadOwnIdsAsync(cancellationToken);
        return new RecordTargets(RecordTargets.Named(new ImageNames(await _images(cancellationToken))), byOwnId);
    }

    private async Task<RecordTargets> OnlyNewAsync(RecordTargets targets, CancellationToken cancellationToken)
    {
        var known = new HashSet<ImageId>();
        await foreach (var stored in _store.ReadAttributesAsync(cancellationToken))
            known.Add(stored.Image);
        return new RecordTargets(
            picture => [.. targets.ByPicture(picture).Where(image => !known.Contains(image))],
            ownId => [.. targets.ByOwnId(ownId).Where(image => !known.Contains(image))]);
    }

    /// <summary>Reads which images have which own ids: none where an own id is not there.</summary>
    internal async Task<Func<string, IReadOnlyList<ImageId>>> ReadOwnIdsAsync(CancellationToken cancellationToken)
    {
        if (await ReadRevisionAsync(cancellationToken) == 0)
            return _ => [];
        var byOwnId = new Dictionary<string, List<ImageId>>(StringComparer.Ordinal);
        await foreach (var stored in _store.ReadAttributesAsync(cancellationToken))
        {
            if (stored.OwnId is null)
                continue;
            if (!byOwnId.TryGetValue(stored.OwnId, out var ids))
                byOwnId.Add(stored.OwnId, ids = []);
            ids.Add(stored.Image);
        }

        return ownId => byOwnId.GetValueOrDefault(ownId, []);
    }

    private static async IAsyncEnumerable<AttributeRecord> One(AttributeRecord record)
    {
        yield return record;
        await Task.CompletedTask;
    }
}
