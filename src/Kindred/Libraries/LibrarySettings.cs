using Kindred.Images;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>What a library was made with, and how it wants to be searched.</summary>
/// <param name="Stamp">The embedder of every embedding in it.</param>
/// <param name="Space">The space it is to be searched in.</param>
public sealed record LibrarySettings(EmbedderStamp Stamp, SpaceKind Space);
