using System.Runtime.InteropServices;

namespace Kindred.Search.Files;

/// <summary>Whose row it is, as it is in the file.</summary>
/// <param name="Id">The number of the owner.</param>
/// <param name="Content">What the vector was made from, in a number: rows with the same one have the same vector.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct RowKey(long Id, UInt128 Content);
