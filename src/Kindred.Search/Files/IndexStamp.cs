namespace Kindred.Search.Files;

/// <summary>Identifies what an index file was made from, so that it is used for nothing else.</summary>
/// <param name="State">The state of the source of the rows: a file with another state is stale.</param>
/// <param name="Source">Identifies what the vectors were derived from: those of a file with another source are useless.</param>
internal readonly record struct IndexStamp(Guid State, Guid Source);
