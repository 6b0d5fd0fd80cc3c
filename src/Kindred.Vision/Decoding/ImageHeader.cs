namespace Kindred.Vision.Decoding;

/// <summary>What a picture's header says.</summary>
/// <param name="MediaType">Such as <c>image/jpeg</c>; told from the first bytes, not from a name.</param>
/// <param name="Size">The picture's size, as shown.</param>
internal readonly record struct ImageHeader(string MediaType, ImageSize Size);
