namespace Kindred.Vision.Models;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on disk, those of an earlier, interrupted run among them.</param>
/// <param name="Total">Bytes in all.</param>
internal readonly record struct DownloadProgress(long Bytes, long Total);
