namespace Kindred.Sources.Lists;

/// <summary>What a list says of a picture.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Bytes">Its size; <see langword="null"/> where the list does not say.</param>
/// <param name="Modified">When it last changed (UTC); <see langword="null"/> where the list does not say.</param>
internal readonly record struct ListedPicture(string Address, long? Bytes, DateTime? Modified);
