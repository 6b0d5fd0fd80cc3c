namespace Kindred.Choices;

/// <summary>How factors are fitted to choices.</summary>
/// <param name="Dimensions">Numbers in a factor.</param>
/// <param name="Background">
/// What a picture that a person did not choose counts, beside 1 for one they chose: that it was not chosen says little.
/// </param>
/// <param name="Regularization">
/// What keeps factors small, for each unit of what a row's choices and its background weigh (Rendle, Krichene, Zhang and Koren,
/// "Revisiting the performance of iALS on item recommendation benchmarks", 2022).
/// </param>
/// <param name="Dislikes">What a dislike counts as evidence of not choosing; 0 where it is left out.</param>
/// <param name="HalfLifeDays">After how many days a choice counts half; 0 where its age does not matter.</param>
internal sealed record FactorSettings(
    int Dimensions, double Background, double Regularization, double Dislikes = 0, double HalfLifeDays = 0)
{
    /// <summary>Where tuning starts.</summary>
    public static FactorSettings Default { get; } = new(Dimensions: 64, Background: 0.1, Regularization: 0.01);
}
