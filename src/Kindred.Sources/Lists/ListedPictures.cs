using System.Collections.Concurrent;
using System.Net;
using Kindred.Images;
using Kindred.Images.Sources;

namespace Kindred.Sources.Lists;

/// <summary>
/// Pictures that a list on a web server names. What the list does not say of a picture, its size and when it last changed, the picture's
/// own server is asked for.
/// </summary>
internal sealed class ListedPictures : IPictureSource
{
    private const int AtOnce = 16;

    /// <summary>Pictures in a row that no server answers for before it is taken for away.</summary>
    private const int MostSilent = 16;

    /// <summary>How old a list may be that pictures are read by; indexing begins with the newest.</summary>
    private static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(10);

    /// <summary>How old it may be where it does not seem to be right any more.</summary>
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ListCopy> _lists = new(StringComparer.Ordinal);
    private readonly WebRules _rules;
    private readonly WebReader _reader;
    private readonly TimeProvider _time;

    /// <summary>Takes what the environment says of other servers, and of the way into the list's own.</summary>
    public ListedPictures()
        : this(
            WebRules.FromEnvironment(),
        Environment.GetEnvironmentVariable(WebReader.AuthorizationVariable) is { Length: > 0 } key ? key : null,
            TimeProvider.System)
    {
    }

    /// <summary>Reads lists.</summary>
    /// <param name="rules">Which servers they may name.</param>
    /// <param name="authorization">What a list's own server is sent as <c>Authorization</c>, if anything.</param>
    /// <param name="time">The clock.</param>
    public ListedPictures(WebRules rules, string? authorization, TimeProvider time)
    {
        _rules = rules;
        _time = time;
        _reader = new WebReader(rules, authorization, time);
    }

    /// <inheritdoc/>
    public int ReadsAtOnce => AtOnce;

    /// <inheritdoc/>
    public string Normalize(string folder)
    {
        if (Uri.TryCreate(folder, UriKind.Absolute, out var address) && WebRules.IsWeb(address) && address.Fragment.Length == 0)
            return address.AbsoluteUri;
        // The address may have a password in it.
        throw new KindredException(
            Fault.NoSuchFolder,
            "The address of a list is like https://shop.example/pictures.txt, without a user's name or password and without #; "
            + $"{WebReader.AuthorizationVariable} can let Kindred in.");
    }

    /// <inheritdoc/>
    /// <remarks>A list that names nothing is not there: a server that is being set up again has such ones.</remarks>
    public async ValueTask<bool> HasAsync(string folder, CancellationToken cancellationToken = default) =>
        await CopyOf(folder).GetAsync(TimeSpan.Zero, cancellationToken) is { IsEmpty: false };

    /// <inheritdoc/>
    public async ValueTask<FolderListing> ListAsync(string folder, string below, CancellationToken cancellationToken = default)
    {
        var copy = CopyOf(folder);
        if (await copy.GetAsync(LongestDoubt, cancellationToken) is not { IsEmpty: false } list)
            throw ListingBuilder.Gone(folder);
        var listing = new ListingBuilder();
        foreach (var (name, isPath, reason) in list.Problems)
        {
            if (isPath)
                listing.AddProblem(name, reason);
            else
                listing.AddUnknown(name, reason);
        }

        var asked = new List<(string Path, ListedPicture Picture)>();
        foreach (var (path, picture) in list.Pictures.Where(picture => picture.Key.StartsWith(below, StringComparison.Ordinal)))
        {
            if (picture is { Bytes: { } bytes, Modified: { } modified })
                listing.Add(new ScannedFile(path, bytes, modified));
            else
                asked.Add((path, picture));
        }

        await AskForAsync(copy, asked, listing, cancellationToken);
        return listing.Build();
    }

    /// <inheritdoc/>
    public async ValueTask<EncodedImage> ReadAsync(
        string folder, string path, int ticket = 0, CancellationToken cancellationToken = default)
    {
        try
        {
            var copy = CopyOf(folder);
            return await TryReadAsync(copy, path, LongestAge, ticket, cancellationToken)
                ?? await TryReadAsync(copy, path, LongestDoubt, ticket, cancellationToken)
                ?? throw new UnreadableImageException(ImageFault.Missing, "no such file");
        }
        catch (NoAnswerException exception)
        {
            throw new UnreadableImageException(ImageFault.Unreachable, exception.Message, exception);
        }
        catch (KindredException exception) when (exception.Fault == Fault.SourceUnreachable)
        {
            throw new UnreadableImageException(ImageFault.Unreachable, "the list cannot be read", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        foreach (var list in _lists.Values)
            list.Dispose();
    }

    private ListCopy CopyOf(string folder) => _lists.GetOrAdd(folder, address => new ListCopy(address, _reader, _rules, _time));

    /// <summary>Reads a picture; <see langword="null"/> where the list, as old as it is, or the server has none.</summary>
    private async Task<EncodedImage?> TryReadAsync(
        ListCopy copy, string path, TimeSpan longestAge, int ticket, CancellationToken cancellationToken)
    {
        if (await copy.GetAsync(longestAge, cancellationToken) is not { } list || !list.Pictures.TryGetValue(path, out var picture))
            return null;
        return await _reader.AskAsync(HttpMethod.Get, copy.Address, new Uri(picture.Address), prepare: null, async (response, stop) =>
        {
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (response.StatusCode is not HttpStatusCode.OK)
                throw new UnreadableImageException(ImageFault.Missing, SayOf(response));
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            return (EncodedImage?)await EncodedImage.ReadAnswerAsync(body, response.Content.Headers.ContentLength, ticket, stop);
        }, cancellationToken);
    }

    private async Task AskForAsync(
        ListCopy copy, List<(string Path, ListedPicture Picture)> pictures, ListingBuilder listing, CancellationToken cancellationToken)
    {
        var silent = 0;
        var gate = new Lock();
        await Parallel.ForEachAsync(
            pictures, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (one, stop) =>
            {
                try
                {
                    var (bytes, modified, fault) = await AskForAsync(copy, one.Picture, stop);
                    lock (gate)
                    {
                        silent = 0;
                        if (fault is null)
                            listing.Add(new ScannedFile(one.Path, bytes, modified));
                        else
                            listing.AddProblem(one.Path, fault);
                    }
                }
                catch (NoAnswerException exception)
                {
                    lock (gate)
                    {
                        listing.AddProblem(one.Path, exception.Message);
                        if (++silent < MostSilent)
                            return;
                    }

                    throw new KindredException(
                        Fault.SourceUnreachable,
                        $"{MostSilent} pictures in a row that the list {copy.Address.AbsoluteUri} names cannot be had: "
                    + $"{exception.Message}.",
                    exception)
                    {
                        Subject = copy.Address.AbsoluteUri,
                    };
                }
            });
    }

    private async Task<(long Bytes, DateTime Modified, string? Fault)> AskForAsync(
        ListCopy copy, ListedPicture picture, CancellationToken cancellationToken)
    {
        var address = new Uri(picture.Address);
        Task<(long Bytes, DateTime Modified, string? Fault)> TakeAsync(HttpResponseMessage response, CancellationToken stop) =>
            Task.FromResult(response.StatusCode is HttpStatusCode.OK
                ? (picture.Bytes ?? response.Content.Headers.ContentLength ?? 0,
                    picture.Modified ?? PictureAge.Of(response, _time), (string?)null)
                : (0, default, SayOf(response)));
        var answer = await _reader.AskAsync(HttpMethod.Head, copy.Address, address, prepare: null, (response, stop) =>
            response.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented
                ? Task.FromResult(((long, DateTime, string?)?)null)
                : AsNullable(TakeAsync(response, stop)), cancellationToken);
        // Servers that know no HEAD are asked for the picture, of which only the beginning of the answer is read.
        return answer ?? await _reader.AskAsync(HttpMethod.Get, copy.Address, address, prepare: null, TakeAsync, cancellationToken);
    }

    private static async Task<(long Bytes, DateTime Modified, string? Fault)?> AsNullable(
        Task<(long Bytes, DateTime Modified, string? Fault)> answer) => await answer;

    private static string SayOf(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "no such file",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "permission denied",
        var status => $"the server answers {(int)status}",
    };
}
