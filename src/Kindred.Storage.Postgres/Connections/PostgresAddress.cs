using System.Globalization;
using System.Net;
using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>
/// Where a library in PostgreSQL is: <c>postgres://user@host:5432,other:5432/database?schema=kindred</c>. Has no password in it, which
/// others on the machine would see: that comes from <c>PGPASSWORD</c> or a password file, which the driver reads by itself.
/// </summary>
internal sealed class PostgresAddress
{
    /// <summary>The schema of a library whose address names none.</summary>
    public const string DefaultSchema = "kindred";

    /// <summary>The longest name of a schema. PostgreSQL cuts names off at 63 bytes, and that of the channel is longer.</summary>
    public const int LongestSchema = 50;

    /// <summary>How long a statement waits for another transaction's lock.</summary>
    private const int BusyTimeoutSeconds = 30;

    /// <summary>How long one of several hosts may take to let somebody in, before the next is asked.</summary>
    private const int HostTimeoutSeconds = 5;

    /// <summary>
    /// How long one of several hosts that could not be reached is left alone: where its machine is silent, looking takes all of
    /// <see cref="HostTimeoutSeconds"/>. Whoever loses a connection forgets it before.
    /// </summary>
    private const int HostRecheckSeconds = 60;

    private const int DefaultPort = 5432;

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    private PostgresAddress(string text, string schema, NpgsqlConnectionStringBuilder settings)
    {
        Text = text;
        Schema = schema;
        Settings = settings;
    }

    /// <summary>The address as it was given.</summary>
    public string Text { get; }

    /// <summary>The schema that has the library's tables.</summary>
    public string Schema { get; }

    /// <summary>What the driver needs to know. There is no password in it.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The channel that new revisions are told on.</summary>
    public string Channel => $"kindred_{Schema}";

    /// <summary>Whether some text means a library in PostgreSQL, well written or not.</summary>
    public static bool IsOne(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <exception cref="KindredException">It is not one; the message says why, and shows no password.</exception>
    public static PostgresAddress Parse(string text)
    {
        var scheme = Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            ?? throw new KindredException("The address of a library in PostgreSQL starts with postgres://.");
        RefusePassword(text[scheme.Length..]);
        var (rest, query) = Split(text[scheme.Length..], '?');
        var (authority, path) = Split(rest, '/');
        var at = authority.LastIndexOf('@');
        var settings = new NpgsqlConnectionStringBuilder
        {
            Database = Decode(path ?? ""),
            ApplicationName = "kindred",
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 30,
            TcpKeepAliveInterval = 10,
            CommandTimeout = 600, // Seconds. Dropping what a large library no longer needs takes its time.
            // Plans fit the values, such as how many ids there are; compiling them would take longer than most of them do.
            Options = $"-c lock_timeout={BusyTimeoutSeconds}s -c plan_cache_mode=force_custom_plan -c jit=off",
        };
        if (string.IsNullOrEmpty(settings.Database))
            throw new KindredException("The address of a library in PostgreSQL names a database: postgres://user@host/database.");
        if (at >= 0)
            settings.Username = Decode(authority[..at]);
        SetHosts(settings, authority[(at + 1)..]);

        var schema = DefaultSchema;
        foreach (var option in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(option, '=');
            if (name == "schema")
                schema = CheckedSchema(Decode(value ?? ""));
            else
                PostgresOptions.Set(settings, Decode(name), Decode(value ?? ""));
        }

        if (settings.TargetSessionAttributes is not null && !settings.Host!.Contains(',', StringComparison.Ordinal)) // It is set above.
            throw new KindredException("The option target_session_attrs chooses among several hosts; the address has one.");
        settings.SearchPath = schema;
        return new PostgresAddress(text, schema, settings);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static (string Before, string? Behind) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is var at && at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    // Before anything else is looked at: a password may have any character in it, and no message may show a part of it.
    private static void RefusePassword(string address)
    {
        if (address.LastIndexOf('@') is var at and >= 0 && address.AsSpan(0, at).Contains(':'))
        {
            throw new KindredException(
                "An address with a password in it is seen by others on this machine; leave it out, and set PGPASSWORD or PGPASSFILE.");
        }
    }

    private static string CheckedSchema(string name)
    {
        var isGood = name.Length is > 0 and <= LongestSchema && !char.IsAsciiDigit(name[0])
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            && !name.StartsWith("pg_", StringComparison.Ordinal);
        return isGood ? name : throw new KindredException(
            $"A library's schema cannot be called \"{name}\"; take at most {LongestSchema} small letters, digits and underscores.");
    }

    private static void SetHosts(NpgsqlConnectionStringBuilder settings, string hosts)
    {
        var all = hosts.Split(',').Select(HostOf).ToArray();
        var isHere = all.All(host => IsHere(host.Name));
        settings.SslMode = isHere ? SslMode.Prefer : SslMode.VerifyFull;
        if (all is [var only])
        {
            (settings.Host, settings.Port) = only;
            return;
        }

        settings.Host = string.Join(',', all.Select(Together));
        settings.TargetSessionAttributes = "read-write";
        settings.Timeout = HostTimeoutSeconds;
        settings.HostRecheckSeconds = HostRecheckSeconds;
    }

    private static string Together((string Name, int Port) host)
    {
        var name = host.Name.Contains(':', StringComparison.Ordinal) ? $"[{host.Name}]" : host.Name; // Version 6 of the protocol.
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{host.Port}");
    }

    private static (string Name, int Port) HostOf(string text)
    {
        var host = Decode(text);
        var behindName = host.LastIndexOf(']') + 1;
        var colon = host.StartsWith('/') ? host.LastIndexOf(':') : host.IndexOf(':', behindName);
        var port = DefaultPort;
        if (colon >= 0 && (!int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port is < 1 or > ushort.MaxValue))
        {
            throw new KindredException(
                $"\"{host[(colon + 1)..]}\" is no port of PostgreSQL; an address is like postgres://user@host:5432/database.");
        }

        var name = (colon < 0 ? host : host[..colon]).Trim('[', ']');
        return (name.Length == 0 ? "localhost" : name, port);
    }

    private static bool IsHere(string host) =>
        host.StartsWith('/') || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
