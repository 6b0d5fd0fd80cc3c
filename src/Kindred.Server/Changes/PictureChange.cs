using Kindred.Attributes.Records;
using Kindred.Images;

namespace Kindred.Server.Changes;

/// <summary>Which picture of the gallery is to be another one from now on, or is to come to be.</summary>
/// <param name="Name">What the sender calls it, for the answer.</param>
/// <param name="Id">The number of a picture there is; <see langword="null"/> for one by own id or name.</param>
/// <param name="OwnId">The own id it has, or is to have.</param>
/// <param name="File">The name of its file, without folder and extension; <see langword="null"/> for that of its own id.</param>
/// <param name="Attributes">What is to be known of it; what is not named stays.</param>
internal sealed record PictureChange(
    string Name, ImageId? Id, string? OwnId, string? File, IReadOnlyList<AttributeField> Attributes);

/// <summary>A picture whose file is in the gallery's folder.</summary>
/// <param name="Change">What was asked for.</param>
/// <param name="Folder">The gallery folder it is in.</param>
/// <param name="Path">Its path in there.</param>
/// <param name="Outcome">What became of the file.</param>
/// <param name="Kept">Where the file is that was in its place, in the library's folder.</param>
internal sealed record PlacedPicture(PictureChange Change, string Folder, string Path, ChangeOutcome Outcome, string? Kept);
