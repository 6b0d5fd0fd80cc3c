namespace Kindred.Search.Kernels;

/// <summary>Packs panels number by number: for the last rows of a block, and for machines without the shuffles that do it faster.</summary>
internal static unsafe class PlainPacker
{
    /// <summary>See <see cref="IPanelKernel.Pack"/>.</summary>
    public static void Pack(float** rows, int count, int start, int length, float* panel, int lanes)
    {
        new Span<float>(panel, length * lanes).Clear();
        for (var row = 0; row < count; row++)
        {
            var numbers = rows[row] + start;
            for (var k = 0; k < length; k++)
                panel[(k * lanes) + row] = numbers[k];
        }
    }
}
