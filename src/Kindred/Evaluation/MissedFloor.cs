namespace Kindred.Evaluation;

/// <summary>A figure that is below its floor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Floor">What it should at least be.</param>
/// <param name="Figure">What it is.</param>
internal readonly record struct MissedFloor(string Name, double Floor, double Figure);
