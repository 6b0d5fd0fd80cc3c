using System.Globalization;
using Kindred.Attributes.Records;
using Kindred.Images;
using Kindred.Images.Records;
using Kindred.Libraries;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;
using Kindred.Server.IndexRuns;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Changes;

/// <summary>
/// Changes the gallery for good: files in its folder, then the library by an index run, then what the shop says of them. Safe to use from
/// several threads.
/// </summary>
internal sealed class PictureChanges(Library library, LiveGallery live, ChangedFiles files, NextIndexRun nextRun)
{
    /// <summary>Refuses own ids and attributes that the library would not take, before a file is there.</summary>
    /// <exception cref="RefusedRequestException">Says what is wrong.</exception>
    public async Task CheckAsync(PictureChange change, CancellationToken cancellationToken)
    {
        try
        {
            await library.Attributes.CheckAsync(
                [new AttributeRecord(0, change.Name, change.OwnId, change.Attributes)], cancellationToken);
        }
        catch (BrokenRecordException exception)
        {
            throw ChangeFaults.BadRequest($"{exception.Message}. Nothing was changed.");
        }
    }

    /// <summary>Makes pictures of the gallery out of files that are in its folder, and says what became of them, in their order.</summary>
    public async Task<IReadOnlyList<ImageChangeDocument>> FinishAsync(
        IReadOnlyList<PlacedPicture> placed, CancellationToken cancellationToken)
    {
        var fault = placed.Any(one => one.Outcome != ChangeOutcome.Unchanged) ? await nextRun.WaitAsync(cancellationToken) : null;
        using var gallery = live.Acquire();
        var images = Find(placed, gallery);
        var refused = await DescribeAsync(placed, images, cancellationToken);
        using var shown = live.Acquire();
        var changes = new List<ImageChangeDocument>(placed.Count);
        foreach (var (number, one) in placed.Index())
        {
            changes.Add(images[number] is not { } image
                ? await RefuseAsync(one, fault, cancellationToken)
                : refused.GetValueOrDefault(number) is { } detail
                    ? ImageChangeDocument.Refused(one.Change.Name, StatusCodes.Status409Conflict, detail) with { Kept = one.Kept }
                    : new ImageChangeDocument(
                        one.Outcome, one.Outcome == ChangeOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK,
                        Detail: null, one.Change.Name, one.Kept, new ImageDocument(image, shown)));
        }

        return changes;
    }

    /// <summary>Takes pictures out of the gallery.</summary>
    /// <param name="pictures">Pictures of the gallery.</param>
    /// <param name="cancellationToken">Stops between two; those taken out by then stay so.</param>
    public async Task<IReadOnlyList<ImageChangeDocument>> RemoveAsync(
        IReadOnlyList<(Image Image, ImageDocument Shown)> pictures, CancellationToken cancellationToken)
    {
        foreach (var (image, _) in pictures)
            ChangeTargets.RefuseElsewhere(image.Folder);
        var removed = new List<ImageChangeDocument>();
        foreach (var (image, shown) in pictures)
        {
            var kept = await files.RemoveAsync(image.Folder, image.Path, cancellationToken);
            removed.Add(new ImageChangeDocument(
                ChangeOutcome.Removed, StatusCodes.Status200OK, Detail: null, image.Path, kept, shown));
        }

        var fault = await nextRun.WaitAsync(cancellationToken);
        using var gallery = live.Acquire();
        if (fault is not null && pictures.Any(picture => gallery.Images.Any(image => image == picture.Image)))
            throw ChangeFaults.Unavailable($"The files are out of the gallery's folder, but the gallery has not followed yet: {fault}");
        return removed;
    }

    /// <summary>The images of pictures that were placed; <see langword="null"/> where the gallery has none there.</summary>
    private static Image?[] Find(IReadOnlyList<PlacedPicture> placed, GalleryLease gallery)
    {
        var wanted = placed.Select(one => one.Path).ToHashSet(StringComparer.Ordinal);
        var there = gallery.Images.Where(image => wanted.Contains(image.Path)).ToLookup(image => image.Path, StringComparer.Ordinal);
        return [.. placed.Select(one => there[one.Path].FirstOrDefault(image => image.Folder == one.Folder))];
    }

    /// <summary>Sets own ids and attributes.</summary>
    /// <returns>What is wrong with those that could not be set, by their place.</returns>
    private async Task<Dictionary<int, string>> DescribeAsync(
        IReadOnlyList<PlacedPicture> placed, Image?[] images, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<int, string>();
        var records = placed.Index().Where(one => images[one.Index] is not null).Select(one => RecordOf(one.Item, one.Index))
            .Where(record => record.OwnId is not null || record.Fields.Count > 0).ToList();
        // Another request may have given an attribute another type since it was checked: then each is set for itself.
        if (records.Count > 0 && await FaultAsync(records) is not null)
        {
            foreach (var record in records)
            {
                if (await FaultAsync([record]) is { } fault)
                    refused.Add(record.Number, $"The picture is in the gallery, but its attributes were not saved: {fault}.");
            }
        }

        return refused;

        async Task<string?> FaultAsync(IReadOnlyList<AttributeRecord> some)
        {
            var targets = new RecordTargets(number => [images[int.Parse(number, CultureInfo.InvariantCulture)]!.Id], _ => []);
            try
            {
                await live.SetAttributesAsync(some, targets, cancellationToken);
                return null;
            }
            catch (BrokenRecordException exception)
            {
                return exception.Message;
            }
        }
    }

    private static AttributeRecord RecordOf(PlacedPicture placed, int number) => new(
        number, number.ToString(CultureInfo.InvariantCulture), placed.Change.OwnId, placed.Change.Attributes);

    /// <summary>Says why a picture is not in the gallery, and takes a file out again that no picture can be made of.</summary>
    private async Task<ImageChangeDocument> RefuseAsync(PlacedPicture placed, string? fault, CancellationToken cancellationToken)
    {
        var failure = (await library.ReadFailuresAsync(cancellationToken))
            .FirstOrDefault(one => one.Folder == placed.Folder && one.Path == placed.Path);
        if (failure is null)
        {
            var refused = fault is null
                ? ImageChangeDocument.Refused(
                    placed.Change.Name, StatusCodes.Status409Conflict, "Another request has replaced or removed it in the meantime.")
                : ImageChangeDocument.Refused(
                    placed.Change.Name, StatusCodes.Status503ServiceUnavailable,
                    $"Its file is in the gallery's folder, but the gallery has not followed yet; send it again. {fault}");
            return refused with { Kept = placed.Kept };
        }

        var kept = await files.RemoveAsync(placed.Folder, placed.Path, cancellationToken);
        return ImageChangeDocument.Refused(
            placed.Change.Name, StatusCodes.Status422UnprocessableEntity, $"The picture cannot be read: {failure.Reason}.") with
        {
            Kept = kept,
        };
    }
}
