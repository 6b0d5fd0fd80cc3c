using System.Reflection;
using Kindred.Storage;

namespace Kindred.Tests.Libraries;

/// <summary>A real store that says what it is asked before it answers. It answers to the end, whatever is canceled meanwhile.</summary>
public class WatchedStore : DispatchProxy // Open, because the proxy derives from it.
{
    private ILibraryStore _store = null!; // Set by Over, the only way to one.

    /// <summary>Told the name of the method, on the thread that asks.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>The store to use, and who watches it.</summary>
    internal static (ILibraryStore Store, WatchedStore Watched) Over(ILibraryStore store)
    {
        var proxy = Create<ILibraryStore, WatchedStore>();
        var watched = (WatchedStore)proxy;
        watched._store = store;
        return (proxy, watched);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Before(targetMethod?.Name ?? "");
        object?[]? calm = args is null
            ? null
            : [.. args.Select(argument => argument is CancellationToken ? CancellationToken.None : argument)];
        return targetMethod?.Invoke(_store, calm);
    }
}
