using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>
/// A PostgreSQL server with data of its own, on a free port of this machine alone. A shell between it and the tests stops it when they end,
/// however they end.
/// </summary>
internal sealed class PostgresProcess : IDisposable
{
    /// <summary>Who owns the database, and need not say a password.</summary>
    public const string Owner = "kindred";

    /// <summary>Who has to say a password: <c>right</c>.</summary>
    public const string Guarded = "guarded";

    /// <summary>Who has no rights but what a test gives.</summary>
    public const string Reader = "reader";

    /// <summary>The database. Its collation is no order of bytes, where the server can have such ones.</summary>
    public const string Database = "gallery";

    // Where its messages go comes before what to run.
    private const string Log = "exec \"$@\" > \"$0\" 2>&1";

    // The shell reads until whoever started it closes the pipe, or is gone.
    private const string Watch = """
        exec 2>> "$0"
        "$@" < /dev/null >> "$0" &
        server=$!
        read -r line
        kill -INT $server
        wait $server
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>How long a server takes at most to say which process it is.</summary>
    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(5);

    private readonly string _programs;
    private readonly TemporaryFolder _folder = new();
    private readonly Stopwatch _launched = new();
    private Process? _process;

    private PostgresProcess(string programs) => _programs = programs;

    public int Port { get; } = FreePort();

    /// <summary>The connection with which nodes of a cluster find one another.</summary>
    public string Membership => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={Owner};Database={Database}");

    private string Data => Path.Combine(_folder.Path, "data");

    private string Messages => Path.Combine(_folder.Path, "messages");

    /// <summary>The folder of PostgreSQL's programs; <see langword="null"/> where there are none, or they cannot be run.</summary>
    public static string? FindPrograms()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(installed.OrderByDescending(version => Path.GetFileName(version), StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin")));
        return OperatingSystem.IsWindows() ? null : folders.FirstOrDefault(
            folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    /// <summary>Makes a server's data, and starts it.</summary>
    public static PostgresProcess Start(string programs)
    {
        var process = new PostgresProcess(programs);
        process.Initialize();
        process.Run();
        process.Fill();
        return process;
    }

    /// <summary>Starts the server on the data that there is; again, while what is left of one that crashed is still there.</summary>
    public void Run()
    {
        for (var began = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            if (_process is null || (_launched.Elapsed > Startup && !IsAlive()))
                Relaunch();
            try
            {
                using var connection = ConnectTo("postgres", "public");
                return;
            }
            catch (NpgsqlException) when (began.Elapsed < Patience)
            {
                // It starts.
            }
            catch (NpgsqlException exception)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {File.ReadAllText(Messages)}", exception);
            }
        }
    }

    /// <summary>Connects as somebody who may do everything.</summary>
    public NpgsqlConnection Connect(string schema) => ConnectTo(Database, schema);

    /// <summary>Ends the server at once, as a crash does.</summary>
    public void Crash()
    {
        using (var server = Process.GetProcessById(ServerId()))
            server.Kill();
        End();
    }

    public void Dispose()
    {
        End();
        _folder.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Relaunch()
    {
        End();
        _launched.Restart();
        _process = Launch(
            "sh", "-c", Watch, Messages, Path.Combine(_programs, "postgres"), "-D", Data,
            "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "fsync=off");
    }

    /// <summary>The server's process, which is the first line of a file of its own.</summary>
    private int ServerId() =>
        int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private bool IsAlive()
    {
        try
        {
            using var server = Process.GetProcessById(ServerId());
            return !server.HasExited;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidOperationException or FormatException)
        {
            return false; // There is no file, or nothing in it yet, or no such process.
        }
    }

    private void End()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private void Initialize()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var give = Process.Start("chown", ["postgres", _folder.Path]);
            give.WaitForExit();
        }

        using var initdb = Launch(
            "sh", "-c", Log, Messages, Path.Combine(_programs, "initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync");
        initdb.WaitForExit();
        if (initdb.ExitCode != 0)
            throw new InvalidOperationException($"initdb failed: {File.ReadAllText(Messages)}");
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), $"""
            host all {Guarded} 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 trust

            """);
    }

    private void Fill()
    {
        using var connection = ConnectTo("postgres", "public");
        void Execute(string statement)
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }

        Execute($"CREATE ROLE {Owner} LOGIN; CREATE ROLE {Guarded} LOGIN PASSWORD 'right'; CREATE ROLE {Reader} LOGIN");
        const string Create = $"CREATE DATABASE {Database} OWNER {Owner} TEMPLATE template0";
        try
        {
            Execute($"{Create} LOCALE_PROVIDER icu ICU_LOCALE 'en'");
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.SyntaxError or PostgresErrorCodes.FeatureNotSupported)
        {
            Execute(Create); // Versions before 15, and some builds, have no such collations.
        }
    }

    private NpgsqlConnection ConnectTo(string database, string schema)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = "postgres",
            Database = database,
            SearchPath = schema,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Starts a program as somebody who is not the superuser, whom PostgreSQL refuses.</summary>
    private static Process Launch(params string[] command)
    {
        string[] asPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command];
        var line = Environment.IsPrivilegedProcess ? asPostgres : command;
        return Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!; // It starts a process of its own.
    }
}
