using Microsoft.AspNetCore.Builder;

namespace Kindred.Server.Hosting;

/// <summary>What makes a server one of several that share a library.</summary>
/// <param name="Configure">Adds what that takes, in place of what serves alone.</param>
/// <param name="Lost">Cancelled when the others have gone on without this server: then it stops at once.</param>
internal sealed record ServerNode(Action<WebApplicationBuilder> Configure, CancellationToken Lost);
