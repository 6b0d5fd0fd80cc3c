using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Kindred.Sources.Lists;

/// <summary>
/// Reads lists: an address a line, or an object of JSON a line. Empty lines and those that begin with <c>#</c> say nothing.
/// </summary>
/// <param name="list">The list's address, which others may be relative to.</param>
/// <param name="rules">Which servers may be asked.</param>
internal sealed class ListReader(Uri list, WebRules rules)
{
    private const int LongestLine = 64 << 10;
    private const long LongestList = 1L << 30;

    /// <summary>For more of the list to come.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private readonly PictureList _result = new();
    private int _lines;

    /// <summary>Reads a list to its end.</summary>
    /// <exception cref="NoAnswerException">It is longer than any list may be.</exception>
    /// <exception cref="TimeoutException">It does not go on.</exception>
    public async Task<PictureList> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = 0L;
        try
        {
            while (true)
            {
                silence.CancelAfter(LongestSilence);
                var part = await reader.ReadAsync(silence.Token);
                var rest = part.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    Take(rest.Slice(0, end));
                    read += rest.Slice(0, end).Length + 1;
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (part.IsCompleted)
                {
                    Take(rest);
                    return _result;
                }

                if (rest.Length > LongestLine || read > LongestList)
                    throw new NoAnswerException(
                    $"the list has a line of more than {LongestLine >> 10} KiB, or more than {LongestList >> 30} GiB");
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The list does not go on.", exception);
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private void Take(ReadOnlySequence<byte> bytes)
    {
        _lines++;
        var line = Encoding.UTF8.GetString(bytes).Trim('\uFEFF', ' ', '\t', '\r');
        if (line.Length == 0 || line.StartsWith('#'))
            return;
        try
        {
            // An object is not null.
            Add(line.StartsWith('{') ? JsonSerializer.Deserialize(line, ListJson.Default.ListLine)! : new ListLine(line));
        }
        catch (JsonException)
        {
            Refuse("not JSON as a list has it");
        }
    }

    private void Add(ListLine line)
    {
        if (line.Url is not { Length: > 0 } url || !Uri.TryCreate(list, url, out var address)
            || !WebRules.IsWeb(address) || !IsWritten(url))
        {
            Refuse("no address that begins with http:// or https://, or with a slash");
            return;
        }

        var path = line.Path ?? PathOf(address);
        if (path.StartsWith('/') || !ListingBuilder.IsPicture(path))
            Refuse(path, "its path does not end as a picture's name does; the list can name another one");
        else if (!rules.MayAsk(list, address))
            Refuse(path, $"on another server than the list; if that is right, name it in {WebRules.HostsVariable}");
        else if (line.Bytes < 0 || !TryRead(line.Modified, out var modified))
            Refuse(path, "its size or its time is none");
        else if (!_result.Pictures.TryAdd(path, new ListedPicture(address.AbsoluteUri, line.Bytes, modified)))
            Refuse(path, "named twice; the first one counts");
    }

    /// <summary>Whether an address was meant to be one: any text is one that is relative to another, also a line of a page.</summary>
    private static bool IsWritten(string url) =>
        url.StartsWith('/') || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static bool TryRead(string? text, out DateTime? modified)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        modified = isTime ? time.UtcDateTime : null;
        return text is null || isTime;
    }

    /// <summary>The path of an address: below the list's own folder, where it is there, and else whole.</summary>
    private string PathOf(Uri address)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath)[1..];
        var home = Uri.UnescapeDataString(new Uri(list, ".").AbsolutePath)[1..];
        return WebRules.IsSameServer(list, address) && path.StartsWith(home, StringComparison.Ordinal) ? path[home.Length..] : path;
    }

    private void Refuse(string path, string reason) => _result.Problems.Add((path, true, reason));

    private void Refuse(string reason) => _result.Problems.Add(($"line {_lines} of the list", false, reason));
}
