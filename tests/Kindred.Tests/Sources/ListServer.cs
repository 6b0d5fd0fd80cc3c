using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kindred.Sources.Lists;
using Microsoft.AspNetCore.Http;

namespace Kindred.Tests.Sources;

/// <summary>A web server with pictures, and a list that names them.</summary>
public sealed class ListServer : LoopbackServer
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, DateTime Modified)> _files = new(StringComparer.Ordinal);

    /// <summary>Whether the list is JSON that says all there is to say of each picture; else it has addresses alone.</summary>
    public bool IsJson { get; init; }

    /// <summary>Where the list is.</summary>
    public string List => $"{Address}/shop/{(IsJson ? "pictures.jsonl" : "pictures.txt")}";

    /// <summary>What stands in the list in place of what the server has.</summary>
    public string? Instead { get; set; }

    public string ListType { get; set; } = "text/plain; charset=utf-8";

    /// <summary>Lines before those of the pictures.</summary>
    public string Before { get; set; } = "";

    public bool SaysTimes { get; set; } = true;

    public bool SaysTags { get; set; } = true;

    public bool KnowsHead { get; set; } = true;

    /// <summary>Answers of the test's own, by the path of the request.</summary>
    public Dictionary<string, RequestDelegate> Special { get; } = new(StringComparer.Ordinal);

    public static async Task<ListServer> StartNewAsync(bool isJson)
    {
        var server = new ListServer { IsJson = isJson };
        await server.StartAsync();
        return server;
    }

    public void Put(string path, byte[] bytes, DateTime? modified = null) =>
        _files[path] = (bytes, modified ?? new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc));

    public void Remove(string path) => Assert.True(_files.TryRemove(path, out _));

    public IReadOnlyList<string> Paths => [.. _files.Keys];

    public byte[] this[string path] => _files[path].Bytes;

    /// <summary>What reads from it.</summary>
    internal static ListedPictures Pictures(string? authorization = null, params string[] hosts) =>
        new(new WebRules(hosts), authorization, TimeProvider.System);

    protected override Task AnswerBusyAsync(HttpContext context)
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    protected override Task AnswerWellAsync(HttpContext context)
    {
        var path = "/" + RawPath(context);
        if (Special.TryGetValue(path, out var special))
            return special(context);
        if (path == new Uri(List).AbsolutePath)
            return SendListAsync(context);
        // Addresses in JSON say nothing of what a picture is called.
        var name = IsJson && path.StartsWith("/media/", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromHexString(path["/media/".Length..]))
            : Uri.UnescapeDataString(path).Replace("/shop/", "", StringComparison.Ordinal);
        if (!_files.TryGetValue(name, out var file))
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        if (HttpMethods.IsHead(context.Request.Method) && !KnowsHead)
        {
            context.Response.StatusCode = 405;
            return Task.CompletedTask;
        }

        if (SaysTimes)
            context.Response.Headers.LastModified = file.Modified.ToString("R");
        if (SaysTags)
            context.Response.Headers.ETag = Tag(file.Bytes);
        return SendAsync(context, file.Bytes);
    }

    private Task SendListAsync(HttpContext context)
    {
        var text = Instead ?? Before + string.Concat(_files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => IsJson
            ? JsonSerializer.Serialize(new
            {
                url = $"/media/{Convert.ToHexString(Encoding.UTF8.GetBytes(file.Key))}",
                path = file.Key,
                bytes = file.Value.Bytes.Length,
                modified = file.Value.Modified,
                price = 9.5,
            }) + "\n"
            : $"{Address}/shop/{string.Join('/', file.Key.Split('/').Select(Uri.EscapeDataString))}\r\n"));
        var body = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = ListType;
        context.Response.Headers.ETag = Tag(body);
        if (context.Request.Headers.IfNoneMatch != Tag(body))
            return SendAsync(context, body, isPicture: false);
        context.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    private static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";
}
