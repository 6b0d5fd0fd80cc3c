using System.ComponentModel.DataAnnotations;
using Kindred.Server.Api;

namespace Kindred.Server.NearDuplicates;

/// <summary>Which files of near-duplicates are to be moved out of the gallery.</summary>
/// <param name="Groups">Each picture that is kept, with those of its group that are moved.</param>
internal sealed record MoveRequest([property: MaxLength(Limits.Page)] IReadOnlyList<MoveGroupRequest> Groups);

/// <summary>One picture that is kept, and others that show the same photograph.</summary>
internal sealed record MoveGroupRequest(long Keep, [property: MaxLength(Limits.Page)] IReadOnlyList<long> Move);

/// <summary>A file that was moved.</summary>
/// <param name="Id">The picture's number until the gallery has followed.</param>
/// <param name="Path">Its path in the gallery.</param>
/// <param name="To">Where the file is now.</param>
internal sealed record MovedDocument(long Id, string Path, string To);

/// <summary>A file that is where it was.</summary>
internal sealed record NotMovedDocument(long Id, string? Path, string Reason);

internal sealed record MoveList(IReadOnlyList<MovedDocument> Moved, IReadOnlyList<NotMovedDocument> NotMoved);
