using System.Globalization;

namespace Kindred.Interactions;

/// <summary>Times of interactions as text, in ISO 8601.</summary>
internal static class InteractionTime
{
    /// <summary>In seconds, more than 700 years after 1970; in milliseconds, nine months.</summary>
    private const long MostSeconds = 25_000_000_000;

    /// <summary>The end of the year 9998.</summary>
    private const long MostMilliseconds = 253_370_764_799_000;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads a day, or a day and a time such as <c>2026-11-24T08:00:00Z</c>; without an offset it is taken as UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, in UTC.</param>
    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>
    /// Reads a time as <see cref="TryParse"/> does, or a whole number of seconds or milliseconds since 1970: one from
    /// 25,000,000,000 on counts milliseconds.
    /// </summary>
    public static bool TryParseAny(string text, out DateTimeOffset time)
    {
        if (TryParse(text, out time))
            return true;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return false;
        if (Math.Abs(number) < MostSeconds)
            time = DateTimeOffset.FromUnixTimeSeconds(number);
        else if (Math.Abs(number) <= MostMilliseconds)
            time = DateTimeOffset.FromUnixTimeMilliseconds(number);
        else
            return false;
        return true;
    }

    /// <summary>Writes a time so that reading it gives the same: <c>2026-11-24T08:00:00.0000000Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
