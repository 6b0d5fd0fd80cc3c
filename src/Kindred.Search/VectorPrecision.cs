namespace Kindred.Search;

#pragma warning disable CA1720 // The names of number formats are what is to be said here.
/// <summary>How the numbers of vectors are kept in an index.</summary>
public enum VectorPrecision
{
    /// <summary>4 bytes a number, as they were computed.</summary>
    Float32,

    /// <summary>1 byte a number: a quarter of the memory. What it finds is ranked again with exact values.</summary>
    Int8,
}
#pragma warning restore CA1720
