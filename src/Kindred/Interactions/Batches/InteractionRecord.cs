namespace Kindred.Interactions.Batches;

/// <summary>An interaction as somebody wrote it down, not checked yet.</summary>
/// <param name="Number">Its number where it comes from, such as that of its line; faults name it.</param>
/// <param name="User">Who.</param>
/// <param name="Picture">The picture by what it is called, or by the SHA-256 of its file.</param>
/// <param name="Name">What the picture was called, where it is given by its SHA-256.</param>
/// <param name="Kind">What it is; <see langword="null"/> where there is a rating instead.</param>
/// <param name="Rating">How much the user liked the picture; counts where there is no kind.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Time">When, as ISO 8601, or in Unix seconds or milliseconds.</param>
internal readonly record struct InteractionRecord(
    int Number, string? User, string? Picture, string? Name, string? Kind, double? Rating, double? Weight, string? Time);
