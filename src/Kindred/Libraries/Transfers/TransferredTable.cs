using Kindred.Storage.Tables;

namespace Kindred.Libraries.Transfers;

/// <summary>What became of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Digest">What it has, in the library and in the copy.</param>
/// <param name="AlreadyThere">How many of its rows an unfinished copy had.</param>
internal readonly record struct TransferredTable(LibraryTable Table, TableDigest Digest, long AlreadyThere);
