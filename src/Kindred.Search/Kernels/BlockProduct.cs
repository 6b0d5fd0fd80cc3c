using System.Runtime.Intrinsics;
using Kindred.Search.Memory;

namespace Kindred.Search.Kernels;

/// <summary>
/// Dot products of a block of rows with another block of rows, for many of both. One thread's scratch: not safe for several.
/// </summary>
/// <remarks>
/// The scheme of Goto and van de Geijn (2008): rows are cut into pieces, the pieces of both sides packed into panels that lie in the cache
/// in the order they are read, and small tiles of outer products summed in registers. A pair's product is the same wherever in a block it
/// lies, on either side.
/// </remarks>
internal abstract unsafe class BlockProduct : IDisposable
{
    /// <summary>
    /// Rows of a block at most: packing a row is paid for by the products with so many others. A multiple of three panels.
    /// </summary>
    public const int MostRows = 384;

    /// <summary>Numbers of each row that are packed at a time: three panels on the right stay in the first-level cache.</summary>
    protected const int PieceLength = 128;

    private const int TripleRows = 3 * AlignedMatrix.Lane;

    private protected BlockProduct()
    {
    }

    /// <summary>
    /// Rows of a block where so many are to be cut into at least so many blocks: whole triples of panels, at most <see cref="MostRows"/>.
    /// </summary>
    public static int BlockRows(int rows, int blocks) =>
        (int)Math.Min(MostRows, (((long)rows / Math.Max(1, blocks)) + TripleRows) / TripleRows * TripleRows);

    /// <summary>Makes room for blocks of so many rows.</summary>
    /// <param name="leftRows">Rows on the left at most; no more than <see cref="MostRows"/> are made room for.</param>
    /// <param name="rightRows">Rows on the right at most, likewise.</param>
    public static BlockProduct Create(int leftRows, int rightRows) => Vector512.IsHardwareAccelerated
        ? new PanelProduct<Panels512>(leftRows, rightRows)
        : new PanelProduct<Panels256>(leftRows, rightRows);

    /// <summary>Writes <c>results[i * resultStride + j] = left[i] · right[j]</c>.</summary>
    /// <param name="left">Beginnings of the rows on the left, on 64-byte boundaries.</param>
    /// <param name="leftRows">How many, at most <see cref="MostRows"/>.</param>
    /// <param name="right">Beginnings of the rows on the right, on 64-byte boundaries.</param>
    /// <param name="rightRows">How many, at most <see cref="MostRows"/>.</param>
    /// <param name="length">Numbers in a row, a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="results">Room for <paramref name="leftRows"/> rows; nothing else is written to.</param>
    /// <param name="resultStride">Floats from one row of results to the next, at least <paramref name="rightRows"/>.</param>
    public abstract void Multiply(float** left, int leftRows, float** right, int rightRows, int length, float* results, nint resultStride);

    public abstract void Dispose();
}
