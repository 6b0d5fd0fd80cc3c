using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Starts;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.Tests.NearDuplicates.Registrations.Starts;

public sealed class StartCorrelationsTests
{
    private const int Side = 48;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Take_ManyStills_CorrelatesWhatLiesOnEach(int count)
    {
        var moved = View(seed: 0);
        CoarseView[] stills = [.. Enumerable.Range(1, count).Select(View)];
        var correlations = new StartCorrelations();

        correlations.Take(moved.Detail, Placement.Starts.Count, stills);

        for (var still = 0; still < count; still++)
        {
            for (var start = 0; start < Placement.Starts.Count; start++)
            {
                var expected = Correlation(stills[still].Detail, moved.Detail, Placement.Starts[start]);
                Assert.Equal(expected, correlations.With(still)[start], 3e-4);
            }
        }
    }

    [Fact]
    public void Take_OnePictureAfterAnother_KeepsNothingOfTheFirst()
    {
        CoarseView[] stills = [View(1), View(2)];
        var (used, fresh) = (new StartCorrelations(), new StartCorrelations());
        used.Take(View(3).Detail, Placement.Starts.Count, [View(4), View(5), View(6), View(7), View(8)]);

        used.Take(View(9).Detail, Placement.Near.Count, stills);
        fresh.Take(View(9).Detail, Placement.Near.Count, stills);

        Assert.Equal(fresh.With(0), used.With(0));
        Assert.Equal(fresh.With(1), used.With(1));
    }

    [Fact]
    public void Take_PlainPicture_CorrelatesWithNothing()
    {
        var plain = new CoarseView(new LumaThumbnail(CoarseView.Side, new float[CoarseView.Side * CoarseView.Side]), Frame.Whole);
        var correlations = new StartCorrelations();

        correlations.Take(plain.Detail, Placement.Starts.Count, [View(1), plain]);

        Assert.All(correlations.With(0).ToArray(), correlation => Assert.Equal(0, correlation));
        Assert.All(correlations.With(1).ToArray(), correlation => Assert.Equal(0, correlation));
    }

    /// <summary>Pearson's correlation over the pixels that lie on both, pixel by pixel.</summary>
    private static double Correlation(LumaThumbnail still, LumaThumbnail moved, Placement placement)
    {
        const double Rounding = 1e-5;
        var center = (still.Side - 1) / 2.0;
        double least = Registration.Margin - Rounding, most = still.Side - 1 - Registration.Margin + Rounding;
        var pairs = new List<(double Still, double Moved)>();
        for (var row = (int)Registration.Margin; row <= most; row++)
        {
            for (var column = (int)Registration.Margin; column <= most; column++)
            {
                var (across, down) = (column - center, row - center);
                var x = center + (placement.X * still.Side) + (placement.XX * across) + (placement.XY * down);
                var y = center + (placement.Y * still.Side) + (placement.YX * across) + (placement.YY * down);
                if (x >= least && x <= most && y >= least && y <= most)
                    pairs.Add((still.Values[(row * still.Side) + column], Bilinear(moved, x, y)));
            }
        }

        var (meanStill, meanMoved) = (pairs.Average(pair => pair.Still), pairs.Average(pair => pair.Moved));
        return pairs.Sum(pair => (pair.Still - meanStill) * (pair.Moved - meanMoved))
            / Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.Still - meanStill, 2)) * pairs.Sum(pair => Math.Pow(pair.Moved - meanMoved, 2)));
    }

    private static double Bilinear(LumaThumbnail thumbnail, double x, double y)
    {
        var (left, top) = ((int)x, (int)y);
        double At(int column, int row) => thumbnail.Values[(row * thumbnail.Side) + column];
        var (right, lower) = (x - left, y - top);
        return ((1 - lower) * (((1 - right) * At(left, top)) + (right * At(left + 1, top))))
            + (lower * (((1 - right) * At(left, top + 1)) + (right * At(left + 1, top + 1))));
    }

    private static CoarseView View(int seed)
    {
        var random = new Random(seed);
        var (across, down, turn) = (random.NextSingle(), random.NextSingle(), random.NextSingle() * MathF.PI);
        var values = new float[Side * Side];
        for (var pixel = 0; pixel < values.Length; pixel++)
        {
            var (x, y) = (pixel % Side, pixel / Side);
            var wave = MathF.Sin((x * (0.2f + across)) + turn) * MathF.Cos(y * (0.2f + down));
            values[pixel] = 128 + (60 * wave) + (random.NextSingle() * 40);
        }

        return new CoarseView(new LumaThumbnail(Side, values).Shrunk(CoarseView.Shrink).Detail(), Frame.Whole);
    }
}
