using Kindred.Images;
using Kindred.Libraries;
using Kindred.Server.Galleries;
using Kindred.Vision.Decoding;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Changes;

/// <summary>
/// Puts pictures into the gallery's folder and takes them out. A picture gets there whole and only if it can be decoded, and no file is
/// destroyed: one that is replaced or taken out is kept beside the library. Safe to use from several threads.
/// </summary>
internal sealed partial class ChangedFiles(
    Library library, LiveGallery live, ChangeTargets targets, ServerOptions options, TimeProvider time, ILogger<ChangedFiles> logger)
    : IDisposable
{
    private const string KeptFolder = "removed";

    // Small: what is asked is whether all of the file is there, not how it looks.
    private const int CheckedSide = 32;

    private readonly ImageDecoder _decoder = new(options.UploadPixels);
    private readonly HashSet<string> _tidied = new(StringComparer.Ordinal);

    // What a place is taken by must not change between looking and taking it.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Puts a picture into the gallery's folder.</summary>
    /// <param name="change">Which picture.</param>
    /// <param name="picture">Its file; disposed as soon as it is not needed, whatever comes of it.</param>
    /// <param name="cancellationToken">Stops before the file takes its place.</param>
    /// <exception cref="UnreadableImageException">It cannot be decoded.</exception>
    /// <exception cref="Api.RefusedRequestException">It has no place.</exception>
    /// <exception cref="KindredException">The file system refuses it.</exception>
    public async Task<PlacedPicture> PutAsync(PictureChange change, EncodedImage? picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        try
        {
            var (type, content) = Look(picture);
            var folder = await targets.FolderForNewAsync(cancellationToken);
            var (there, home) = await FindAsync(change, type, content, folder, cancellationToken);
            if (there is not null)
                return there;
            Tidy(home);
            using var waiting = await WaitingFile.WriteAsync(home, picture.Bytes, cancellationToken);
            // The decoder disposes it, also where it is left behind.
            var handed = picture;
            picture = null;
            await _decoder.DecodeAsync(handed, CheckedSide, CheckedSide, new byte[CheckedSide * CheckedSide * 3], cancellationToken);
            return await TakePlaceAsync(change, type, content, folder, waiting, cancellationToken);
        }
        catch (Exception exception) when (ChangeFaults.IsOfFiles(exception) && exception is not Api.RefusedRequestException)
        {
            Refused(logger, exception, change.Name);
            throw ChangeFaults.Of(exception);
        }
        finally
        {
            picture?.Dispose();
        }
    }

    /// <summary>Takes a picture out of the gallery's folder.</summary>
    /// <returns>Where its file is now, in the library's folder; <see langword="null"/> where there was none.</returns>
    /// <exception cref="Api.RefusedRequestException">It may not be changed.</exception>
    /// <exception cref="KindredException">The file system refuses it.</exception>
    public async Task<string?> RemoveAsync(string folder, string path, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ChangeTargets.RefuseLinks(folder, path);
            var file = Path.Combine(folder, path);
            return File.Exists(file) ? Relative(folder, MovedFile.Move(file, await KeptAsync(folder, cancellationToken), path)) : null;
        }
        catch (Exception exception) when (ChangeFaults.IsOfFiles(exception) && exception is not Api.RefusedRequestException)
        {
            Refused(logger, exception, path);
            throw ChangeFaults.Of(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private (string MediaType, ContentHash Content) Look(EncodedImage picture) =>
        (_decoder.ReadHeader(picture.Bytes.Span).MediaType, ContentHash.Of(picture.Bytes.Span));

    /// <summary>Finds the picture where it is in its place already; else the folder that it goes into.</summary>
    private async Task<(PlacedPicture? There, string Folder)> FindAsync(
        PictureChange change, string type, ContentHash content, string folder, CancellationToken cancellationToken)
    {
        using var gallery = live.Acquire();
        var target = ChangeTargets.Find(change, type, gallery, folder);
        return (await IsThereAsync(target, content, cancellationToken) ? PlacedAlready(change, target) : null, target.Folder);
    }

    private async Task<PlacedPicture> TakePlaceAsync(
        PictureChange change, string type, ContentHash content, string folder, WaitingFile waiting, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var gallery = live.Acquire();
            var target = ChangeTargets.Find(change, type, gallery, folder);
            // Somebody else may have sent the same in the meantime.
            if (await IsThereAsync(target, content, cancellationToken))
                return PlacedAlready(change, target);
            var place = Path.Combine(target.Folder, target.Path);
            if (target.Old is not { } old)
            {
                waiting.TakePlace(place, replaces: false);
                return Placed(change, target, target.Path, target.Image is null ? ChangeOutcome.Created : ChangeOutcome.Replaced);
            }

            // At every moment there is one of the two under its name, whatever ends this process. The library is told of a new name first:
            // an index run would make a new picture of a name that it does not know, and own id and attributes would go with the old one.
            var kept = MovedFile.Copy(Path.Combine(target.Folder, old), await KeptAsync(target.Folder, cancellationToken), old);
            var renamed = target.Path == old ? null : target.Image;
            try
            {
                if (renamed is not null)
                    await library.RenameAsync(renamed, target.Path, cancellationToken);
                waiting.TakePlace(place, replaces: target.Path == old);
            }
            catch
            {
                File.Delete(kept); // The file itself is where it was, and an index run would find it there.
                if (renamed is not null)
                    await library.RenameAsync(renamed, old, CancellationToken.None);
                throw;
            }

            if (target.Path != old)
                File.Delete(Path.Combine(target.Folder, old));
            return Placed(change, target, target.Path, ChangeOutcome.Replaced) with { Kept = Relative(target.Folder, kept) };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A file that was sent and is there: of a picture, or of one that no index run has seen.</summary>
    private static PlacedPicture PlacedAlready(PictureChange change, ChangeTarget target) => Placed(
        change, target, target.Old!, // It was read.
        target.Image is null ? ChangeOutcome.Created : ChangeOutcome.Unchanged);

    private static PlacedPicture Placed(PictureChange change, ChangeTarget target, string path, ChangeOutcome outcome) =>
        new(change, target.Folder, path, outcome, Kept: null);

    /// <summary>Whether the file that is there is the one that was sent.</summary>
    private static async Task<bool> IsThereAsync(ChangeTarget target, ContentHash content, CancellationToken cancellationToken)
    {
        // A picture that differs in the gallery need not be read; a file that no index run has seen has to be.
        if (target.Old is null || (target.Image is { } image && image.Content != content))
            return false;
        try
        {
            using var file = await EncodedImage.ReadAsync(Path.Combine(target.Folder, target.Old), cancellationToken: cancellationToken);
            return ContentHash.Of(file.Bytes.Span) == content;
        }
        catch (UnreadableImageException)
        {
            return false;
        }
    }

    /// <summary>The folder for files that are kept, which no index run may look through.</summary>
    private async Task<string> KeptAsync(string gallery, CancellationToken cancellationToken)
    {
        var kept = Path.Combine(Home(gallery), KeptFolder);
        foreach (var folder in await library.ReadFoldersAsync(cancellationToken))
        {
            // Names with a dot before them are passed over.
            var way = Path.GetRelativePath(folder, kept).Split(Path.DirectorySeparatorChar);
            if (!Path.IsPathRooted(way[0]) && way[0] != ".." && !Array.Exists(way, name => name.StartsWith('.')))
            {
                throw ChangeFaults.Conflict(
                    "The library is in the gallery's folder, so an index run would index replaced pictures that the library keeps; "
                    + "whoever runs the server can move the library, or put a dot before its name.");
            }
        }

        return kept;
    }

    /// <summary>The library's folder; for a library in a database, which has none, one in the gallery that index runs pass over.</summary>
    private string Home(string gallery) => library.Directory ?? Path.Combine(gallery, ".kindred");

    private string Relative(string gallery, string file) =>
        Path.GetRelativePath(Home(gallery), file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Deletes, once for each folder, what a process that was killed has left there.</summary>
    private void Tidy(string folder)
    {
        lock (_tidied)
        {
            if (!_tidied.Add(folder))
                return;
        }

        WaitingFile.DeleteForgotten(folder, time.GetUtcNow());
    }

    [LoggerMessage(LogLevel.Warning, "A file of the gallery could not be changed for {Picture}")]
    private static partial void Refused(ILogger logger, Exception exception, string picture);
}
