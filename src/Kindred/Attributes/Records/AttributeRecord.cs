namespace Kindred.Attributes.Records;

/// <summary>What somebody wrote down of pictures, not checked yet.</summary>
/// <param name="Number">Its number where it comes from, such as that of its line; faults name it.</param>
/// <param name="Picture">
/// The picture by what it is called, or by the SHA-256 of its file; <see langword="null"/> for all pictures with the own id.
/// </param>
/// <param name="OwnId">The shop's own id of it; <see langword="null"/> to leave what it has.</param>
/// <param name="Fields">The attributes it says something of.</param>
internal readonly record struct AttributeRecord(int Number, string? Picture, string? OwnId, IReadOnlyList<AttributeField> Fields);

/// <summary>An attribute in a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; <see langword="null"/> to take away what the picture has.</param>
/// <param name="IsWritten">Whether the text may stand for a value of another type, as in CSV.</param>
internal readonly record struct AttributeField(string Name, AttributeValue? Value, bool IsWritten = false);
