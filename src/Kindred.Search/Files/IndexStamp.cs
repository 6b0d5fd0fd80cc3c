namespace Kindred.Search.Files;

/// <summary>What an index file was made from, so that it is used for nothing else.</summary>
/// <param name="State">The state of whatever the rows come from: a file with another one is stale.</param>
/// <param name="Basis">What the vectors were made by: those of a file with another one are worth nothing.</param>
internal readonly record struct IndexStamp(Guid State, Guid Basis);
