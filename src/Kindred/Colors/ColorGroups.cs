namespace Kindred.Colors;

/// <summary>Groups colors: a few rounds of k-means from colors far apart, as k-means++ would draw them, without chance.</summary>
internal static class ColorGroups
{
    private const int Rounds = 6;

    /// <summary>Two groups nearer than this are shades of one.</summary>
    private const float LeastApart = 8;

    /// <summary>Groups weighted colors.</summary>
    /// <param name="colors">At least one color.</param>
    /// <param name="weights">Each 0 or more, not all 0.</param>
    /// <param name="most">Most groups.</param>
    /// <returns>The mean of each group and its share of the weight, largest share first.</returns>
    public static List<(LabColor Color, float Share)> Of(ReadOnlySpan<LabColor> colors, ReadOnlySpan<float> weights, int most)
    {
        var centers = Start(colors, weights, most);
        var sums = new (float Weight, float Lightness, float A, float B)[centers.Count];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(sums);
            for (var i = 0; i < colors.Length; i++)
            {
                ref var sum = ref sums[Nearest(centers, colors[i]).Index];
                sum = (
                    sum.Weight + weights[i], sum.Lightness + (weights[i] * colors[i].Lightness), sum.A + (weights[i] * colors[i].A),
                    sum.B + (weights[i] * colors[i].B));
            }

            for (var group = 0; group < sums.Length; group++)
            {
                var (weight, lightness, a, b) = sums[group];
                if (weight > 0)
                    centers[group] = new LabColor(lightness / weight, a / weight, b / weight);
            }
        }

        var total = sums.Sum(sum => sum.Weight);
        return
        [
            .. centers.Zip(sums, (color, sum) => (color, Share: sum.Weight / total)).Where(group => group.Share > 0)
                .OrderByDescending(group => group.Share),
        ];
    }

    /// <summary>The color that weighs most, then always the one whose weight and distance from those before are largest together.</summary>
    private static List<LabColor> Start(ReadOnlySpan<LabColor> colors, ReadOnlySpan<float> weights, int most)
    {
        var heaviest = 0;
        for (var i = 1; i < colors.Length; i++)
        {
            if (weights[i] > weights[heaviest])
                heaviest = i;
        }

        List<LabColor> centers = [colors[heaviest]];
        while (centers.Count < most)
        {
            var (next, largest) = (-1, 0f);
            for (var i = 0; i < colors.Length; i++)
            {
                var distance = Nearest(centers, colors[i]).Distance;
                if (distance >= LeastApart && weights[i] * distance > largest)
                    (next, largest) = (i, weights[i] * distance);
            }

            if (next < 0)
                break;
            centers.Add(colors[next]);
        }

        return centers;
    }

    private static (int Index, float Distance) Nearest(List<LabColor> centers, LabColor color)
    {
        var (nearest, distance) = (0, float.PositiveInfinity);
        for (var i = 0; i < centers.Count; i++)
        {
            var its = color.FullDistanceTo(centers[i]);
            if (its < distance)
                (nearest, distance) = (i, its);
        }

        return (nearest, distance);
    }
}
