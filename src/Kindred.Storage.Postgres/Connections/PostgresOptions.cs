using System.Globalization;
using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>What an address may say beside the place, by the names that PostgreSQL's own programs give it.</summary>
internal static class PostgresOptions
{
    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Setters = new(StringComparer.Ordinal)
    {
        ["sslmode"] = (settings, value) => settings.SslMode = value switch
        {
            "disable" => SslMode.Disable,
            "allow" => SslMode.Allow,
            "prefer" => SslMode.Prefer,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            _ => throw new FormatException(),
        },
        ["sslrootcert"] = (settings, value) => settings.RootCertificate = value,
        ["sslcert"] = (settings, value) => settings.SslCertificate = value,
        ["sslkey"] = (settings, value) => settings.SslKey = value,
        ["connect_timeout"] = (settings, value) => settings.Timeout = Number(value, 1, 1024),
        ["pool_size"] = (settings, value) => settings.MaxPoolSize = Number(value, 2, 1024),
        ["application_name"] = (settings, value) => settings.ApplicationName = value,
        ["target_session_attrs"] = (settings, value) => settings.TargetSessionAttributes = value switch
        {
            "any" or "read-write" or "read-only" or "primary" or "standby" or "prefer-standby" => value,
            _ => throw new FormatException(),
        },
    };

    /// <summary>Sets an option.</summary>
    /// <exception cref="KindredException">There is no such option, or not such a value.</exception>
    public static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        if (name == "password")
            throw new KindredException("An address has no password in it; set PGPASSWORD or PGPASSFILE.");
        if (!Setters.TryGetValue(name, out var set))
        {
            throw new KindredException(
                $"The address of a library in PostgreSQL has no option \"{name}\"; there are schema, {string.Join(", ", Setters.Keys)}.");
        }

        try
        {
            set(settings, value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new KindredException($"The option {name} of an address cannot be \"{value}\".", exception);
        }
    }

    private static int Number(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException();
}
