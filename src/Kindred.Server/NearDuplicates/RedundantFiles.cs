using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Server.Changes;
using Kindred.Server.Galleries;

namespace Kindred.Server.NearDuplicates;

/// <summary>
/// Moves files that show the same photograph as one that is kept into a folder beside their gallery. Deletes and overwrites nothing, and
/// moves a file only while the one that is kept is there, both as they were indexed. Safe to use from several threads.
/// </summary>
/// <param name="pictures">Where the pictures are.</param>
internal sealed class RedundantFiles(PictureSources pictures) : IDisposable
{
    private const string Suffix = " near-duplicates";

    // Of two requests that keep what the other one moves, the second finds that what it keeps has gone.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Moves what is asked for, as far as it can be.</summary>
    /// <param name="request">What.</param>
    /// <param name="gallery">The gallery that says which pictures are near-duplicates.</param>
    /// <param name="folders">All folders of the library, none of which may get what is moved.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public async Task<MoveList> MoveAsync(
        MoveRequest request, GalleryLease gallery, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<ImageId, int>();
        foreach (var (number, group) in (gallery.Gallery?.Duplicates() ?? []).Index())
        {
            foreach (var member in group.Images)
                groups[member.Image.Id] = number;
        }

        var moved = new List<MovedDocument>();
        var left = new List<NotMovedDocument>();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var group in request.Groups)
            {
                foreach (var id in group.Move.Distinct())
                {
                    var (keep, image) = (gallery.Find(group.Keep), gallery.Find(id));
                    var fault = keep is null || image is null || keep.Id == image.Id || !groups.TryGetValue(image.Id, out var its)
                        || groups.GetValueOrDefault(keep.Id, -1) != its
                        ? $"It is not a near-duplicate of picture {group.Keep}."
                        : await FaultAsync(keep, image, folders, cancellationToken);
                    if (fault is null && Move(image!, out fault) is { } to) // Without a fault there is an image.
                        moved.Add(new MovedDocument(id, image!.Path, to));
                    else
                        left.Add(new NotMovedDocument(id, image?.Path, fault ?? ""));
                }
            }
        }
        finally
        {
            _turn.Release();
        }

        return new MoveList(moved, left);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string?> FaultAsync(
        Image keep, Image image, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        if (FolderName.IsAddress(image.Folder))
            return $"It is kept at {FolderName.SchemeOf(image.Folder)}://, where nothing is moved.";
        var target = Target(image) + Path.DirectorySeparatorChar;
        if (folders.Any(folder => target.StartsWith(
            Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            return $"{target} is in a folder of the library, which would index it again.";
        }

        if (!await IsAsIndexedAsync(keep, cancellationToken))
            return $"{keep.Path}, which is kept, is gone or has changed; index again.";
        return await IsAsIndexedAsync(image, cancellationToken) ? null : "The file is gone or has changed; index again.";
    }

    private async Task<bool> IsAsIndexedAsync(Image image, CancellationToken cancellationToken)
    {
        try
        {
            using var file = await pictures.ReadAsync(image, cancellationToken);
            return ContentHash.Of(file.Bytes.Span) == image.Content;
        }
        catch (UnreadableImageException)
        {
            return false;
        }
    }

    private static string? Move(Image image, out string? fault)
    {
        var wanted = Path.Combine(Target(image), image.Path);
        try
        {
            var to = MovedFile.Move(image.File, Target(image), image.Path);
            fault = null;
            return to;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = $"It cannot be moved to {wanted}: {exception.Message.TrimEnd('.')}.";
            return null;
        }
    }

    private static string Target(Image image) => Path.TrimEndingDirectorySeparator(image.Folder) + Suffix;
}
