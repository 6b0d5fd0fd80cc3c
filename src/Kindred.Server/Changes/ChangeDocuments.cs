using Kindred.Server.Api;
using Kindred.Server.Images;

namespace Kindred.Server.Changes;

/// <summary>What became of a picture that was sent.</summary>
internal enum ChangeOutcome
{
    /// <summary>It is in the gallery, which did not have it.</summary>
    Created,

    /// <summary>It has taken the place of another file, which was kept beside the library.</summary>
    Replaced,

    /// <summary>The gallery had just this file already.</summary>
    Unchanged,

    /// <summary>It was not taken; the detail says why.</summary>
    Refused,

    /// <summary>It was taken out of the gallery; its file was kept beside the library.</summary>
    Removed,
}

/// <summary>What became of one picture.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Status">What the same picture would have been answered with alone, such as 201 or 413.</param>
/// <param name="Detail">Why it was refused; else null.</param>
/// <param name="Name">What was sent: the own id as id:SKU, else the name or the address.</param>
/// <param name="Kept">Where the file is now that was in its place or was taken out, in the library's folder; else null.</param>
/// <param name="Image">The picture in the gallery; null where it is not there.</param>
internal sealed record ImageChangeDocument(
    ChangeOutcome Outcome, int Status, string? Detail, string Name, string? Kept, ImageDocument? Image)
{
    /// <summary>A picture that was not taken.</summary>
    public static ImageChangeDocument Refused(string name, int status, string detail) =>
        new(ChangeOutcome.Refused, status, detail, name, Kept: null, Image: null);

    /// <summary>A picture that was not taken, because of a fault.</summary>
    /// <returns>The document; <see langword="null"/> where the fault is none that anybody can do something about.</returns>
    public static ImageChangeDocument? Refused(string name, Exception exception) => exception switch
    {
        RefusedRequestException refused => Refused(name, refused.StatusCode, refused.Message),
        KindredException fault when LibraryFaults.Describe(fault) is var (status, detail) => Refused(name, status, detail),
        _ => null,
    };
}

/// <summary>What became of several pictures.</summary>
/// <param name="Total">How many.</param>
/// <param name="Items">Each of them, in the order in which they were sent.</param>
internal sealed record ImageChangeList(int Total, IReadOnlyList<ImageChangeDocument> Items);
