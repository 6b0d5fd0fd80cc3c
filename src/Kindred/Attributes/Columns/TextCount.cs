namespace Kindred.Attributes.Columns;

/// <summary>A text, and how many images have it.</summary>
internal readonly record struct TextCount(string Text, int Images);
