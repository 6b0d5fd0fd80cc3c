namespace Kindred.Search;

/// <summary>How an <see cref="HnswIndex"/> is built and searched. The names are those of the paper.</summary>
public sealed record HnswOptions
{
    /// <summary>
    /// Links a new vector makes on each level; twice as many are kept on the lowest. From 2 to 128, default 16: 8 to 48 are common.
    /// </summary>
    public int M
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 128);
            field = value;
        }
    } = 16;

    /// <summary>Candidates a new vector chooses its links from, at least 1, default 200. More build a better graph, slower.</summary>
    public int EfConstruction
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 200;

    /// <summary>
    /// Candidates a search keeps, at least 1, default 100; a search for more neighbors than that keeps more. More find more, slower.
    /// </summary>
    public int EfSearch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <summary>
    /// What walks compare, default <see cref="VectorPrecision.Float32"/>. The graph is built by exact distances with either.
    /// </summary>
    public VectorPrecision Precision { get; init; }

    /// <summary>Seed of the levels that vectors are drawn into, default 1.</summary>
    public int Seed { get; init; } = 1;
}
