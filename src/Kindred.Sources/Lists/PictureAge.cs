using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kindred.Sources.Lists;

/// <summary>
/// Tells when a picture last changed by what its server says. Libraries keep a time for each picture, and compare no more than that and
/// the size. So a server's entity tag, where there is no time, becomes one: on the first day of 1970, at a time of its own.
/// </summary>
internal static class PictureAge
{
    /// <summary>
    /// When it changed (UTC). Where a server says nothing at all, every day is another, so that the picture is read once a day.
    /// </summary>
    public static DateTime Of(HttpResponseMessage response, TimeProvider time)
    {
        if (response.Content.Headers.LastModified is { } modified)
            return modified.UtcDateTime;
        var tag = response.Headers.ETag?.Tag ?? time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(tag)));
        return DateTime.UnixEpoch.AddTicks((long)(hash % TimeSpan.TicksPerDay));
    }
}
