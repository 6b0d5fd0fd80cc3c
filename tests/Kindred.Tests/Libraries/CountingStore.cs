using System.Reflection;
using Kindred.Images;
using Kindred.Storage;

namespace Kindred.Tests.Libraries;

/// <summary>A real store, watched: how many raw embeddings are asked for.</summary>
public class CountingStore : DispatchProxy // Open, because the proxy derives from it.
{
    private ILibraryStore _store = null!; // Set by Over, the only way to one.

    /// <summary>Raw embeddings that were asked for by content.</summary>
    public int Asked { get; private set; }

    /// <summary>The most that were asked for at once.</summary>
    public int AskedAtOnce { get; private set; }

    /// <summary>How often all raw embeddings were asked for.</summary>
    public int AskedForAll { get; private set; }

    /// <summary>The store to use, and who counts.</summary>
    internal static (ILibraryStore Store, CountingStore Count) Over(ILibraryStore store)
    {
        var proxy = Create<ILibraryStore, CountingStore>();
        var counting = (CountingStore)proxy;
        counting._store = store;
        return (proxy, counting);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod?.Name)
        {
            case nameof(ILibraryStore.ReadContentEmbeddingsAsync) when args is [IReadOnlyCollection<ContentHash> contents, ..]:
                Asked += contents.Count;
                AskedAtOnce = Math.Max(AskedAtOnce, contents.Count);
                break;
            case nameof(ILibraryStore.ReadEmbeddingsAsync):
                AskedForAll++;
                break;
        }

        return targetMethod?.Invoke(_store, args);
    }
}
