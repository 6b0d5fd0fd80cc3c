namespace Kindred.Server.Security;

/// <summary>Marks routes that need no key.</summary>
internal sealed class OpenToAll
{
    private OpenToAll()
    {
    }

    public static OpenToAll Instance { get; } = new();
}
