namespace Kindred.NearDuplicates.Comparisons;

/// <summary>Means, variances and covariance of pairs of numbers, as they come.</summary>
internal struct Moments
{
    private const double Flat = 1e-3;

    private int _count;
    private double _first;
    private double _second;
    private double _firstSquares;
    private double _secondSquares;
    private double _products;

    public readonly double FirstVariance => (_firstSquares / _count) - (FirstMean * FirstMean);

    public readonly double SecondVariance => (_secondSquares / _count) - (SecondMean * SecondMean);

    /// <summary>Pearson's coefficient, in [-1, 1]; 0 where one side is flat.</summary>
    public readonly float Correlation => FirstVariance < Flat || SecondVariance < Flat
        ? 0
        : (float)(((_products / _count) - (FirstMean * SecondMean)) / Math.Sqrt(FirstVariance * SecondVariance));

    private readonly double FirstMean => _first / _count;

    private readonly double SecondMean => _second / _count;

    public void Add(float first, float second)
    {
        _count++;
        _first += first;
        _second += second;
        _firstSquares += first * first;
        _secondSquares += second * second;
        _products += first * second;
    }
}
