namespace Kindred.Search.Quantization;

/// <summary>
/// The codes of a table that grows, made when they are asked for. Scales are fitted to what is there at first, and again each time that it
/// has doubled or that something does not fit them; all else is encoded, and clamped, with the scales there are. Safe from several threads.
/// </summary>
internal sealed class FittedCodes(VectorTable vectors) : IDisposable
{
    private readonly Lock _fitting = new();
    private CodeTable? _codes;
    private int _fitted;

    /// <summary>
    /// Codes of all embeddings that had been added when this was called. Other threads may still read those that it replaces, so these are
    /// left to the garbage collector: keep the returned table reachable while its rows are read.
    /// </summary>
    public CodeTable UpToDate()
    {
        var codes = Volatile.Read(ref _codes);
        var count = vectors.Count;
        if (codes is not null && codes.Count >= count)
            return codes;

        lock (_fitting)
        {
            codes = _codes;
            if (codes is null || count >= 2L * _fitted || !codes.AddFrom(vectors))
            {
                _fitted = vectors.Count;
                codes = new CodeTable(ScalarQuantizer.Fit(vectors));
                codes.AddFrom(vectors);
            }

            Volatile.Write(ref _codes, codes);
            return codes;
        }
    }

    public void Dispose() => _codes?.Dispose();
}
