namespace Kindred.Choices;

/// <summary>What a fit of choices depends on.</summary>
/// <param name="Choices">Number of choices.</param>
/// <param name="Space">The space by looks that it stands beside.</param>
internal sealed record ChoicesSource(int Choices, string Space)
{
    /// <summary>
    /// A few choices change no list; a fit is due after a twentieth of those the last one had, and after this many at least.
    /// </summary>
    private const int ChoicesPerFit = 50;

    /// <summary>Whether choices that were fitted to an earlier source should be fitted to this one.</summary>
    public bool IsDueAfter(ChoicesSource earlier) =>
        Space != earlier.Space || Math.Abs(Choices - earlier.Choices) >= Math.Max(ChoicesPerFit, earlier.Choices / 20);
}
