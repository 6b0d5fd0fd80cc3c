using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Search.Kernels;

/// <summary><see cref="BlockProduct"/> for one kind of machine.</summary>
internal sealed unsafe class PanelProduct<TPanels> : BlockProduct
    where TPanels : IPanelKernel
{
    private float* _left;
    private float* _right;
    private float* _edge;

    public PanelProduct(int leftRows, int rightRows)
    {
        _left = Allocate(Panels(Math.Min(leftRows, MostRows)) * TPanels.Lanes * PieceLength);
        _right = Allocate(Panels(Math.Min(rightRows, MostRows)) * TPanels.Lanes * PieceLength);
        _edge = Allocate(TPanels.Lanes / 2 * TPanels.Lanes);
    }

    ~PanelProduct() => Free();

    public override void Multiply(float** left, int leftRows, float** right, int rightRows, int length, float* results, nint resultStride)
    {
        for (var start = 0; start < length; start += PieceLength)
        {
            var piece = Math.Min(PieceLength, length - start);
            Pack(left, leftRows, start, piece, _left);
            Pack(right, rightRows, start, piece, _right);
            MultiplyPiece(leftRows, rightRows, piece, results, resultStride, add: start > 0);
        }
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static int Panels(int rows) => (rows + TPanels.Lanes - 1) / TPanels.Lanes;

    private static float* Allocate(int floats) => (float*)NativeMemory.AlignedAlloc((nuint)floats * sizeof(float), 64);

    private static void Pack(float** rows, int count, int start, int length, float* packed)
    {
        for (var row = 0; row < count; row += TPanels.Lanes, packed += length * TPanels.Lanes)
            TPanels.Pack(rows + row, Math.Min(TPanels.Lanes, count - row), start, length, packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyPiece(int leftRows, int rightRows, int length, float* results, nint resultStride, bool add)
    {
        var lanes = TPanels.Lanes;
        for (int j = 0, columns; j < rightRows; j += columns)
        {
            columns = rightRows - j >= 3 * lanes ? 3 * lanes : Math.Min(lanes, rightRows - j);
            var panels = _right + ((nint)j * length);
            for (var i = 0; i < leftRows; i += lanes / 2)
            {
                var half = _left + ((nint)(i & -lanes) * length) + (i & (lanes / 2));
                var target = results + (i * resultStride) + j;
                if (i + (lanes / 2) > leftRows || columns < lanes)
                    Edge(half, Math.Min(lanes / 2, leftRows - i), panels, columns, length, target, resultStride, add);
                else if (columns > lanes)
                    TPanels.Three(half, panels, length, target, resultStride, add);
                else
                    TPanels.One(half, panels, length, target, resultStride, add);
            }
        }
    }

    /// <summary>A tile that does not wholly lie in the results.</summary>
    private void Edge(float* left, int rows, float* right, int columns, int length, float* results, nint resultStride, bool add)
    {
        var lanes = TPanels.Lanes;
        for (var first = 0; first < columns; first += lanes)
        {
            TPanels.One(left, right + ((nint)first * length), length, _edge, lanes, add: false);
            var width = Math.Min(lanes, columns - first);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < width; j++)
                {
                    ref var result = ref results[(i * resultStride) + first + j];
                    result = add ? result + _edge[(i * lanes) + j] : _edge[(i * lanes) + j];
                }
            }
        }
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_left);
        NativeMemory.AlignedFree(_right);
        NativeMemory.AlignedFree(_edge);
        _left = _right = _edge = null;
    }
}
