namespace Kindred.Choices;

/// <summary>A like that a fit does not see, to judge it by.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Picture">The picture that was liked.</param>
/// <param name="Place">Its place in the person's history.</param>
internal readonly record struct HeldOutLike(int Person, int Picture, int Place);
