using System.Numerics.Tensors;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Tests.Spaces;

public sealed class PrincipalAxesTests
{
    /// <summary>Few rows, of which all eigenvectors are solved for, and more, of which the leading ones are looked for.</summary>
    [Theory]
    [InlineData(10, 8)]
    [InlineData(60, 8)]
    public void Find_RowsAlongTheUnitVectors_GivesThoseInTheOrderOfTheirVariance(int directions, int count)
    {
        // Two images on either side of the mean for each direction; the last direction is the longest.
        using var rows = Rows(2 * directions, directions + 30, (row, target) =>
            target[row / 2] = (row % 2 == 0 ? 1 : -1) * (1 + (row / 2)));

        var axes = PrincipalAxes.Find(rows, count);

        foreach (var (axis, values) in axes.Chunk(rows.Columns).Index())
        {
            var longest = directions - 1 - axis;
            Assert.Equal(1, Math.Abs(values[longest]), 1e-3);
            Assert.Equal(1, TensorPrimitives.Norm<float>(values), 1e-3);
        }
    }

    [Fact]
    public void FindNested_SomeOfTheRows_SpansNearlyWhatTheirAxesSpan()
    {
        using var seen = Seen(out _);

        var exact = PrincipalAxes.Find(seen, 70).Chunk(seen.Columns).ToArray();
        var nested = PrincipalAxes.FindNested(seen, 70).Chunk(seen.Columns).ToArray();

        Assert.All((int[])[5, 20, 40, 70], count =>
            Assert.InRange(Variance(seen, nested[..count]) / Variance(seen, exact[..count]), 0.985, 1.0001));
        for (var i = 0; i < nested.Length; i++)
        {
            for (var j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, TensorPrimitives.Dot<float>(nested[i], nested[j]), 1e-3);
        }
    }

    [Fact]
    public void FindNested_SomeOfTheRows_HasNothingOfTheOthers()
    {
        using var seen = Seen(out var other);
        var axes = PrincipalAxes.Find(seen, seen.Rows - 2).Chunk(seen.Columns).ToArray();

        // What an unseen image has of its own, beside the directions that the seen ones span.
        var own = other.ToArray();
        foreach (var axis in axes)
            TensorPrimitives.MultiplyAdd(axis, -TensorPrimitives.Dot<float>(axis, own), own, own);
        TensorPrimitives.Divide(own, TensorPrimitives.Norm<float>(own), own);

        Assert.All(
            PrincipalAxes.FindNested(seen, 70).Chunk(seen.Columns),
            direction => Assert.Equal(0, TensorPrimitives.Dot<float>(direction, own), 0.01));
    }

    [Fact]
    public void FindNested_Copies_GivesZerosWhereTheRowsSpanNoMore()
    {
        var random = new Random(6);
        using var raw = Rows(30, 300, (_, target) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = random.NextSingle() - 0.5f;
        });
        // Thirty contents twice; the last five are not seen. The mean is taken of what is seen.
        using var seen = Rows(50, 300, (row, target) => raw[row % 25].CopyTo(target));
        Center(seen);

        var directions = PrincipalAxes.FindNested(seen, 40).Chunk(300).ToArray();

        // Twenty-five contents less their mean span 24 directions.
        Assert.All(directions[..24], direction => Assert.Equal(1, TensorPrimitives.Norm<float>(direction), 1e-3));
        Assert.All(directions[24..], direction => Assert.Equal(0, TensorPrimitives.Norm<float>(direction)));
    }

    // Of 120 images in their principal axes, the first hundred, and one of the others; both less the mean of the hundred.
    private static AlignedMatrix Seen(out float[] other)
    {
        var random = new Random(4);
        using var raw = Rows(120, 300, (_, target) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = (float)((random.NextDouble() - 0.5) / (1 + (i / 20.0)));
        });
        Center(raw);
        var axes = PrincipalAxes.Find(raw, 118).Chunk(300).ToArray();
        var images = Rows(101, 118, (row, target) =>
        {
            for (var axis = 0; axis < axes.Length; axis++)
                target[axis] = TensorPrimitives.Dot<float>(raw[row], axes[axis]);
        });
        var mean = new float[118];
        for (var row = 0; row < 100; row++)
            TensorPrimitives.Add(mean, images[row], mean);
        TensorPrimitives.Divide(mean, 100, mean);
        other = images[100].ToArray();
        TensorPrimitives.Subtract(other, mean, other);
        using (images)
            return Rows(100, 118, (row, target) => TensorPrimitives.Subtract(images[row], mean, target));
    }

    private static void Center(AlignedMatrix rows)
    {
        var mean = new float[rows.Columns];
        for (var row = 0; row < rows.Rows; row++)
            TensorPrimitives.Add(mean, rows[row], mean);
        TensorPrimitives.Divide(mean, rows.Rows, mean);
        for (var row = 0; row < rows.Rows; row++)
            TensorPrimitives.Subtract(rows[row], mean, rows[row]);
    }

    private static double Variance(AlignedMatrix rows, float[][] axes)
    {
        var sum = 0.0;
        for (var row = 0; row < rows.Rows; row++)
        {
            foreach (var axis in axes)
                sum += Math.Pow(TensorPrimitives.Dot<float>(rows[row], axis), 2);
        }

        return sum;
    }

    private static AlignedMatrix Rows(int count, int columns, Action<int, Span<float>> write)
    {
        var rows = new AlignedMatrix(columns, count);
        rows.AddRows(count);
        for (var row = 0; row < count; row++)
            write(row, rows[row]);
        return rows;
    }
}
