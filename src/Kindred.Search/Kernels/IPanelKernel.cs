using Kindred.Search.Memory;

namespace Kindred.Search.Kernels;

/// <summary>
/// What the registers of a machine do for <see cref="BlockProduct"/>. A panel holds as many rows as a register has lanes, turned on its
/// side: the first number of every row, then the second of every row, and so on. Half a panel on the left meets one or three panels on the
/// right.
/// </summary>
internal unsafe interface IPanelKernel
{
    /// <summary>Rows of a panel; a power of two, at most <see cref="AlignedMatrix.Lane"/>.</summary>
    static abstract int Lanes { get; }

    /// <summary>Writes a panel of <paramref name="length"/> × <see cref="Lanes"/> numbers.</summary>
    /// <param name="rows">The rows' beginnings, aligned; <paramref name="count"/> of them.</param>
    /// <param name="count">From 1 to <see cref="Lanes"/>; the lanes of missing rows become 0.</param>
    /// <param name="start">Where in the rows the piece begins; a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="length">Numbers taken from each row; a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="panel">Where to write.</param>
    static abstract void Pack(float** rows, int count, int start, int length, float* panel);

    /// <summary>Products of half a panel with one panel.</summary>
    /// <param name="left">The half's first number; steps of a whole panel's lanes lie between a row's numbers.</param>
    /// <param name="right">The panel.</param>
    /// <param name="length">Numbers to sum.</param>
    /// <param name="results">Half as many rows as <see cref="Lanes"/>, each of <see cref="Lanes"/>.</param>
    /// <param name="resultStride">Floats from one row of results to the next.</param>
    /// <param name="add">Whether to add to what is there.</param>
    static abstract void One(float* left, float* right, int length, float* results, nint resultStride, bool add);

    /// <summary>Products of half a panel with three panels that lie one after another; see <see cref="One"/>.</summary>
    static abstract void Three(float* left, float* right, int length, float* results, nint resultStride, bool add);
}
