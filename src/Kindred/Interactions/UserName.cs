namespace Kindred.Interactions;

/// <summary>What a user may be called.</summary>
internal static class UserName
{
    private const int MostCharacters = 100;

    /// <summary>Takes the blanks around a name away.</summary>
    /// <exception cref="KindredException">It cannot be a name.</exception>
    public static string Trim(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var name = user.Trim();
        if (name.Length == 0)
            throw new KindredException("A user's name must not be empty; name one with --user NAME.");
        if (name.Length > MostCharacters)
            throw new KindredException($"A user's name has at most {MostCharacters} characters, not {name.Length}; choose a shorter one.");
        if (name.Any(char.IsControl))
            throw new KindredException("A user's name must be plain text on one line; choose one without control characters.");
        return name;
    }
}
