namespace Kindred.Galleries.Histories;

/// <summary>Somebody whose next like is known and was not seen by any fit, as they were with some of their likes.</summary>
/// <param name="Size">Which of <see cref="Choices.ChoicesHalf.LikeCounts"/> it stands for.</param>
/// <param name="Target">The picture they liked next.</param>
/// <param name="LeftOut">Pictures they had chosen before, in rising order: they are not ranked.</param>
/// <param name="FirstTaste">Row of their first taste among the searches by looks.</param>
/// <param name="Tastes">How many tastes they have.</param>
/// <param name="Other">A picture by chance that they had not chosen.</param>
internal sealed record PersonTrial(int Size, int Target, int[] LeftOut, int FirstTaste, int Tastes, int Other)
{
    /// <summary>Score of <see cref="Target"/> with each weight.</summary>
    public float[] TargetScores { get; } = new float[WeightTrials.Weights.Length];

    /// <summary>Score of <see cref="Other"/> with each weight.</summary>
    public float[] OtherScores { get; } = new float[WeightTrials.Weights.Length];

    /// <summary>Rank of <see cref="Target"/> with each weight, from 0.</summary>
    public int[] Ranks { get; } = new int[WeightTrials.Weights.Length];
}
