using System.Diagnostics;
using System.Globalization;
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
    private bool _isFrozen;

    private PostgresProcess(string programs) => _programs = programs;

    public int Port { get; } = FreePort.Find();

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
        var initdb = folders.Select(folder => new FileInfo(Path.Combine(folder, "initdb"))).FirstOrDefault(file => file.Exists);

        // In the path there may be links to some of the programs.
        return initdb is null || OperatingSystem.IsWindows()
            ? null
            : Path.GetDirectoryName((initdb.ResolveLinkTarget(returnFinalTarget: true) ?? initdb).FullName);
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

    /// <summary>
    /// Starts a standby: a server that has what this one has before this one says that it is stored, and can take its place.
    /// </summary>
    public PostgresProcess StartStandby()
    {
        var standby = new PostgresProcess(_programs);
        standby.Own();
        standby.RunToTheEnd(
            "pg_basebackup", "-D", standby.Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres",
            "-R", "--checkpoint=fast", "--no-sync");
        standby.Run();
        using var connection = ConnectTo("postgres", "public");
        foreach (var statement in (string[])
        [
            "ALTER SYSTEM SET synchronous_standby_names = '*'", "ALTER SYSTEM SET synchronous_commit = 'remote_apply'",
            "SELECT pg_reload_conf()",
        ])
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }

        return standby;
    }

    /// <summary>Lets a standby take the place of the server that it follows.</summary>
    public void Promote()
    {
        using var connection = ConnectTo("postgres", "public");
        using var command = new NpgsqlCommand("SELECT pg_promote()", connection);
        command.ExecuteNonQuery();
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

    /// <summary>Lets the server and all that it has started stand still, so that it is silent, as a machine is that hangs.</summary>
    public void Freeze() => SignalAll("STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => SignalAll("CONT");

    public void Dispose()
    {
        End();
        _folder.Dispose();
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
        if (_isFrozen)
            Thaw();
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private void SignalAll(string signal)
    {
        // One of those that it has started may end meanwhile.
        var server = ServerId().ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} $0; kill -{signal} $(pgrep -P $0) 2> /dev/null", server]);
        kill.WaitForExit();
        _isFrozen = signal == "STOP";
    }

    private void Own()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        using var give = Process.Start("chown", ["postgres", _folder.Path]);
        give.WaitForExit();
    }

    private void RunToTheEnd(string program, params string[] arguments)
    {
        using var process = Launch(["sh", "-c", Log, Messages, Path.Combine(_programs, program), .. arguments]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {File.ReadAllText(Messages)}");
    }

    private void Initialize()
    {
        Own();
        RunToTheEnd("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), $"""
            host all {Guarded} 127.0.0.1/32 scram-sha-256
            host all,replication all 127.0.0.1/32 trust

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
