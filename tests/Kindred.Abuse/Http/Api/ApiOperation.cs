using System.Text.Json;

namespace Kindred.Abuse.Http.Api;

/// <summary>A method on a path, as the document describes it.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Description)
{
    public JsonElement Responses => Description.GetProperty("responses");

    public bool Matches(string path)
    {
        // A slash at the end makes no difference.
        var (wanted, segments) = (Path.Split('/'), path.TrimEnd('/').Split('/'));
        return wanted.Length == segments.Length
            && wanted.Zip(segments).All(pair => pair.First == pair.Second || (pair.First is ['{', ..] && pair.Second.Length > 0));
    }
}
