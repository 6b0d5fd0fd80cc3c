namespace Kindred.Attributes.Columns;

/// <summary>A test of single positions; as a struct, so that it is inlined where all positions are tested.</summary>
internal interface IPositionTest
{
    /// <summary>Whether a position passes.</summary>
    bool Of(int position);
}
