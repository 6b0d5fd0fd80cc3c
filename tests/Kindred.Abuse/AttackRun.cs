using System.Globalization;

namespace Kindred.Abuse;

/// <summary>What one attack did, and what it broke. May be written to by several threads.</summary>
/// <param name="settings">What is attacked.</param>
/// <param name="progress">Gets a line where something failed.</param>
internal sealed class AttackRun(AbuseSettings settings, TextWriter progress)
{
    private readonly Lock _lock = new();
    private readonly List<string> _failures = [];
    private readonly OrderedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public AbuseSettings Settings => settings;

    /// <summary>Sums and peaks by what they are of, in the order in which they came up.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>What Kindred did wrong, a line each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Adds to a sum.</summary>
    public void Count(string what, long by = 1) => Set(what, before => before + by);

    /// <summary>Raises a peak.</summary>
    public void Peak(string what, long value) => Set(what, before => Math.Max(before, value));

    /// <summary>Notes that something went wrong.</summary>
    public void Fail(string what)
    {
        lock (_lock)
        {
            _failures.Add(what);
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED: {what}"));
        }
    }

    /// <summary>Notes it unless the condition holds.</summary>
    /// <returns>The condition.</returns>
    public bool Expect(bool condition, string what)
    {
        if (!condition)
            Fail(what);
        return condition;
    }

    private void Set(string what, Func<long, long> change)
    {
        lock (_lock)
            _counts[what] = change(_counts.GetValueOrDefault(what));
    }
}
