using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>
/// Where the columns of a coarse thumbnail lie on another, for starts that turn neither: the same in all rows. Immutable.
/// </summary>
internal sealed class StartColumns
{
    /// <summary>Numbers that a row takes, of which the last are zeros.</summary>
    public const int Stride = 2 * RunReader.Lanes;

    private const int Side = CoarseView.Side;

    private readonly int[] _left = new int[Stride];
    private readonly float[] _right = new float[Stride];
    private readonly int[] _counts = new int[Stride];

    /// <summary>Takes the columns of a start.</summary>
    public StartColumns(StartPlace place)
    {
        Place = place;
        var (first, end) = place.RunOf(place.FirstRow);
        for (var column = first; column < end; column++)
        {
            var x = place.LineOf(place.FirstRow).X + (column * place.Placement.XX);
            (_left[column], _right[column], _counts[column]) = ((int)x, x - (int)x, -1);
        }
    }

    /// <summary>One of the starts whose columns these are.</summary>
    public StartPlace Place { get; }

    /// <summary>Reads all rows of a thumbnail across.</summary>
    /// <param name="values">Row by row, of the side <see cref="CoarseView.Side"/>.</param>
    /// <param name="across">Gets <see cref="Stride"/> numbers for each row, one for each column; 0 for those that lie outside.</param>
    public void Read(ReadOnlySpan<float> values, Span<float> across)
    {
        if (Avx512F.IsSupported)
        {
            for (var half = 0; half < Stride; half += RunReader.Lanes)
                ReadWide(values, half, across[half..]);
            return;
        }

        across.Clear();
        for (var row = 0; row < Side; row++)
        {
            var line = values.Slice(row * Side, Side);
            for (var column = 0; column < Side; column++)
            {
                if (_counts[column] == 0)
                    continue;
                var one = line[_left[column]];
                across[(row * Stride) + column] = one + (_right[column] * (line[_left[column] + 1] - one));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadWide(ReadOnlySpan<float> values, int half, Span<float> across)
    {
        var left = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_left), (nuint)half);
        var right = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_right), (nuint)half);
        var counts = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_counts), (nuint)half).AsSingle();
        for (var row = 0; row < Side; row++)
            (RunReader.Across(values, row * Side, left, right) & counts).CopyTo(across[(row * Stride)..]);
    }
}
