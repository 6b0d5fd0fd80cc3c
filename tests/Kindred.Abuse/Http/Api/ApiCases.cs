using System.Text;
using System.Text.Json;

namespace Kindred.Abuse.Http.Api;

/// <summary>All requests that are made of one operation's description.</summary>
/// <param name="document">Describes it.</param>
/// <param name="operation">The operation.</param>
/// <param name="known">What is there.</param>
internal sealed class ApiCases(ApiDocument document, ApiOperation operation, KnownValues known)
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data; boundary=x";

    /// <summary>
    /// Operations that may have nothing to do whatever is asked so plainly: no index run to stop, no words known, one taste to merge, an
    /// entry that names no picture.
    /// </summary>
    private static readonly string[] NotAlwaysPossible =
    [
        "stopIndexRun", "startIndexRun", "searchByWords", "mergeTastes", "splitTaste", "setTaste", "resetTaste", "getHeatMap",
        "explainRecommendation", "setAttributes", "getFetchedImages",
    ];

    private readonly (string Name, bool IsPath, bool IsRequired, bool IsList, JsonElement Schema)[] _parameters =
        [.. Parameters(document, operation)];

    private string Id => operation.Description.GetProperty("operationId").GetString()!; // Every operation has one.

    private JsonElement? BodySchema => operation.Description.TryGetProperty("requestBody", out var body)
        && body.GetProperty("content").TryGetProperty(Json, out var json) ? json.GetProperty("schema") : null;

    private bool TakesForm => operation.Description.TryGetProperty("requestBody", out _) && BodySchema is null;

    /// <summary>Requests that have one thing of their own each; the plainest is the first.</summary>
    public IEnumerable<ApiCase> One()
    {
        yield return Case("the plainest", Plain(), NotAlwaysPossible.Contains(Id) ? Expectation.Documented : Expectation.Success);
        foreach (var parameter in _parameters)
        {
            foreach (var sample in ParameterSamples.All(parameter.Name, parameter.Schema, known))
            {
                yield return Case(
                    $"{parameter.Name} is {sample.Short}", With(parameter.Name, [sample.Text]), Expected(sample, parameter.IsPath));
            }

            if (parameter.IsPath)
                continue;
            var good = ParameterSamples.Good(parameter.Name, parameter.Schema, known)[0].Text;
            yield return Case($"{parameter.Name} twice", With(parameter.Name, [good, good]), Expectation.Documented);
            yield return Case($"{parameter.Name} often", With(parameter.Name, [.. Enumerable.Repeat(good, 150)]), Expectation.Documented);
            if (parameter.IsRequired)
                yield return Case($"no {parameter.Name}", With(parameter.Name, []), Expectation.Refusal);
        }

        if (operation.Path.StartsWith("/api/", StringComparison.Ordinal))
            yield return Case("an unknown parameter", [.. Plain(), ("nothingLikeThis", "1")], Expectation.Refusal);
        foreach (var body in Bodies())
            yield return body;
    }

    /// <summary>A request of which every parameter has any value, and the body too.</summary>
    public ApiCase Any(Random random)
    {
        var values = new List<(string, string)>();
        foreach (var parameter in _parameters.Where(parameter => parameter.IsPath || random.Next(2) == 0))
        {
            Sample[] samples = random.Next(3) > 0
                ? [.. ParameterSamples.Good(parameter.Name, parameter.Schema, known)]
                : [.. ParameterSamples.All(parameter.Name, parameter.Schema, known)];
            for (var i = parameter.IsList ? random.Next(1, 4) : 1; i > 0; i--)
                values.Add((parameter.Name, samples[random.Next(samples.Length)].Text));
        }

        var made = Case("by chance", values, Expectation.Documented);
        if (BodySchema is not { } schema || random.Next(3) == 0)
            return made;
        Sample[] bodies = [.. new BodySamples(document, known).Altered(schema)];
        return made with { Body = Encoding.UTF8.GetBytes(bodies[random.Next(bodies.Length)].Text), ContentType = Json };
    }

    private static IEnumerable<(string, bool, bool, bool, JsonElement)> Parameters(ApiDocument document, ApiOperation operation)
    {
        if (!operation.Description.TryGetProperty("parameters", out var parameters))
            yield break;
        foreach (var parameter in parameters.EnumerateArray())
        {
            var schema = document.Resolve(parameter.GetProperty("schema"));
            var isList = schema.TryGetProperty("items", out var items);
            yield return (
                parameter.GetProperty("name").GetString()!, // Every parameter has one.
                parameter.GetProperty("in").GetString() == "path",
                parameter.TryGetProperty("required", out var required) && required.GetBoolean(), isList,
                isList ? document.Resolve(items) : schema);
        }
    }

    private static Expectation Expected(Sample sample, bool isPath) =>
        sample.IsAllowed == false && !isPath ? Expectation.Refusal : Expectation.Documented;

    private List<(string Name, string Value)> Plain() =>
    [
        .. _parameters.Where(parameter => parameter.IsRequired || parameter.IsPath)
            .Select(parameter => (parameter.Name, ParameterSamples.Good(parameter.Name, parameter.Schema, known)[0].Text)),
    ];

    private List<(string Name, string Value)> With(string name, string[] values) =>
        [.. Plain().Where(value => value.Name != name), .. values.Select(value => (name, value))];

    private ApiCase Case(string what, IReadOnlyList<(string Name, string Value)> values, Expectation expected)
    {
        var path = operation.Path;
        var query = new StringBuilder();
        foreach (var (name, value) in values)
        {
            var encoded = ParameterSamples.Encode(value);
            if (path.Contains($"{{{name}}}", StringComparison.Ordinal))
                path = path.Replace($"{{{name}}}", encoded, StringComparison.Ordinal);
            else if (query.Length + name.Length + encoded.Length < 7_900) // A longer line is for the web server alone to refuse.
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(encoded);
        }

        var made = new ApiCase(operation, what, path + query, expected);
        if (BodySchema is { } schema)
        {
            var body = new BodySamples(document, known).Good(schema, all: false)?.ToJsonString() ?? "{}";
            return made with { Body = Bytes(body), ContentType = Json };
        }

        return TakesForm ? made with { Body = Picture(known.Upload, "image"), ContentType = Form } : made;
    }

    private IEnumerable<ApiCase> Bodies()
    {
        var plain = Case("the plainest body", Plain(), Expectation.Documented);
        var refused = plain with { Expected = Expectation.Refusal };
        if (plain.Body is null)
        {
            yield return plain with { What = "a body where none is asked for", Body = Bytes("{}"), ContentType = Json };
            yield break;
        }

        string?[] otherTypes =
            [null, "text/plain", "application/xml", "image/jpeg", "application/x-www-form-urlencoded", "nonsense", ";"];
        foreach (var type in otherTypes)
            yield return refused with { What = $"a body as {type ?? "nothing"}", ContentType = type };
        yield return (Id == "startIndexRun" ? plain : refused) with { What = "no body", Body = [] };
        if (TakesForm)
        {
            // Of several pictures the answer says what became of each.
            var broken = Id == "addImages" ? plain : refused;
            yield return broken with { What = "an empty picture", Body = Picture([], "image") };
            yield return broken with { What = "no picture", Body = Picture(Bytes(new string('a', 10_000)), "image") };
            yield return broken with { What = "half a picture", Body = Picture(known.Upload[..20], "image") };
            yield return refused with { What = "another field", Body = Picture(known.Upload, "other") };
            yield return plain with { What = "a field of no name", Body = Picture(known.Upload, "") };
            yield return refused with { What = "no form in the form", Body = Bytes("nothing of the kind") };
            yield return refused with { What = "a form without a boundary", ContentType = "multipart/form-data" };
            yield return refused with { What = "a form cut off", Body = Picture(known.Upload, "image")[..100] };
            yield return refused with { What = "JSON", Body = Bytes("{\"image\":\"a\"}"), ContentType = Json };
            yield break;
        }

        yield return plain with
        {
            What = "an encoding",
            ContentType = "application/json; charset=utf-16",
            Body = Encoding.Unicode.GetBytes("{}"),
        };
        yield return refused with { What = "invalid UTF-8", Body = [.. "{\"label\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8] };
        yield return plain with { What = "a mark of its encoding", Body = [0xEF, 0xBB, 0xBF, .. plain.Body] };
        yield return refused with { What = "more behind it", Body = [.. plain.Body, .. "}"u8] };
        yield return refused with { What = "half of it", Body = plain.Body[..(plain.Body.Length / 2)] };
        yield return refused with { What = "NUL", Body = new byte[10] };
        yield return refused with { What = "deep", Body = Bytes(string.Concat(Enumerable.Repeat("{\"a\":", 50_000))) };
        yield return refused with { What = "deep lists", Body = Bytes(new string('[', 100_000)) };
        yield return refused with { What = "9 MB", Body = Bytes($"{{\"a\":\"{new string('a', 9 << 20)}\"}}") };
        if (BodySchema is not { } schema)
            yield break;
        var samples = new BodySamples(document, known);
        yield return plain with { What = "every field", Body = Bytes(samples.Good(schema, all: true)?.ToJsonString() ?? "null") };
        foreach (var sample in samples.Altered(schema))
        {
            yield return plain with
            {
                What = $"body {sample.Short}",
                Body = Bytes(sample.Text),
                Expected = Expected(sample, isPath: false),
            };
        }
    }

    private static byte[] Picture(byte[] file, string field) =>
    [
        .. Bytes($"--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"),
        .. file, .. "\r\n--x--\r\n"u8,
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
