namespace Kindred.Storage.Sqlite.Checks;

/// <summary>What became of looking at all pages of a file.</summary>
/// <param name="Pages">How many there are; 0 where they have no checksums.</param>
/// <param name="Corrected">Numbers of those in which one bit has flipped.</param>
/// <param name="Broken">Numbers of those that are beyond that.</param>
internal sealed record PageScanResult(long Pages, IReadOnlyList<long> Corrected, IReadOnlyList<long> Broken);
