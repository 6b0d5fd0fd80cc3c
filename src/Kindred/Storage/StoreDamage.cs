namespace Kindred.Storage;

/// <summary>Damage of stored data that was met so far. What nobody has read since a store was opened is not in it.</summary>
/// <param name="Corrected">Pages of a file in which one bit has flipped: what is read from them is as it was written.</param>
/// <param name="Broken">Pages of a file that cannot be read.</param>
public readonly record struct StoreDamage(int Corrected, int Broken)
{
    /// <summary>How many pages are damaged.</summary>
    public int Pages => Corrected + Broken;
}
