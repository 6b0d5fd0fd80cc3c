using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Kindred.Server.Api;

namespace Kindred.Server.Changes.Fetching;

/// <summary>Pictures to fetch from other servers into the gallery.</summary>
/// <param name="Images">At most 500. No two may be about the same picture.</param>
internal sealed record FetchRequest([property: MaxLength(Limits.Page)] IReadOnlyList<FetchEntry> Images);

/// <summary>A picture to fetch.</summary>
/// <param name="Url">Where it is: http or https, from a server that is allowed.</param>
/// <param name="OwnId">The own id it has, or is to have. The picture that has it is replaced; where none has, this one is new.</param>
/// <param name="Name">
/// The name of its file, without folder and extension. Default: the own id, else what the address ends with. Several pictures of one
/// product have the same own id and a name each.
/// </param>
/// <param name="Attributes">Values by the names of attributes, as of POST /api/attributes.</param>
internal sealed record FetchEntry(
    string Url, string? OwnId = null, string? Name = null, IReadOnlyDictionary<string, JsonElement>? Attributes = null);

/// <summary>How fetching stands.</summary>
internal enum FetchState
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It came to its end; each item says what became of it.</summary>
    Done,

    /// <summary>The server was stopped before the end.</summary>
    Interrupted,
}

/// <summary>Pictures that are fetched, or were.</summary>
/// <param name="Id">What it is called in /api/fetches/{id}.</param>
/// <param name="State">How it stands.</param>
/// <param name="Fetched">Pictures whose files are here, or that were refused.</param>
/// <param name="Total">Pictures that were asked for.</param>
/// <param name="Offset">Items left out before these.</param>
/// <param name="Limit">Items here at most.</param>
/// <param name="Items">What became of each, in the order in which they were asked for; empty until all is done.</param>
internal sealed record FetchRunDocument(
    string Id, FetchState State, int Fetched, int Total, int Offset, int Limit, IReadOnlyList<ImageChangeDocument> Items);
