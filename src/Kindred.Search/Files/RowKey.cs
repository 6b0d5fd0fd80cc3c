using System.Runtime.InteropServices;

namespace Kindred.Search.Files;

/// <summary>The key of a row of an index file, laid out as in the file.</summary>
/// <param name="Id">The number of the item that the row belongs to.</param>
/// <param name="Content">A number that identifies what the vector was made from: rows with the same number have the same vector.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct RowKey(long Id, UInt128 Content);
