using System.CommandLine;
using Kindred.Libraries;
using Kindred.Storage.Postgres;

namespace Kindred.Cli;

/// <summary>Where the servers of a cluster find one another: what they and who asks about them have to agree on.</summary>
internal static class ClusterMembership
{
    private const string Variable = "KINDRED_MEMBERSHIP";

    public static Option<string?> Place { get; } = new("--membership")
    {
        Description = "The PostgreSQL server where servers of a cluster find one another, as a connection string of Npgsql, or in "
            + $"{Variable}. Default: the library's own.",
        HelpName = "CONNECTION",
    };

    public static Option<string?> ClusterId { get; } = new("--cluster-id")
    {
        Description = "Tells this cluster from others that find one another in the same place. Default: the library's own number.",
        HelpName = "ID",
    };

    /// <summary>A connection string and the cluster's name; <see langword="null"/> where neither an option nor the library says.</summary>
    public static (string Connection, string ClusterId)? Find(ParseResult parsed, Library library)
    {
        var database = library.Store as PostgresLibraryStore;
        var connection = parsed.GetValue(Place) ?? Environment.GetEnvironmentVariable(Variable)
            ?? database?.Address.Settings.ConnectionString;
        return connection is null
            ? null
            : (connection, parsed.GetValue(ClusterId) ?? database?.Identity.ToString("N") ?? "kindred");
    }
}
