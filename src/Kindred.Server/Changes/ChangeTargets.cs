using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Server.Galleries;

namespace Kindred.Server.Changes;

/// <summary>Where a picture belongs in the gallery, and what is there already.</summary>
/// <param name="Folder">The gallery folder.</param>
/// <param name="Path">The path in it that the picture's file gets.</param>
/// <param name="Image">The picture whose place it takes; <see langword="null"/> where the gallery has none there.</param>
/// <param name="Old">
/// The path of the file that it takes the place of, which no index run may have seen; <see langword="null"/> for none.
/// </param>
internal sealed record ChangeTarget(string Folder, string Path, Image? Image, string? Old);

/// <summary>
/// Finds where pictures belong. Only files directly in a gallery's folder are made, and nothing behind a link is touched: a link leads to
/// where the gallery does not say.
/// </summary>
internal sealed class ChangeTargets(Library library, ServerOptions options)
{
    private static readonly string[] Extensions =
        [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif"];

    /// <summary>The extensions of a format, the one that new files get first.</summary>
    private static readonly Dictionary<string, string[]> ByMediaType = new(StringComparer.Ordinal)
    {
        ["image/jpeg"] = [".jpg", ".jpeg", ".jpe", ".jfif"],
        ["image/png"] = [".png"],
        ["image/webp"] = [".webp"],
        ["image/gif"] = [".gif"],
        ["image/tiff"] = [".tif", ".tiff"],
        ["image/avif"] = [".avif"],
    };

    /// <summary>The folder that new pictures come into.</summary>
    /// <exception cref="Api.RefusedRequestException">There is none, or several.</exception>
    public async Task<string> FolderForNewAsync(CancellationToken cancellationToken)
    {
        var all = await library.ReadFoldersAsync(cancellationToken);
        IReadOnlyList<string> folders = [.. all.Where(folder => !FolderName.IsAddress(folder))];
        if (all.Count > 0 && folders.Count == 0)
            RefuseElsewhere(all[0]);
        var start = options.IndexAtStart is { } named ? Path.TrimEndingDirectorySeparator(named) : null;
        return (folders, folders.FirstOrDefault(folder => start is not null && FolderName.IsInside(folder, start))) switch
        {
            (_, { } served) => served,
            ([var only], _) => only,
            ([], _) => throw ChangeFaults.Conflict(
                "The library has no folder for new pictures yet; whoever runs the server can name one: kindred serve FOLDER"),
            _ => throw ChangeFaults.Conflict(
                "The library has several folders; whoever runs the server can say which one gets new pictures: kindred serve FOLDER"),
        };
    }

    /// <summary>Finds the place of a picture.</summary>
    /// <param name="change">The picture.</param>
    /// <param name="mediaType">Its format.</param>
    /// <param name="gallery">The gallery as it is now.</param>
    /// <param name="folder">The folder for new pictures.</param>
    /// <exception cref="Api.RefusedRequestException">It has none, or several, or one that may not be changed.</exception>
    public static ChangeTarget Find(PictureChange change, string mediaType, GalleryLease gallery, string folder)
    {
        var target = change switch
        {
            { Id: { } id } => gallery.Find(id.Value) is { } image
                ? Of(image, mediaType)
                : throw ChangeFaults.NotFound($"The gallery has no picture {change.Name}."),
            { File: { } file } => Of(PictureFileName.Of(file), mediaType, gallery, folder),
            { OwnId: { } ownId } => Of(ownId, mediaType, gallery, folder, gallery.Gallery?.FindByOwnId(ownId) ?? []),
            _ => throw new InvalidOperationException("A picture has a number, a name or an own id."),
        };
        RefuseElsewhere(target.Folder);
        RefuseLinks(target.Folder, target.Path);
        if (target.Old is not null)
            RefuseLinks(target.Folder, target.Old);
        return target;
    }

    /// <summary>Refuses a folder that is not on this machine: what is elsewhere is only read.</summary>
    public static void RefuseElsewhere(string folder)
    {
        if (FolderName.IsAddress(folder))
        {
            throw ChangeFaults.Conflict(
                $"The picture is kept at {FolderName.SchemeOf(folder)}://, where nothing is changed from here; "
                + "change it there, and index again.");
        }
    }

    /// <summary>Refuses a file that is a link or behind one.</summary>
    /// <param name="folder">The gallery folder, which may be a link itself: whoever runs the server has named it.</param>
    /// <param name="path">The path in it.</param>
    public static void RefuseLinks(string folder, string path)
    {
        var at = folder;
        foreach (var segment in path.Split('/'))
        {
            at = Path.Combine(at, segment);
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw ChangeFaults.Conflict(
                    $"{path} is a link or is reached through one, and may lie outside the gallery; only whoever runs the server "
                    + "can change it.");
            }
        }
    }

    private static ChangeTarget Of(
        string ownId, string mediaType, GalleryLease gallery, string folder, IReadOnlyList<Image> pictures)
    {
        switch (pictures)
        {
            case [var only]:
                return Of(only, mediaType);
            case [_, _, ..]:
                throw ChangeFaults.Conflict(
                    $"{pictures.Count} pictures have the own id {ownId}, and only one can be replaced: name it by its number.");
        }

        // The own id is new. A file of that name is taken for its picture, unless that has another own id.
        var target = Of(PictureFileName.Of(ownId), mediaType, gallery, folder);
        return target.Image is { } image && gallery.AttributesOf(image).OwnId is not null
            ? Of(PictureFileName.Another(ownId), mediaType, gallery, folder)
            : target;
    }

    private static ChangeTarget Of(string stem, string mediaType, GalleryLease gallery, string folder)
    {
        var old = ByMediaType[mediaType].Concat(Extensions).Select(extension => stem + extension)
            .FirstOrDefault(name => new FileInfo(Path.Combine(folder, name)) is { Exists: true } or { LinkTarget: not null });
        if (old is null)
            return new ChangeTarget(folder, stem + ByMediaType[mediaType][0], Image: null, Old: null);
        var image = gallery.Images.FirstOrDefault(one => one.Path == old && one.Folder == folder);
        return new ChangeTarget(folder, PathFor(folder, old, mediaType), image, old);
    }

    private static ChangeTarget Of(Image image, string mediaType) => new(
        image.Folder, PathFor(image.Folder, image.Path, mediaType), image, Path.Exists(image.File) ? image.Path : null);

    /// <summary>The same path with an extension of the format; as it is where another file is called that already.</summary>
    private static string PathFor(string folder, string path, string mediaType)
    {
        if (ByMediaType[mediaType].Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            return path;
        var right = Path.ChangeExtension(path, ByMediaType[mediaType][0]);
        return Path.Exists(Path.Combine(folder, right)) ? path : right;
    }

}
