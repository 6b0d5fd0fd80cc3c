using System.Collections.Concurrent;

namespace Kindred.Storage.Sqlite.Pages;

/// <summary>The damaged pages of a file that this process has met. For any number of threads.</summary>
internal sealed class DamagedPages
{
    private readonly ConcurrentDictionary<long, (bool IsCorrected, ulong Content)> _pages = new();

    /// <summary>Pages in which one bit has flipped; they are read as they were written.</summary>
    public int Corrected => _pages.Count(page => page.Value.IsCorrected);

    /// <summary>Pages that cannot be read.</summary>
    public int Broken => _pages.Count(page => !page.Value.IsCorrected);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _pages.IsEmpty;

    /// <summary>Notes a page that could not be read as it is.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="isCorrected">Whether it could be restored in memory.</param>
    /// <param name="content">What it says, as a number.</param>
    public void Note(long number, bool isCorrected, ulong content) => _pages[number] = (isCorrected, content);

    /// <summary>Whether a page with this content could not be restored before: trying all bits takes ten milliseconds.</summary>
    public bool IsBroken(long number, ulong content) =>
        _pages.TryGetValue(number, out var page) && !page.IsCorrected && page.Content == content;

    /// <summary>Forgets a page, which has been written anew.</summary>
    public void Forget(long number)
    {
        if (!_pages.IsEmpty)
            _pages.TryRemove(number, out _);
    }

    /// <summary>Forgets all pages.</summary>
    public void Clear() => _pages.Clear();
}
