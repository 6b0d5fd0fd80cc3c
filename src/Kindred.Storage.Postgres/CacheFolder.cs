namespace Kindred.Storage.Postgres;

/// <summary>Where this machine keeps what can be made again of a library that is elsewhere.</summary>
internal static class CacheFolder
{
    /// <summary>A library's folder below the user's folder of such files.</summary>
    /// <param name="identity">What tells the library from all others.</param>
    public static string Of(Guid identity)
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var root = Path.IsPathFullyQualified(xdg ?? "") ? xdg!
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), ".cache");
        return Path.Combine(root, "kindred", $"{identity:N}");
    }
}
