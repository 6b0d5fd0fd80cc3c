namespace Kindred.Server;

/// <summary>How to serve a library.</summary>
public sealed record ServerOptions
{
    /// <summary>What programs have to show; <see langword="null"/> lets everybody in who can reach the address.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Addresses to listen on, such as <c>http://127.0.0.1:5123</c>. Any beyond this machine needs an <see cref="ApiKey"/>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5123"];
}
