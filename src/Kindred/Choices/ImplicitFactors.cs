using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>
/// Factors of people and pictures whose dot products say who chose what: implicit-feedback matrix factorization by alternating least
/// squares (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008), regularized as Rendle and
/// others do. Rows are solved independently, so the result does not depend on the number of cores.
/// </summary>
internal static unsafe class ImplicitFactors
{
    /// <summary>More sweeps change no list.</summary>
    public const int Sweeps = 12;

    /// <summary>Conjugate-gradient steps for a row in a sweep; the next sweep starts where this one ends.</summary>
    private const int StepsPerSweep = 3;

    private const int RowsAtOnce = 128;

    /// <summary>Fits the factors of pictures.</summary>
    /// <param name="choices">A row for each person, a column for each picture.</param>
    /// <param name="settings">How.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <param name="cancellationToken">Stops between sweeps.</param>
    /// <returns>A factor for each picture; 0 where nobody chose it.</returns>
    public static AlignedMatrix Fit(
        ChoiceMatrix choices, FactorSettings settings, int seed, CancellationToken cancellationToken = default) =>
        Fit(choices, settings, seed, Sweeps, cancellationToken);

    /// <summary>Fits in so many sweeps.</summary>
    public static AlignedMatrix Fit(
        ChoiceMatrix choices, FactorSettings settings, int seed, int sweeps, CancellationToken cancellationToken)
    {
        var byPicture = choices.Transpose();
        var pictures = Start(byPicture, settings.Dimensions, seed);
        try
        {
            using var people = Zero(choices.Rows, settings.Dimensions);
            for (var sweep = 0; sweep < sweeps; sweep++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Sweep(choices, people, pictures, settings);
                Sweep(byPicture, pictures, people, settings);
            }

            return pictures;
        }
        catch
        {
            pictures.Dispose();
            throw;
        }
    }

    /// <summary>The factors of people, given those of pictures.</summary>
    /// <param name="choices">A row for each person.</param>
    /// <param name="pictures">The factors of pictures.</param>
    /// <param name="settings">What they were fitted with.</param>
    public static AlignedMatrix People(ChoiceMatrix choices, AlignedMatrix pictures, FactorSettings settings)
    {
        var people = Zero(choices.Rows, settings.Dimensions);
        Sweep(choices, people, pictures, settings, settings.Dimensions);
        return people;
    }

    /// <summary>The products of all pairs of numbers over all rows, times the background's weight.</summary>
    public static AlignedMatrix Gram(AlignedMatrix factors, FactorSettings settings)
    {
        using var columns = factors.Transpose();
        var gram = MatrixProducts.Multiply(columns, columns);
        for (var row = 0; row < gram.Rows; row++)
            TensorPrimitives.Multiply(gram[row], (float)settings.Background, gram[row]);
        return gram;
    }

    private static void Sweep(
        ChoiceMatrix choices, AlignedMatrix solved, AlignedMatrix given, FactorSettings settings, int steps = StepsPerSweep)
    {
        using var gram = Gram(given, settings);
        Parallel.ForEach(
            Partitioner.Create(0, choices.Rows, RowsAtOnce),
            () => new FactorEquations(gram, given.Rows, settings),
            (rows, _, equations) =>
            {
                for (var row = rows.Item1; row < rows.Item2; row++)
                {
                    if (choices.Entries(row).Length > 0)
                        equations.Solve(given, choices.Entries(row), choices.Weights(row), solved[row], steps);
                }

                return equations;
            },
            equations => equations.Dispose());
    }

    private static AlignedMatrix Zero(int rows, int dimensions)
    {
        var matrix = new AlignedMatrix(dimensions, rows);
        matrix.AddRows(rows);
        return matrix;
    }

    /// <summary>Small numbers by chance; their size is that of one choice spread over all numbers.</summary>
    private static AlignedMatrix Start(ChoiceMatrix byPicture, int dimensions, int seed)
    {
        var random = new Random(seed);
        var start = Zero(byPicture.Rows, dimensions);
        var scale = 0.35f / MathF.Sqrt(dimensions);
        for (var row = 0; row < start.Rows; row++)
        {
            if (byPicture.Entries(row).Length == 0)
                continue;
            foreach (ref var number in start[row])
                number = scale * ((2 * random.NextSingle()) - 1);
        }

        return start;
    }
}
