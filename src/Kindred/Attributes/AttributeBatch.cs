using Kindred.Images;

namespace Kindred.Attributes;

/// <summary>Attributes on their way into a store.</summary>
/// <param name="Added">Attributes that are new in this recording, from its first batch on.</param>
/// <param name="Changes">What changes, in its order.</param>
internal sealed record AttributeBatch(IReadOnlyList<AttributeDefinition> Added, ReadOnlyMemory<AttributeChange> Changes);

/// <summary>What changes of one image.</summary>
/// <param name="Image">The image; one that is not there is passed over.</param>
/// <param name="OwnId">Its own id from now on; <see langword="null"/> leaves what it has.</param>
/// <param name="Values">
/// A JSON merge patch (RFC 7396) of its values: an object with new values by the names of attributes, null for what goes.
/// </param>
internal readonly record struct AttributeChange(ImageId Image, string? OwnId, string Values);

/// <summary>What is stored of one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="OwnId">Its own id, if it has one.</param>
/// <param name="Values">Its values: a JSON object in UTF-8 by the names of attributes.</param>
internal readonly record struct StoredAttributes(ImageId Image, string? OwnId, ReadOnlyMemory<byte> Values);

/// <summary>What became of changes.</summary>
/// <param name="New">Images that nothing was known of before.</param>
/// <param name="Updated">Images that got another own id or other values.</param>
/// <param name="Unchanged">Images that have nothing new.</param>
public sealed record AttributeReport(int New, int Updated, int Unchanged);
