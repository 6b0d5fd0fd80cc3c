using System.Net;
using System.Net.Http.Headers;

namespace Kindred.Sources.Lists;

/// <summary>
/// The latest copy of a list, which is asked for again on condition that it has changed. Safe to use from several threads.
/// </summary>
/// <param name="folder">The list's address.</param>
/// <param name="reader">Asks for it.</param>
/// <param name="rules">Which servers it may name.</param>
/// <param name="time">What its age is told by.</param>
internal sealed class ListCopy(string folder, WebReader reader, WebRules rules, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private PictureList? _list;
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;
    private long? _asked;

    /// <summary>The list's address.</summary>
    public Uri Address { get; } = new(folder);

    /// <summary>The list.</summary>
    /// <param name="longestAge">How old the copy may be.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The list; <see langword="null"/> where the server says that there is none.</returns>
    /// <exception cref="KindredException">It cannot be had now: <see cref="Fault.SourceUnreachable"/>.</exception>
    public async Task<PictureList?> GetAsync(TimeSpan longestAge, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_asked is not { } asked || time.GetElapsedTime(asked) > longestAge)
            {
                _list = await reader.AskAsync(HttpMethod.Get, Address, Address, AddConditions, TakeAsync, cancellationToken);
                _asked = time.GetTimestamp();
            }

            return _list;
        }
        catch (NoAnswerException exception)
        {
            throw new KindredException(Fault.SourceUnreachable, $"The list {folder} cannot be read: {exception.Message}.", exception)
            {
                Subject = folder,
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void AddConditions(HttpRequestHeaders headers)
    {
        if (_list is null)
            return;
        if (_tag is not null)
            headers.IfNoneMatch.Add(_tag);
        else if (_modified is not null)
            headers.IfModifiedSince = _modified;
    }

    private async Task<PictureList?> TakeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when _list is not null:
                return _list;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return null;
            case not HttpStatusCode.OK:
                throw new NoAnswerException($"the server answers {(int)response.StatusCode}");
        }

        if (response.Content.Headers.ContentType?.MediaType is "text/html")
            throw new NoAnswerException("the server answers with a page, not with a list");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var list = await new ListReader(Address, rules).ReadAsync(body, cancellationToken);
        (_tag, _modified) = (response.Headers.ETag, response.Content.Headers.LastModified);
        return list;
    }
}
