using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>The keys that clients show. They are compared in constant time, whatever their length and their number.</summary>
internal sealed class AccessKeys(ServerOptions options)
{
    private const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    private readonly (AccessRole Role, byte[] Hash)[] _keys = [.. options.Keys.Select(key => (key.Role, Hash(key.Key)))];

    /// <summary>Whether there are any.</summary>
    public bool AreRequired => _keys.Length > 0;

    /// <summary>Whether a request shows a key, right or wrong.</summary>
    public static bool IsShownBy(HttpRequest request) => Shown(request) is not null;

    /// <summary>What the key that a request shows allows; <see langword="null"/> where it shows none, or a wrong one.</summary>
    public AccessRole? RoleIn(HttpRequest request) => Shown(request) is { } shown ? RoleOf(shown) : null;

    /// <summary>What a key allows; <see langword="null"/> where it is none.</summary>
    public AccessRole? RoleOf(string shown)
    {
        var hash = Hash(shown);
        AccessRole? role = null;
        foreach (var key in _keys)
        {
            // All keys are looked at: how long that takes says nothing.
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash) && (role is null || key.Role > role))
                role = key.Role;
        }

        return role;
    }

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
