using Kindred.Images.Sources;
using Kindred.Sources.Lists;
using Kindred.Sources.S3;

namespace Kindred.Cli;

/// <summary>Where pictures may be that are in no folder of this machine.</summary>
internal static class RemotePictures
{
    /// <summary>
    /// Folders of this machine, S3-compatible storage and lists on web servers. What reads from one of the latter is loaded when it is
    /// first needed: most commands need none.
    /// </summary>
    public static PictureSources Sources() => new(
        ("s3", () => new S3Pictures()),
        ("http", () => new ListedPictures()),
        ("https", () => new ListedPictures()));
}
