namespace Kindred.Interactions;

/// <summary>What a user may be called.</summary>
internal static class UserName
{
    private const int MostCharacters = 100;

    /// <summary>Says what keeps a text from being a name, blanks around it aside.</summary>
    /// <returns>What is wrong and what to do; <see langword="null"/> where nothing is.</returns>
    public static string? Fault(string? user) => user?.Trim() switch
    {
        null or "" => "A user's name must not be empty.",
        { Length: > MostCharacters } name =>
            $"A user's name has at most {MostCharacters} characters, not {name.Length}; choose a shorter one.",
        var name when name.Any(char.IsControl) => "A user's name must be plain text on one line; choose one without control characters.",
        _ => null,
    };

    /// <summary>Takes the blanks around a name away.</summary>
    /// <exception cref="KindredException">It cannot be a name.</exception>
    internal static string Trim(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Fault(user) is { } fault ? throw Bad(user, fault) : user.Trim();
    }

    private static KindredException Bad(string user, string fault) => new(Kindred.Fault.BadUserName, fault) { Subject = user.Trim() };
}
