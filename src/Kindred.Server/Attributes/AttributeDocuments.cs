using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Attributes;

namespace Kindred.Server.Attributes;

/// <summary>An attribute that pictures may have.</summary>
/// <param name="Name">Its name; upper and lower case are the same.</param>
/// <param name="Type">What its values are.</param>
internal sealed record AttributeDocument(string Name, AttributeType Type);

/// <summary>The attributes there are.</summary>
/// <param name="Total">How many.</param>
/// <param name="Offset">Attributes left out before these.</param>
/// <param name="Limit">Attributes here at most.</param>
/// <param name="Items">The attributes, as they came to be.</param>
internal sealed record AttributeList(int Total, int Offset, int Limit, IReadOnlyList<AttributeDocument> Items);

/// <summary>A value that pictures have.</summary>
/// <param name="Value">The text; true or false of a boolean.</param>
/// <param name="Images">How many pictures have it.</param>
internal sealed record AttributeValueDocument(string Value, int Images);

/// <summary>The values of an attribute, for suggesting them.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Least">Of numbers: the least; else null.</param>
/// <param name="Most">Of numbers: the most; else null.</param>
/// <param name="Total">How many different values there are to be listed; numbers are not.</param>
/// <param name="Offset">How many of them stand before these.</param>
/// <param name="Limit">How many are here at most.</param>
/// <param name="Items">The values, those of the most pictures first.</param>
internal sealed record AttributeValueList(
    string Name, AttributeType Type, double? Least, double? Most, int Total, int Offset, int Limit,
    IReadOnlyList<AttributeValueDocument> Items);

/// <summary>What a shop says of pictures.</summary>
/// <param name="Attributes">At most 10,000 entries; where two are about one picture the later one holds.</param>
internal sealed record AttributesRequest(IReadOnlyList<AttributesEntry> Attributes);

/// <summary>What a shop says of a picture, or of all pictures with an own id.</summary>
/// <param name="Picture">
/// The picture: its id, its own id as id:SKU, the SHA-256 of its file, or its path. Without one, the entry is about all pictures with the
/// own id.
/// </param>
/// <param name="OwnId">The picture's own id from now on. Default: as it is.</param>
/// <param name="Values">
/// Values by the names of attributes: a text, a number, true, false, a list of texts, or null to take one away. Attributes that are not
/// named stay; one that is new takes the type of its values.
/// </param>
internal sealed record AttributesEntry(
    string? Picture = null, string? OwnId = null, IReadOnlyDictionary<string, JsonElement>? Values = null);

/// <summary>What became of attributes that were sent.</summary>
/// <param name="New">Pictures that nothing was known of before.</param>
/// <param name="Updated">Pictures that got another own id or other values.</param>
/// <param name="Unchanged">Pictures that have nothing new.</param>
/// <param name="NewAttributes">Attributes that there were not before.</param>
internal sealed record AttributesReportDocument(int New, int Updated, int Unchanged, IReadOnlyList<AttributeDocument> NewAttributes);
