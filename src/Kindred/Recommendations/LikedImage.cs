using Kindred.Images;

namespace Kindred.Recommendations;

/// <summary>A picture that somebody chose.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Weight">How much it counts beside others, above 0.</param>
/// <param name="Time">When it was chosen; <see langword="null"/> counts as just now.</param>
public readonly record struct LikedImage(ImageQuery Image, double Weight = 1, DateTimeOffset? Time = null);
