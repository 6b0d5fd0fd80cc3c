namespace Kindred.Storage.Tables;

/// <summary>What a table has, in short.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Sha256">SHA-256 of the bytes of all rows in the order of their key, see <see cref="TableRows"/>; 64 small digits.</param>
internal readonly record struct TableDigest(long Rows, string Sha256);
