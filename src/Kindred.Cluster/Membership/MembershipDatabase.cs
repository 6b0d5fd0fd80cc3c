using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kindred.Cluster.Membership;

/// <summary>
/// The tables on a PostgreSQL server where nodes find one another: in the schema of the library, or else in one of their own that clusters
/// share.
/// </summary>
internal static partial class MembershipDatabase
{
    /// <summary>The schema where the connection names none.</summary>
    private const string DefaultSchema = "kindred_cluster";

    /// <summary>Keeps nodes that start at once from making the tables at once.</summary>
    private const long Lock = 0x4B696E6472656401;

    private const int CommandSeconds = 10;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Connections to the schema. Nothing is connected yet.</summary>
    /// <exception cref="KindredException">The connection string cannot be understood.</exception>
    public static NpgsqlDataSource Open(string connection)
    {
        try
        {
            // Every command is small. One that a silent server does not answer has to end before nodes miss it.
            var settings = new NpgsqlConnectionStringBuilder(connection)
            {
                ApplicationName = "kindred cluster",
                CommandTimeout = CommandSeconds,
                HostRecheckSeconds = CommandSeconds,
            };
            settings.SearchPath ??= DefaultSchema;
            var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
            return settings.Host?.Contains(',', StringComparison.Ordinal) == true ? builder.BuildMultiHost() : builder.Build();
        }
        catch (ArgumentException exception)
        {
            throw new KindredException(
                "The connection to PostgreSQL cannot be understood; write it like Host=db.example;Username=kindred;Database=kindred.",
                exception);
        }
    }

    /// <summary>Makes the tables where there are none. Waits for the server as long as it is away.</summary>
    /// <exception cref="KindredException">The server refuses.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task PrepareAsync(NpgsqlDataSource database, ILogger logger, CancellationToken cancellationToken)
    {
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                await MakeTablesAsync(database, cancellationToken);
                return;
            }
            catch (NpgsqlException exception) when (exception is not PostgresException || exception.IsTransient)
            {
                if (!isTold)
                    IsAway(logger, exception.Message);
                await Task.Delay(RetryAfter, cancellationToken);
            }
            catch (PostgresException exception)
            {
                throw new KindredException($"PostgreSQL refuses to keep the cluster's members: {exception.MessageText}.", exception);
            }
        }
    }

    private static async Task MakeTablesAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync($"SELECT pg_advisory_xact_lock({Lock})");
        // Who may not make schemas may not even say so where there is one.
        await RunAsync("""
            DO $$ BEGIN
                IF current_schema() IS NULL THEN
                    EXECUTE format('CREATE SCHEMA %I', btrim(current_setting('search_path'), ' "'));
                END IF;
            END $$
            """);
        await RunAsync(await ReadScriptAsync(cancellationToken));
        await transaction.CommitAsync(cancellationToken);

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<string> ReadScriptAsync(CancellationToken cancellationToken)
    {
        await using var script = typeof(MembershipDatabase).Assembly.GetManifestResourceStream("membership.sql")
            ?? throw new InvalidOperationException("The script is not in the assembly.");
        using var reader = new StreamReader(script);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL cannot be reached yet, and is asked again and again: {Reason}")]
    private static partial void IsAway(ILogger logger, string reason);
}
