namespace Kindred.Images;

/// <summary>One picture cannot be read. The message is its reason alone, fit for a list beside the picture's name.</summary>
/// <param name="fault">The kind of reason.</param>
/// <param name="reason">Why, in a few words, lower case, no full stop: <c>truncated JPEG</c>.</param>
/// <param name="innerException">What was caught, if anything.</param>
public sealed class UnreadableImageException(ImageFault fault, string reason, Exception? innerException = null)
    : KindredException(Fault.UnreadablePicture, reason, innerException)
{
    /// <summary>The kind of reason, for programs.</summary>
    public ImageFault ImageFault { get; } = fault;
}
