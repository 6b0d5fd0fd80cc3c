using Kindred.Server.Api;
using Kindred.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Kindred.Server.Hosting;

/// <summary>How the server listens, stops and logs.</summary>
internal static class HostingParts
{
    /// <summary>Requests under way, and an index run that stores what it has, get this long to end.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(20);

    public static void AddHosting(this WebApplicationBuilder builder, ServerOptions options)
    {
        var clients = new ClientConnections(options);
        var silent = new SilentConnections();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                listen.Use(next => connection => clients.CountAsync(connection, next));
                listen.Use(next => connection => silent.AdmitAsync(connection, next));
                listen.Protocols = HttpProtocols.Http1; // One request at a time: a connection is silent, or it is not.
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.Body;
            kestrel.Limits.MaxRequestLineSize = Limits.RequestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = Limits.Headers;
            kestrel.Limits.MaxConcurrentConnections = Limits.Connections;
            kestrel.Limits.MaxRequestBufferSize = Limits.Unread;
            kestrel.Limits.KeepAliveTimeout = Limits.Silence;
            kestrel.Limits.RequestHeadersTimeout = Limits.Silence;
            // What is sent to a server like this is short; a picture has a pace of its own (UploadGate).
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1 << 10, gracePeriod: TimeSpan.FromSeconds(10));
        });
        // What a socket has sent ahead is kept here; Kestrel's own limit is for what it has taken from there.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = Limits.Unread);
        builder.Services.AddSingleton(silent);
        builder.Services.Configure<ForwardedHeadersOptions>(headers =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            headers.ForwardLimit = null; // Every proxy on the way is named, or its word does not count.
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var proxy in options.ProxyNetworks)
                headers.KnownIPNetworks.Add(proxy);
        });
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToStop);
        // The caller says when to stop; without this the host would listen for signals too.
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
    }

    public static void AddLogging(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        // What these log is in the answer already, in the line that Faults writes, or in the exception that the caller gets.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        builder.Logging.AddFilter(typeof(KeyAuthenticationHandler).FullName, LogLevel.Warning);
        if (options.JsonLog)
            builder.Logging.AddJsonConsole(console => console.TimestampFormat = "O");
        else
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
