using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Spaces;

/// <summary>
/// Principal component analysis. The smaller of the two matrices of products, images by images or numbers by numbers, is made once; its
/// leading eigenvectors are found by randomized subspace iteration with a Rayleigh-Ritz step (Halko, Martinsson and Tropp, "Finding
/// structure with randomness", SIAM Review 53, 2011, algorithm 4.4 and section 5.3). All large steps are matrix products, by the kernel
/// that search uses. Where nearly all eigenvectors of a small matrix are wanted, they are solved for instead. Seeded: the same rows give
/// the same axes.
/// </summary>
internal static class PrincipalAxes
{
    private const int Seed = 1901;
    private const int Oversampling = 16;
    private const int Iterations = 6;

    /// <summary>As many are enough for the first half of a basis: what is left out is far smaller than what has to be told apart.</summary>
    private const int IterationsForHalf = 3;

    /// <summary>
    /// A mixture of images shorter than this share of the longest is what rounding left over, and no axis: images that are copies of each
    /// other span fewer than there are.
    /// </summary>
    private const float LeastLength = 1e-3f;

    /// <summary>
    /// What is left of a direction once those before it are taken out, beside its own length, where it is more than rounding: copies have
    /// nothing that the images before them do not have.
    /// </summary>
    private const float LeastOwn = 1e-4f;

    /// <summary>Rows that are made orthogonal to those before them by one product.</summary>
    private const int RowsAtOnce = 64;

    /// <summary>Finds the axes of largest variance.</summary>
    /// <param name="centered">Rows with mean zero.</param>
    /// <param name="count">Axes wanted, fewer than rows and columns.</param>
    /// <param name="exact">How many of them have to be exact; all by default. The others span most of what is left.</param>
    /// <returns>
    /// <paramref name="count"/> unit vectors one after another, largest variance first; zeros where the rows span no more.
    /// </returns>
    public static float[] Find(AlignedMatrix centered, int count, int? exact = null)
    {
        using var transposed = centered.Transpose();
        var byImages = centered.Rows <= centered.Columns;
        var side = byImages ? centered : transposed;
        using var products = MatrixProducts.Multiply(side, side);
        using var eigenvectors = LeadingEigenvectors(products, count, count >= 2 * exact ? IterationsForHalf : Iterations);

        // An eigenvector over images is a mixture of them: the axis is that mixture, brought to length 1.
        using var axes = byImages ? MatrixProducts.Multiply(eigenvectors, transposed) : null;
        var found = axes ?? eigenvectors;
        var result = new float[count * centered.Columns];
        var longest = 0f;
        for (var axis = 0; axis < count; axis++)
        {
            var target = result.AsSpan(axis * centered.Columns, centered.Columns);
            var length = TensorPrimitives.Norm<float>(found[axis]);
            longest = Math.Max(length, longest);
            if (length > LeastLength * longest)
                TensorPrimitives.Divide(found[axis], length, target);
        }

        return result;
    }

    /// <summary>
    /// Finds directions of which the first ones span nearly what as many principal axes span, whatever their number. They are not these
    /// axes, but turned among their neighbors; so nothing has to be solved, which is most of the work where there are few rows.
    /// </summary>
    /// <param name="centered">Rows with mean zero, in principal axes of these and more rows: they are nearly their own.</param>
    /// <param name="count">Directions wanted, fewer than rows and columns.</param>
    /// <returns>
    /// <paramref name="count"/> unit vectors one after another, each at a right angle to the others; zeros where the rows span no more.
    /// </returns>
    public static float[] FindNested(AlignedMatrix centered, int count)
    {
        using var transposed = centered.Transpose();
        using var products = MatrixProducts.Multiply(transposed, transposed);
        // Two steps of the iteration. The first multiplies unit vectors, which gives the first rows of the products.
        using var once = new AlignedMatrix(products.Columns, count);
        for (var row = 0; row < count; row++)
            once.Add(products[row]);
        Orthonormalize(once, passes: 1, LeastOwn);
        using var twice = MatrixProducts.Multiply(once, products);
        Orthonormalize(twice, passes: 2, LeastOwn);

        var result = new float[count * twice.Columns];
        for (var row = 0; row < count; row++)
            twice[row].CopyTo(result.AsSpan(row * twice.Columns));
        return result;
    }

    /// <summary>The eigenvectors of largest eigenvalue of a symmetric matrix, one a row, largest first.</summary>
    /// <param name="symmetric">Of products, so that no eigenvalue is negative.</param>
    /// <param name="count">How many, fewer than rows.</param>
    /// <param name="iterations">How often the basis is multiplied by the matrix.</param>
    public static AlignedMatrix LeadingEigenvectors(AlignedMatrix symmetric, int count, int iterations = Iterations)
    {
        var width = Math.Min(count + Oversampling, symmetric.Rows);
        if (width == symmetric.Rows)
            return Solve(symmetric, count);

        var basis = RandomSigns(width, symmetric.Columns);
        Orthonormalize(basis, passes: 1);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var next = MatrixProducts.Multiply(basis, symmetric);
            basis.Dispose();
            basis = next;
            Orthonormalize(basis, passes: iteration < iterations - 1 ? 1 : 2);
        }

        // Within the basis the problem is small enough to be solved exactly; its solution turns the basis into eigenvectors.
        using var image = MatrixProducts.Multiply(basis, symmetric);
        using var small = MatrixProducts.Multiply(image, basis);
        using var rotation = Solve(small, count);
        using var columns = basis.Transpose();
        basis.Dispose();
        return MatrixProducts.Multiply(rotation, columns);
    }

    /// <summary>The same, exactly; takes time by the third power of the rows.</summary>
    private static AlignedMatrix Solve(AlignedMatrix symmetric, int count)
    {
        var width = symmetric.Rows;
        var eigen = DenseMatrix.Create(width, width, (i, j) => 0.5 * ((double)symmetric[i][j] + symmetric[j][i]))
            .Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var vectors = new AlignedMatrix(width, count);
        vectors.AddUnwritten(count);
        for (var axis = 0; axis < count; axis++)
        {
            // The solver puts the smallest first.
            for (var row = 0; row < width; row++)
                vectors[axis][row] = (float)eigen.EigenVectors[row, width - 1 - axis];
        }

        return vectors;
    }

    /// <summary>
    /// Gram and Schmidt's method, some rows at a time: what the rows before have in common with them is taken out of all of these by matrix
    /// products. One pass keeps rows from falling together, which is all that the iteration needs; a second one makes them orthogonal in
    /// single precision.
    /// </summary>
    /// <param name="rows">The rows; changed in place.</param>
    /// <param name="passes">How often what they have in common is taken out.</param>
    /// <param name="leastOwn">The share of a row's length that has to be left of it; a row of which less is left becomes zeros.</param>
    private static void Orthonormalize(AlignedMatrix rows, int passes, float leastOwn = 0)
    {
        using var before = new AlignedMatrix(rows.Columns, rows.Rows);
        Span<float> lengths = stackalloc float[RowsAtOnce];
        for (var first = 0; first < rows.Rows; first += RowsAtOnce)
        {
            var end = Math.Min(first + RowsAtOnce, rows.Rows);
            for (var row = first; row < end; row++)
                lengths[row - first] = TensorPrimitives.Norm<float>(rows[row]);
            for (var pass = 0; pass < passes; pass++)
            {
                if (first > 0)
                    TakeOut(before, rows, first, end);
                for (var row = first; row < end; row++)
                    MakeOrthogonal(rows, first, row, pass == 0 ? leastOwn * lengths[row - first] : 0);
            }

            for (var row = first; row < end; row++)
                before.Add(rows[row]);
        }
    }

    /// <summary>Takes out of some rows what they have in common with those before them.</summary>
    private static void TakeOut(AlignedMatrix before, AlignedMatrix rows, int first, int end)
    {
        using var some = new AlignedMatrix(rows.Columns, end - first);
        for (var row = first; row < end; row++)
            some.Add(rows[row]);
        using var products = MatrixProducts.Multiply(some, before);
        using var columns = before.Transpose();
        using var common = MatrixProducts.Multiply(products, columns);
        for (var row = first; row < end; row++)
            TensorPrimitives.Subtract(rows[row], common[row - first], rows[row]);
    }

    /// <summary>Makes a row orthogonal to those from the first on, and brings it to length 1; to zeros where too little is left.</summary>
    private static void MakeOrthogonal(AlignedMatrix rows, int first, int row, float least)
    {
        var current = rows[row];
        for (var earlier = first; earlier < row; earlier++)
            TensorPrimitives.MultiplyAdd(rows[earlier], -TensorPrimitives.Dot<float>(rows[earlier], current), current, current);

        // A row that the others span already has nothing left but rounding; zero keeps it out of every product.
        var length = TensorPrimitives.Norm<float>(current);
        if (length > Math.Max(least, 1e-12f))
            TensorPrimitives.Divide(current, length, current);
        else
            current.Clear();
    }

    /// <summary>Rows of 1 and −1 by chance: as good a start as normal deviates, and drawn in a tenth of the time.</summary>
    private static AlignedMatrix RandomSigns(int rows, int columns)
    {
        var random = new Random(Seed);
        var bytes = new byte[columns];
        var matrix = new AlignedMatrix(columns, rows);
        matrix.AddUnwritten(rows);
        for (var row = 0; row < rows; row++)
        {
            random.NextBytes(bytes);
            var signs = matrix[row];
            for (var column = 0; column < columns; column++)
                signs[column] = (bytes[column] & 1) == 0 ? 1 : -1;
        }

        return matrix;
    }
}
