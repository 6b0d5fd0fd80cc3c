using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Kindred.Vision.Models;

/// <summary>
/// Fetches weights by address. What has arrived is kept in <c>name.part</c>, so that a run after an interrupted one goes on from there;
/// the right name appears only once length and SHA-256 are right.
/// </summary>
/// <param name="client">Used for the requests. Its timeout covers the wait for an answer, not the download.</param>
internal sealed class ModelDownload(HttpClient client)
{
    // A connection that stays silent for so long is as good as cut.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Downloads the weights into <c>folder/weights id/</c>, unless they are there already.</summary>
    /// <param name="weights">Weights with an address.</param>
    /// <param name="folder">The store's folder, see <see cref="ModelStore.Downloads"/>.</param>
    /// <param name="progress">Told after every piece.</param>
    /// <param name="cancellationToken">Stops it; what has arrived is kept.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="KindredException">It failed; the message says why and whether to run it again.</exception>
    public async Task<string> PullAsync(
        ModelWeights weights, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var address = weights.Origin.Url ?? throw new KindredException(
            Fault.ModelMissing, $"The weights '{weights.Id}' come from npm; they cannot be downloaded one by one.")
        {
            Subject = weights.Id,
        };
        var file = weights.Files[0];
        var path = Path.Combine(folder, weights.Id, file.Name);
        var partial = path + ".part";
        try
        {
            var isThere = new FileInfo(path) is { Exists: true } existing && existing.Length == file.Bytes;
            if (isThere && await HashAsync(path, cancellationToken) == file.Sha256)
                return path;
            Directory.CreateDirectory(Path.Combine(folder, weights.Id));
            await FetchAsync(address, file, partial, progress, cancellationToken);
            if (await HashAsync(partial, cancellationToken) != file.Sha256)
            {
                File.Delete(partial);
                throw new KindredException($"{address} serves another file than the catalog expects (SHA-256 differs); nothing was kept.");
            }

            File.Move(partial, path, overwrite: true);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"Cannot write {partial}: {exception.Message}", exception);
        }
    }

    private async Task FetchAsync(
        Uri address, WeightsFile file, string partial, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        // Unbuffered, so that what has arrived is on disk whenever the run is interrupted.
        await using var target = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 0, useAsync: true);
        if (target.Length > file.Bytes)
            target.SetLength(0);
        if (target.Length < file.Bytes)
        {
            using var response = await AskAsync(address, target, cancellationToken);
            await CopyAsync(response, address, file, target, progress, cancellationToken);
        }

        if (target.Length == file.Bytes)
            return;
        throw new KindredException(string.Create(
            CultureInfo.InvariantCulture,
            $"The download of {file.Name} stopped at {target.Length:N0} of {file.Bytes:N0} bytes; run it again to go on from there."));
    }

    // Leaves the target positioned where the response's body belongs.
    private async Task<HttpResponseMessage> AskAsync(Uri address, FileStream target, CancellationToken cancellationToken)
    {
        var response = await SendAsync(address, target.Length, cancellationToken);
        var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == target.Length;
        var refused = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            || (response.StatusCode == HttpStatusCode.PartialContent && !resumes);
        if (refused && target.Length > 0)
        {
            response.Dispose();
            target.SetLength(0);
            response = await SendAsync(address, 0, cancellationToken);
        }

        if (response.StatusCode == HttpStatusCode.OK)
            target.SetLength(0);
        else if (!resumes)
        {
            using (response)
            {
                throw new KindredException(response.StatusCode == HttpStatusCode.NotFound
                    ? $"{address} is gone (404); look for a newer Kindred, or put the file in the models folder by hand."
                    : $"{address} answered {(int)response.StatusCode} {response.ReasonPhrase}; try again later.");
            }
        }

        target.Seek(0, SeekOrigin.End);
        return response;
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            var reason = exception is HttpRequestException ? exception.Message : "no answer";
            throw new KindredException($"Cannot reach {address.Host} ({reason}); check the connection and run it again.", exception);
        }
    }

    private static async Task CopyAsync(
        HttpResponseMessage response,
        Uri address,
        WeightsFile file,
        FileStream target,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 17];
        progress?.Report(new(target.Length, file.Bytes));
        while (await ReadAsync(source, buffer, cancellationToken) is > 0 and var read)
        {
            if (target.Length + read > file.Bytes)
            {
                target.SetLength(0);
                throw new KindredException($"{address} serves a longer file than the catalog expects; nothing was kept.");
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress?.Report(new(target.Length, file.Bytes));
        }
    }

    // A connection cut short ends the body; the caller sees from the length that something is missing.
    private static async Task<int> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Silence);
        try
        {
            return await source.ReadAsync(buffer, timeout.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
