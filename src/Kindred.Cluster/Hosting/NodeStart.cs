using Kindred.Cluster.Membership;
using Kindred.Libraries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kindred.Cluster.Hosting;

/// <summary>
/// What comes before a node joins: PostgreSQL is there, with the tables of members, and so is this machine's index file where the library
/// is prepared. So a node has nothing long to do once others send it searches.
/// </summary>
internal sealed class NodeStart(NpgsqlDataSource database, Library library, ILogger<NodeStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await MembershipDatabase.PrepareAsync(database, logger, cancellationToken);
        (await library.TryOpenPreparedAsync(cancellationToken))?.Dispose();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
