using System.Runtime.InteropServices;

namespace Kindred.Search.Files;

/// <summary>What a row of an index file belongs to, as it is in the file.</summary>
/// <param name="Id">The number of what it belongs to.</param>
/// <param name="Content">What the vector was made from, in a number: rows with the same one have the same vector.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct RowKey(long Id, UInt128 Content);
