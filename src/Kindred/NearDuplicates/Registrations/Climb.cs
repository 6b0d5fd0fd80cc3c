namespace Kindred.NearDuplicates.Registrations;

/// <summary>A placement that is being improved, step by step: <see cref="Registration.Improve"/> goes on where it was left.</summary>
/// <param name="start">Where it begins.</param>
internal struct Climb(Placement start)
{
    /// <summary>The best placement so far.</summary>
    public Placement Best { get; private set; } = start;

    /// <summary>The correlation there.</summary>
    public float Correlation { get; private set; } = -1;

    /// <summary>The placement to be looked at next.</summary>
    public Placement Next { get; set; } = start;

    /// <summary>How many placements have been looked at, the first included.</summary>
    public int Laid { get; private set; }

    /// <summary>Whether the next placement is the last: the step to it was short.</summary>
    public bool IsLast { get; set; }

    /// <summary>Whether there is nothing more to be improved.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Notes the correlation at the next placement.</summary>
    public void Lay(float correlation)
    {
        Laid++;
        if (correlation > Correlation)
            (Best, Correlation) = (Next, correlation);
    }
}
