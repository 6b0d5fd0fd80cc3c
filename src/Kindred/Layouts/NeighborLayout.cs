using System.Numerics;

namespace Kindred.Layouts;

/// <summary>
/// Moves positions until neighbors lie near each other and others do not: UMAP's stochastic gradient descent with negative sampling (see
/// <see cref="NeighborGraph"/>; section 4.2 and algorithm 5 of the paper). Two positions at distance d belong together by 1 / (1 + a
/// d²): the paper's curve with the exponent 1, which needs no powers. A weak pull to the middle, which UMAP has not, keeps groups
/// without a common neighbor from drifting apart and leaving the map empty. One thread and one seed, so that the same graph gives the
/// same layout.
/// </summary>
internal static class NeighborLayout
{
    /// <summary>
    /// The <c>a</c> of the curve: the best fit to one that stays at 1 up to a distance of 0.1 and fades like e to the minus d beyond.
    /// </summary>
    private const float Steepness = 1.56f;

    private const ulong Seed = 1802_03426;
    private const int NegativeSamples = 5;

    /// <summary>Rounds for galleries up to <see cref="LargeGallery"/> images, and beyond, where more of them settle in each.</summary>
    private const int Rounds = 500;
    private const int RoundsOfLarge = 200;
    private const int LargeGallery = 10_000;

    /// <summary>Half the width of the layout to begin with, in the units of the curve.</summary>
    private const float Extent = 10;

    /// <summary>Sets identical images apart a little, so that they can be moved apart.</summary>
    private const float Jitter = 1e-3f;

    /// <summary>Keeps the force between positions that nearly touch finite.</summary>
    private const float Softening = 1e-3f;

    /// <summary>
    /// The longest step; also in the direction of the force, where the paper's program cuts x and y by themselves and makes small groups
    /// square.
    /// </summary>
    private const float LongestStep = 4;

    /// <summary>Only nearer than this can a step be too long: 2 / d is more than any force at a distance d.</summary>
    private const float Near = 2 / LongestStep;

    /// <summary>Share of its way to the middle that every position goes in the first round.</summary>
    private const float Pull = 0.2f;

    /// <summary>Moves positions.</summary>
    /// <param name="positions">One for each image; where they are to begin with.</param>
    /// <param name="graph">Who is whose neighbor.</param>
    /// <param name="progress">Told how much is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops between rounds.</param>
    public static void Improve(Vector2[] positions, NeighborGraph graph, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var random = Seed;
        Spread(positions, ref random);
        var rounds = positions.Length <= LargeGallery ? Rounds : RoundsOfLarge;
        var greatest = graph.Weights.Max();

        // An edge has its turn the more often the more it weighs; those with none in all rounds have an interval past the last one.
        var intervals = Array.ConvertAll(graph.Weights, weight => greatest / weight);
        var turns = (float[])intervals.Clone();
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report((double)round / rounds);
            var rate = 1 - ((float)round / rounds);
            foreach (ref var position in positions.AsSpan())
                position *= 1 - (Pull * rate);
            Step(positions, graph, intervals, turns, round, rate, ref random);
        }
    }

    private static void Step(
        Span<Vector2> positions, NeighborGraph graph, ReadOnlySpan<float> intervals, Span<float> turns,
        int round, float rate, ref ulong random)
    {
        ReadOnlySpan<int> heads = graph.Heads;
        ReadOnlySpan<int> tails = graph.Tails;
        var state = random;
        for (var edge = 0; edge < turns.Length; edge++)
        {
            if (turns[edge] > round)
                continue;

            turns[edge] += intervals[edge];
            var head = heads[edge];
            ref var tail = ref positions[tails[edge]];
            var apart = positions[head] - tail;
            var step = apart * (rate * -2 * Steepness / (1 + (Steepness * Squared(apart))));
            tail -= step;
            var position = positions[head] + step;

            // All samples push from one place: then none has to wait for the one before.
            step = Vector2.Zero;
            for (var sample = 0; sample < NegativeSamples; sample++)
            {
                apart = position - positions[Draw(ref state, positions.Length)]; // Its own place pushes nothing.
                var squared = Squared(apart);
                var force = 2 / ((Softening + squared) * (1 + (Steepness * squared)));
                if (squared < Near * Near && squared > 0)
                    force = Math.Min(force, LongestStep / MathF.Sqrt(squared));
                step += apart * force;
            }

            position += rate * step;
            positions[head] = position;
        }

        random = state;
    }

    /// <summary>Quicker than the vector's own, which waits for a horizontal sum.</summary>
    private static float Squared(Vector2 vector) => (vector.X * vector.X) + (vector.Y * vector.Y);

    private static void Spread(Span<Vector2> positions, ref ulong random)
    {
        var greatest = 0f;
        foreach (var position in positions)
            greatest = Math.Max(greatest, Math.Max(Math.Abs(position.X), Math.Abs(position.Y)));
        var scale = greatest > 0 ? Extent / greatest : 0;
        foreach (ref var position in positions)
            position = (position * scale) + (Jitter * new Vector2(Draw(ref random, 2001) - 1000, Draw(ref random, 2001) - 1000) / 1000);
    }

    /// <summary>
    /// A number from 0 to below a count: SplitMix64 (Steele, Lea and Flood 2014). The system's generator is several times slower with a
    /// seed, and need not draw the same in the next version.
    /// </summary>
    private static int Draw(ref ulong state, int count)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(((mixed >> 32) * (ulong)count) >> 32);
    }
}
