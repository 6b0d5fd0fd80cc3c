namespace Kindred.Attributes.Records;

/// <summary>What an import changed.</summary>
/// <param name="Written">What became of the images.</param>
/// <param name="Added">Attributes that are new.</param>
/// <param name="Unknown">Pictures and own ids that the library does not have, each once.</param>
/// <param name="Skipped">How many records were left out, for they are about those.</param>
internal sealed record AttributeImportReport(
    AttributeReport Written, IReadOnlyList<AttributeDefinition> Added, IReadOnlyList<string> Unknown, int Skipped);
