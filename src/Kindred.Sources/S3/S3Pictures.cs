using Amazon.S3;
using Amazon.S3.Model;
using Kindred.Images;
using Kindred.Images.Sources;

namespace Kindred.Sources.S3;

/// <summary>
/// Pictures in S3-compatible storage: <c>s3://bucket/prefix</c>. Whether an object has changed is told by its size and time. The SDK tries
/// again where the storage is busy or a connection is lost.
/// </summary>
/// <param name="createClient">Makes the client when it is first needed; disposed with this.</param>
internal sealed class S3Pictures(Func<IAmazonS3> createClient) : IPictureSource
{
    private const int PageSize = 1000;
    private const int MostReads = 3;

    /// <summary>For the storage to begin its answer, however often the SDK asks.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lazy<IAmazonS3> _client = new(createClient);

    /// <summary>Takes the storage that the environment names; see <see cref="S3Client"/>.</summary>
    public S3Pictures()
        : this(S3Client.Create)
    {
    }

    /// <inheritdoc/>
    public int ReadsAtOnce => 16;

    /// <inheritdoc/>
    public string Normalize(string folder) => S3Address.Parse(folder).ToString();

    /// <inheritdoc/>
    /// <remarks>Storage has no folders. One is there if any object is in it.</remarks>
    public async ValueTask<bool> HasAsync(string folder, CancellationToken cancellationToken = default)
    {
        var address = S3Address.Parse(folder);
        return await ListAsync(address, "", 1, token: null, cancellationToken) is { S3Objects: [_, ..] };
    }

    /// <inheritdoc/>
    public async ValueTask<FolderListing> ListAsync(string folder, string below, CancellationToken cancellationToken = default)
    {
        var address = S3Address.Parse(folder);
        var listing = new ListingBuilder();
        var skipped = address.KeysOf("").Length;
        var objects = 0;
        string? token = null;
        do
        {
            var page = await ListAsync(address, below, PageSize, token, cancellationToken) ?? throw ListingBuilder.Gone(folder);
            foreach (var item in page.S3Objects ?? [])
            {
                objects++;
                var path = KeyOf(item, page)[skipped..];
                if (ListingBuilder.IsPicture(path))
                    listing.Add(new ScannedFile(path, item.Size ?? 0, (item.LastModified ?? DateTime.UnixEpoch).ToUniversalTime()));
            }

            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (token is not null);
        return objects > 0 ? listing.Build() : throw ListingBuilder.Gone(folder);
    }

    /// <inheritdoc/>
    public async ValueTask<EncodedImage> ReadAsync(
        string folder, string path, int ticket = 0, CancellationToken cancellationToken = default)
    {
        var address = S3Address.Parse(folder);
        var request = new GetObjectRequest { BucketName = address.Bucket, Key = address.KeysOf(path) };
        for (var read = 1; ; read++)
        {
            try
            {
                using var response = await InTimeAsync(stop => _client.Value.GetObjectAsync(request, stop), cancellationToken);
                return await EncodedImage.ReadAnswerAsync(response.ResponseStream, response.ContentLength, ticket, cancellationToken);
            }
            catch (Exception exception) when (read < MostReads && exception is IOException or HttpRequestException)
            {
                // The connection was lost in the middle, where the SDK is done already.
            }
            catch (Exception exception) when (S3Faults.IsOfStorage(exception))
            {
                throw S3Faults.OfPicture(exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    /// <summary>Reads a page of a listing; <see langword="null"/> where there is no such bucket.</summary>
    private async Task<ListObjectsV2Response?> ListAsync(
        S3Address address, string below, int count, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await InTimeAsync(stop => _client.Value.ListObjectsV2Async(
                new ListObjectsV2Request
                {
                    BucketName = address.Bucket,
                    Prefix = address.KeysOf(below),
                    MaxKeys = count,
                    ContinuationToken = token,
                    Encoding = EncodingType.Url, // XML cannot have every character that a key can.
                }, stop), cancellationToken);
        }
        catch (Exception exception) when (S3Faults.IsNoBucket(exception))
        {
            return null;
        }
        catch (Exception exception) when (S3Faults.IsOfStorage(exception))
        {
            throw S3Faults.OfFolder(address, exception);
        }
    }

    /// <summary>An object's key. Storage that does not know how to encode keys says so by sending them as they are.</summary>
    private static string KeyOf(S3Object item, ListObjectsV2Response page) =>
        page.Encoding == EncodingType.Url ? Uri.UnescapeDataString(item.Key.Replace('+', ' ')) : item.Key;

    private static async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestWait);
        try
        {
            return await ask(late.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("There is no answer.", exception);
        }
    }
}
