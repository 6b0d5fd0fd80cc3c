using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.S3;
using Kindred.Sources.S3;
using Microsoft.AspNetCore.Http;

namespace Kindred.Tests.Sources;

/// <summary>
/// The part of Amazon's S3 that reads: ListObjectsV2 and GetObject, by path, as its API reference describes them. It looks for a
/// signature, and does not check it.
/// </summary>
public sealed class S3Server : LoopbackServer
{
    public const string Bucket = "gallery";
    public const string AccessKey = "AKIDTESTTESTTESTTEST";
    public const string SecretKey = "neverToBeSeenAnywhere0123456789";

    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);

    /// <summary>Keys in a page of a listing, however many are asked for.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Keys that nobody may read.</summary>
    public HashSet<string> Forbidden { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => _objects.Keys;

    /// <summary>A server that listens.</summary>
    public static async Task<S3Server> StartNewAsync()
    {
        var server = new S3Server();
        await server.StartAsync();
        return server;
    }

    public void Put(string key, byte[] bytes, DateTime? modified = null) =>
        _objects[key] = new StoredObject(bytes, modified ?? new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc));

    public void Remove(string key) => Assert.True(_objects.TryRemove(key, out _));

    public void Rename(string from, string to)
    {
        Assert.True(_objects.TryRemove(from, out var stored));
        Put(to, stored.Bytes, stored.Modified.AddHours(1)); // Storage copies, and the copy is new.
    }

    /// <summary>What reads from it.</summary>
    internal S3Pictures Pictures(string secretKey = SecretKey) => new(() => new AmazonS3Client(
        new BasicAWSCredentials(AccessKey, secretKey),
        new AmazonS3Config { ServiceURL = Address, ForcePathStyle = true, AuthenticationRegion = "us-east-1" }));

    protected override Task AnswerBusyAsync(HttpContext context) => FailAsync(context, 503, "SlowDown");

    protected override Task AnswerWellAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith($"AWS4-HMAC-SHA256 Credential={AccessKey}/", StringComparison.Ordinal)
            || !authorization.Contains("Signature=", StringComparison.Ordinal))
            return FailAsync(context, 403, "AccessDenied");
        var path = RawPath(context);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (bucket, key) = slash < 0 ? (path, "") : (path[..slash], Uri.UnescapeDataString(path[(slash + 1)..]));
        if (bucket != Bucket)
            return FailAsync(context, 404, "NoSuchBucket");
        return key.Length == 0 ? ListAsync(context) : GetAsync(context, key);
    }

    private static async Task FailAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>Something about {SecretKey}</Message></Error>");
    }

    private Task GetAsync(HttpContext context, string key)
    {
        if (Forbidden.Contains(key))
            return FailAsync(context, 403, "AccessDenied");
        if (!_objects.TryGetValue(key, out var stored))
            return FailAsync(context, 404, "NoSuchKey");
        context.Response.Headers.ETag = stored.Tag;
        context.Response.Headers.LastModified = stored.Modified.ToString("R");
        context.Response.ContentType = "binary/octet-stream";
        if (context.Request.Headers.IfNoneMatch == stored.Tag)
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        if (context.Request.GetTypedHeaders().Range?.Ranges.Single() is not { From: { } from } range)
            return SendAsync(context, stored.Bytes);
        if (from >= stored.Bytes.Length)
            return FailAsync(context, 416, "InvalidRange");
        var to = Math.Min(range.To ?? long.MaxValue, stored.Bytes.Length - 1);
        context.Response.StatusCode = 206;
        context.Response.Headers.ContentRange = $"bytes {from}-{to}/{stored.Bytes.Length}";
        return SendAsync(context, stored.Bytes.AsMemory((int)from, (int)(to - from + 1)));
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["list-type"] != "2" || query["encoding-type"] != "url")
        {
            await FailAsync(context, 400, "InvalidRequest");
            return;
        }

        var prefix = query["prefix"].ToString();
        var most = Math.Min(PageSize, query["max-keys"] is [{ } asked] ? int.Parse(asked, CultureInfo.InvariantCulture) : 1000);
        var after = query["continuation-token"] is [{ } token] ? Encoding.UTF8.GetString(Convert.FromHexString(token)) : null;
        var keys = _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal)
            .SkipWhile(key => after is not null && string.CompareOrdinal(Hex(key), Hex(after)) <= 0)
            .ToArray();
        var page = keys.Take(most).Select(key => (key, _objects[key])).ToArray();
        var isTruncated = keys.Length > page.Length;
        var document = new XElement(
            Xml + "ListBucketResult",
            new XElement(Xml + "Name", Bucket), new XElement(Xml + "Prefix", Encode(prefix)), new XElement(Xml + "KeyCount", page.Length),
            new XElement(Xml + "MaxKeys", most), new XElement(Xml + "EncodingType", "url"),
            new XElement(Xml + "IsTruncated", isTruncated),
            isTruncated ? new XElement(Xml + "NextContinuationToken", Hex(page[^1].key)) : null,
            page.Select(item => new XElement(
                Xml + "Contents",
                new XElement(Xml + "Key", Encode(item.key)),
                new XElement(
                    Xml + "LastModified", item.Item2.Modified.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
                new XElement(Xml + "ETag", item.Item2.Tag), new XElement(Xml + "Size", item.Item2.Bytes.Length),
                new XElement(Xml + "StorageClass", "STANDARD"))));
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + document);
    }

    private static string Hex(string key) => Convert.ToHexString(Encoding.UTF8.GetBytes(key));

    /// <summary>As Amazon's storage encodes keys in listings: slashes stay, and a space becomes a plus sign.</summary>
    private static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString))
        .Replace("%20", "+", StringComparison.Ordinal);

    private sealed record StoredObject(byte[] Bytes, DateTime Modified)
    {
#pragma warning disable CA5351 // The tags of this storage are these sums, and its clients check them.
        public string Tag { get; } = $"\"{Convert.ToHexStringLower(MD5.HashData(Bytes))}\"";
#pragma warning restore CA5351
    }
}
