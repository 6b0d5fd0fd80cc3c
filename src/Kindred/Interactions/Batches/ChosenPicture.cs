using Kindred.Images;

namespace Kindred.Interactions.Batches;

/// <summary>A picture that interactions are about.</summary>
/// <param name="Content">SHA-256 of its file.</param>
/// <param name="Name">What it is called now.</param>
internal readonly record struct ChosenPicture(ContentHash Content, string Name);
