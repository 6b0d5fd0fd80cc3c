namespace Kindred.Interactions;

/// <summary>One line of a file of interactions. The user is not in it: whoever imports the file says whose it is.</summary>
internal sealed record InteractionLine(string? Kind, string? Content, string? Path, double? Weight, string? Time);
