namespace Kindred.NearDuplicates.Comparisons;

/// <summary>The largest of many numbers, as they come.</summary>
internal static class Largest
{
    /// <summary>Puts a number among the largest so far, which were zeros at first, and drops the smallest of them.</summary>
    /// <param name="largest">The largest, largest first.</param>
    /// <param name="value">A number; one below 0 counts as 0.</param>
    public static void Insert(Span<float> largest, float value)
    {
        var place = largest.Length;
        while (place > 0 && largest[place - 1] < value)
            place--;
        if (place == largest.Length)
            return;
        largest[place..^1].CopyTo(largest[(place + 1)..]);
        largest[place] = value;
    }
}
