namespace Kindred.Abuse.Http.Soak;

/// <summary>How fast something grows: the slope of the line that fits samples best, by least squares.</summary>
internal sealed class Trend
{
    private readonly List<(double Time, double Value)> _samples = [];

    public int Count => _samples.Count;

    public double Mean => _samples.Count == 0 ? 0 : _samples.Average(sample => sample.Value);

    public void Add(double time, double value) => _samples.Add((time, value));

    /// <summary>What is added in one unit of time; 0 for less than two samples.</summary>
    public double Slope()
    {
        if (_samples.Count < 2)
            return 0;
        var (time, value) = (_samples.Average(sample => sample.Time), Mean);
        var spread = _samples.Sum(sample => (sample.Time - time) * (sample.Time - time));
        return spread == 0 ? 0 : _samples.Sum(sample => (sample.Time - time) * (sample.Value - value)) / spread;
    }
}
