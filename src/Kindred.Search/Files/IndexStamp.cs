namespace Kindred.Search.Files;

/// <summary>Identifies what an index file was made from, so that it is used for nothing else.</summary>
/// <param name="State">The state of the source of the rows: a file with another state is stale.</param>
/// <param name="Basis">Identifies how the vectors were made: the vectors of a file with another basis are useless.</param>
internal readonly record struct IndexStamp(Guid State, Guid Basis);
