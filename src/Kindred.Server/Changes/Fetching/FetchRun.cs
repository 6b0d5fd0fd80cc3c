using Kindred.Server.Api;

namespace Kindred.Server.Changes.Fetching;

/// <summary>One list of pictures that are fetched, and how it stands.</summary>
internal sealed class FetchRun(string id, IReadOnlyList<(Uri Address, PictureChange Change)> pictures)
{
    private IReadOnlyList<ImageChangeDocument> _items = [];
    private FetchState _state = FetchState.Running;
    private int _fetched;

    public string Id => id;

    public IReadOnlyList<(Uri Address, PictureChange Change)> Pictures => pictures;

    public bool IsRunning => _state == FetchState.Running;

    /// <summary>Notes that one more picture is here or was refused.</summary>
    public void Advance() => Interlocked.Increment(ref _fetched);

    public void End(FetchState state, IReadOnlyList<ImageChangeDocument> items) => (_items, _state) = (items, state);

    public FetchRunDocument Document(Paging page)
    {
        var state = _state; // Before the items: they are there when it says so.
        return new FetchRunDocument(
            id, state, _fetched, pictures.Count, page.Offset, page.Limit,
            state == FetchState.Running ? [] : page.Of(_items, item => item));
    }
}
