using Kindred.Search.Vectors;

namespace Kindred.Search.Quantization;

/// <summary>
/// The codes of a table that grows, made when they are asked for. Scales are fitted to what is there at first, and again each time that it
/// has doubled or that something does not fit them; all else is encoded, and clamped, with the scales there are. Safe from several threads.
/// </summary>
/// <param name="vectors">The table.</param>
/// <param name="codes">Codes of it that are there already, such as those of a file.</param>
internal sealed class FittedCodes(VectorTable vectors, CodeTable? codes = null) : IDisposable
{
    private readonly Lock _fitting = new();
    private CodeTable? _codes = codes;
    private int _fitted = codes?.Count ?? 0;

    /// <summary>
    /// Codes of all vectors that had been added when this was called. Other threads may still read those that it replaces, so these are
    /// left to the garbage collector: keep the returned table reachable while its rows are read.
    /// </summary>
    public CodeTable UpToDate()
    {
        var current = Volatile.Read(ref _codes);
        var count = vectors.Count;
        if (current is not null && current.Count >= count)
            return current;

        lock (_fitting)
        {
            current = _codes;
            if (current is null || count >= 2L * _fitted || !current.AddFrom(vectors))
            {
                _fitted = vectors.Count;
                current = new CodeTable(ScalarQuantizer.Fit(vectors));
                current.AddFrom(vectors);
            }

            Volatile.Write(ref _codes, current);
            return current;
        }
    }

    public void Dispose() => _codes?.Dispose();
}
