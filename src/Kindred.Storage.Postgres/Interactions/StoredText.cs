using System.Text;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>Names as PostgreSQL can keep them: it has no zero character, and UTF-8 no half of a character.</summary>
internal static class StoredText
{
    /// <summary>A name with a replacement character for each that cannot be kept.</summary>
    public static string Of(string name) =>
        IsKept(name) ? name : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)).Replace('\0', '\uFFFD');

    private static bool IsKept(string name)
    {
        foreach (var character in name)
        {
            if (character == '\0' || char.IsSurrogate(character))
                return false;
        }

        return true;
    }
}
