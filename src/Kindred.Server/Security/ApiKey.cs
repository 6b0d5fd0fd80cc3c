using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>The key that programs show. It is compared in constant time, whatever its length.</summary>
internal sealed class ApiKey(ServerOptions options)
{
    private const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    private readonly byte[]? _hash = options.ApiKey is { } key ? Hash(key) : null;

    /// <summary>Whether there is one.</summary>
    public bool IsRequired => _hash is not null;

    /// <summary>Whether a request shows a key, right or wrong.</summary>
    public static bool IsShownBy(HttpRequest request) => Shown(request) is not null;

    /// <summary>Whether a request shows the right key.</summary>
    public bool IsIn(HttpRequest request) => Shown(request) is { } shown && Matches(shown);

    /// <summary>Whether it is the right key.</summary>
    public bool Matches(string shown) => _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(shown), _hash);

    private static string? Shown(HttpRequest request)
    {
        if (request.Headers[Header] is [{ } key])
            return key;
        return request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..]
            : null;
    }

    // All hashes have the same length, so comparing them says nothing about the key's length.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
