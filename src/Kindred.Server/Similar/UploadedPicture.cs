using Kindred.Images;

namespace Kindred.Server.Similar;

/// <summary>A picture that came with a request; nobody has looked yet whether it is one.</summary>
/// <param name="Name">What the sender calls the file, without folders.</param>
/// <param name="Picture">Its bytes, at least one; pooled, so dispose it.</param>
internal sealed record UploadedPicture(string Name, EncodedImage Picture);
