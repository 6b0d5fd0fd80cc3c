namespace Kindred.Server.Security;

/// <summary>Marks routes that show or change what is in the library.</summary>
internal sealed class Guarded
{
    private Guarded()
    {
    }

    public static Guarded Instance { get; } = new();
}
