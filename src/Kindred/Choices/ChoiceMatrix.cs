namespace Kindred.Choices;

/// <summary>Who chose what, with what weight: a sparse matrix, row by row. Immutable, safe for use from several threads.</summary>
/// <param name="columns">Number of columns.</param>
/// <param name="starts">Where each row starts among the entries; one more than there are rows.</param>
/// <param name="entries">The columns of the entries, row after row.</param>
/// <param name="weights">The weight of each entry, never 0; below 0 where it is a dislike.</param>
internal sealed class ChoiceMatrix(int columns, int[] starts, int[] entries, float[] weights)
{
    /// <summary>Number of rows.</summary>
    public int Rows => starts.Length - 1;

    /// <summary>Number of columns.</summary>
    public int Columns => columns;

    /// <summary>Number of entries.</summary>
    public int Count => entries.Length;

    /// <summary>The columns of a row's entries.</summary>
    public ReadOnlySpan<int> Entries(int row) => entries.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>The weights of a row's entries.</summary>
    public ReadOnlySpan<float> Weights(int row) => weights.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>Some of the rows, in the order given.</summary>
    public ChoiceMatrix Where(IReadOnlyList<int> rows)
    {
        var someStarts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
            someStarts[i + 1] = someStarts[i] + starts[rows[i] + 1] - starts[rows[i]];
        var (someEntries, someWeights) = (new int[someStarts[^1]], new float[someStarts[^1]]);
        for (var i = 0; i < rows.Count; i++)
        {
            Entries(rows[i]).CopyTo(someEntries.AsSpan(someStarts[i]));
            Weights(rows[i]).CopyTo(someWeights.AsSpan(someStarts[i]));
        }

        return new ChoiceMatrix(columns, someStarts, someEntries, someWeights);
    }

    /// <summary>The same choices with rows for columns.</summary>
    public ChoiceMatrix Transpose()
    {
        var turnedStarts = new int[columns + 1];
        foreach (var column in entries)
            turnedStarts[column + 1]++;
        for (var column = 0; column < columns; column++)
            turnedStarts[column + 1] += turnedStarts[column];

        var next = turnedStarts[..columns];
        var turnedEntries = new int[entries.Length];
        var turnedWeights = new float[entries.Length];
        for (var row = 0; row < Rows; row++)
        {
            for (var entry = starts[row]; entry < starts[row + 1]; entry++)
            {
                var place = next[entries[entry]]++;
                turnedEntries[place] = row;
                turnedWeights[place] = weights[entry];
            }
        }

        return new ChoiceMatrix(Rows, turnedStarts, turnedEntries, turnedWeights);
    }
}
