using System.Text.Json;
using Parquet.Serialization;

namespace Kindred.Tests.Cli;

/// <summary>Own ids and attributes, from files and into them, and what they filter.</summary>
public sealed class AttributesCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    private const string Shop = """
        picture,id,price,brand,inStock,tags:tags,code
        cat/0.jpg,C-0,10,a,true,red|new,007
        cat/1.jpg,C-1,20.5,b,false,red,008
        cat/2.jpg,C-1,,b,true,,
        dog/6.jpg,D/6,30,"a, b",true,blue,1

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_Csv_LearnsTypesAndKeepsValues()
    {
        var run = await ImportAsync("shop.csv", Shop, "--replace");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(
            "4 pictures new, 0 changed, 0 as before. New attributes: price (number), brand (text), inStock (boolean), tags (tags), "
            + "code (text).", run.Output, StringComparison.Ordinal);
        var shown = await RunAsync("attributes", "cat/0.jpg", "--json");
        Assert.Equal(
            """{"price":10,"brand":"a","inStock":true,"tags":["red","new"],"code":"007"}""",
            JsonSerializer.Serialize(shown.Json.GetProperty("attributes")));
        Assert.Equal("C-0", shown.Json.GetProperty("ownId").GetString());
        Assert.Contains("0 pictures new, 0 changed, 4 as before.", (await ImportAsync("shop.csv", Shop)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.tsv")]
    [InlineData("out.jsonl")]
    [InlineData("out.parquet")]
    public async Task Export_ImportsToTheSameState(string name)
    {
        await ImportAsync("shop.csv", Shop, "--replace");
        var before = await DumpAsync();
        var path = fixture.File("files", name);

        Assert.Equal(0, (await RunAsync("attributes", "--export", path)).ExitCode);
        var run = await RunAsync("attributes", "--import", path, "--replace");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(before, await DumpAsync());
    }

    [Fact]
    public async Task Import_ParquetOfTypedColumns_TakesThemAsTheyAre()
    {
        var path = fixture.File("files", "typed.parquet");
        await using (var file = File.Create(path))
        {
            await ParquetSerializer.SerializeAsync(
                new[]
                {
                    new Row { picture = "cat/0.jpg", id = 7, stock = 3, price = 1.5f, sale = true, tags = ["a", "b"] },
                    new Row { picture = "cat/1.jpg", id = 8, stock = null, price = 2, sale = null, tags = [] },
                    new Row { picture = "dog/7.jpg", id = 9, stock = 0, price = 3, sale = false, tags = null },
                }, file, cancellationToken: Cancel);
        }

        var run = await RunAsync("attributes", "--import", path, "--replace");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("stock (number), price (number), sale (boolean), tags (tags).", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["cat/0.jpg 7 stock 3|price 1.5|sale true|tags a|b", "cat/1.jpg 8 price 2|tags ", "dog/7.jpg 9 stock 0|price 3|sale false"],
            await DumpAsync());
    }

    [Fact]
    public async Task Import_JsonLines_MergesAndTakesAwayWithNull()
    {
        await ImportAsync("shop.csv", Shop, "--replace");

        var run = await ImportAsync("more.jsonl", """
            {"id":"C-1","price":5}
            {"picture":"cat/0.jpg","brand":null,"new attribute":["x"]}
            """);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("0 pictures new, 3 changed, 0 as before.", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["cat/0.jpg", "cat/1.jpg", "cat/2.jpg"],
            Paths((await RunAsync("attributes", "--where", "price = 5 or [new attribute] = x", "--json")).Json, "pictures"));
        Assert.Empty(Paths((await RunAsync("attributes", "--where", "brand = a", "--json")).Json, "pictures"));
    }

    [Theory]
    [InlineData("""{"picture":"cat/0.jpg","brand":"\ud800"}""", "line 1: brand must be a text")]
    [InlineData("""{"picture":"cat/0.jpg","\ud800":1}""", "line 1: it is not valid JSON")]
    public async Task Import_HalfOfACharacter_IsNamed(string line, string fault)
    {
        var run = await ImportAsync("half.jsonl", line);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price\n3\n", "line 1: there is no column picture (a path, or the SHA-256 of a file) or id; the columns are price")]
    [InlineData("picture,price\ncat/0.jpg,cheap\n", "line 2: price must be a number, not 'cheap'")]
    [InlineData("picture,price,inStock\ncat/0.jpg,1,true\ncat/1.jpg,2,maybe\n", "line 3: inStock must be true or false, not 'maybe'")]
    [InlineData("picture,price\ncat/0.jpg,1,2\n", "line 2: it has 3 fields, where the header has 2")]
    [InlineData("picture,and\ncat/0.jpg,1\n", "line 2: an attribute cannot be called and")]
    [InlineData("picture,size:number\ncat/0.jpg,XL\n", "line 2: size must be a number, not 'XL'")]
    [InlineData("picture,price,PRICE\ncat/0.jpg,1,2\n", "line 1: there are two columns PRICE")]
    public async Task Import_WithABrokenLine_NamesItAndTakesNothing(string csv, string fault)
    {
        await ImportAsync("shop.csv", Shop, "--replace");
        var before = await DumpAsync();

        var run = await ImportAsync("broken.csv", csv);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was imported.", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await DumpAsync());
    }

    [Fact]
    public async Task Import_UnknownPictures_AreNamedAndCounted_AndMayBeSkipped()
    {
        await ImportAsync("shop.csv", Shop, "--replace");
        const string Csv = "picture,id,price\nnone.jpg,N,1\n,NOBODY,2\ncat/3.jpg,C-3,3\n";

        var refused = await ImportAsync("unknown.csv", Csv);
        var skipped = await ImportAsync("unknown.csv", Csv, "--skip-unknown");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "2 rows about 2 pictures that the library does not have: none.jpg, NOBODY, first in line 2.", refused.Error,
            StringComparison.Ordinal);
        Assert.Equal((0, ""), (skipped.ExitCode, skipped.Error));
        Assert.Contains("1 picture new", skipped.Output, StringComparison.Ordinal);
        Assert.Contains("Left out 2 rows about 2 pictures", skipped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Similar_WithAFilter_ShowsOnlyWhatItHoldsFor()
    {
        await ImportAsync("shop.csv", Shop, "--replace");

        var found = await RunAsync("similar", "dog/7.jpg", "-k", "12", "--where", "inStock and price < 30 or tags = red", "--json");
        var wrong = await RunAsync("similar", "dog/7.jpg", "--where", "pirce < 3");
        var broken = await RunAsync("similar", "dog/7.jpg", "--where", "price <");

        Assert.Equal(["cat/0.jpg", "cat/1.jpg"], Paths(found.Json, "results").Order(StringComparer.Ordinal));
        Assert.Equal((1, 2), (wrong.ExitCode, broken.ExitCode));
        Assert.Contains("at character 1 (pirce): there is no attribute pirce; there are brand (", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("at its end: a value is expected here", broken.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("similar", "cat/2.jpg", "--variants", "all")]
    [InlineData("similar", "cat/2.jpg", "--variants", "all", "--where", "price > 0 or not (price > 0)")]
    [InlineData("recommend", "--like", "dog/7.jpg")]
    public async Task Json_OfResults_HasWhatTheShopSays(params string[] command)
    {
        await ImportAsync("shop.csv", Shop, "--replace");

        var results = (await RunAsync([.. command, "-k", "12", "--json"])).Json.GetProperty("results").EnumerateArray().ToList();

        var known = results.Single(result => result.GetProperty("path").GetString() == "cat/0.jpg");
        Assert.Equal("C-0", known.GetProperty("ownId").GetString());
        Assert.Equal(
            """{"price":10,"brand":"a","inStock":true,"tags":["red","new"],"code":"007"}""",
            JsonSerializer.Serialize(known.GetProperty("attributes")));
        var unknown = results.First(result => result.GetProperty("path").GetString() == "dog/8.jpg");
        Assert.Equal(
            (JsonValueKind.Null, "{}"), (unknown.GetProperty("ownId").ValueKind, unknown.GetProperty("attributes").GetRawText()));
    }

    [Theory]
    [InlineData]
    [InlineData("--where", "id != nothing or price > 0 or not inStock")]
    public async Task Similar_PicturesOfOneProduct_TakeOnePlace(params string[] filter)
    {
        await ImportAsync("shop.csv", Shop, "--replace");

        var grouped = (await RunAsync(["similar", "dog/7.jpg", "-k", "12", "--json", .. filter])).Json;
        var own = (await RunAsync(["similar", "id:C-1", "-k", "12", "--json", .. filter])).Json;
        var all = (await RunAsync(["similar", "id:C-1", "-k", "12", "--variants", "all", "--json", .. filter])).Json;

        // Eleven others, two of them of one product.
        Assert.Equal(10, grouped.GetProperty("results").GetArrayLength());
        var product = grouped.GetProperty("results").EnumerateArray().Single(result => result.GetProperty("views").GetArrayLength() > 0);
        Assert.Equal(
            ["cat/1.jpg", "cat/2.jpg"],
            Paths(product, "views").Append(product.GetProperty("path").GetString()).Order(StringComparer.Ordinal));

        // A product is not similar to itself.
        Assert.Equal("cat/1.jpg", own.GetProperty("query").GetString());
        Assert.DoesNotContain("cat/2.jpg", Paths(own, "results"));
        Assert.Equal(10, own.GetProperty("results").GetArrayLength());
        Assert.Contains("cat/2.jpg", Paths(all, "results"));
    }

    [Fact]
    public async Task Recommend_WithAFilter_ShowsOnlyWhatItHoldsFor_AndNoOtherPictureOfALikedProduct()
    {
        await ImportAsync("shop.csv", Shop, "--replace");

        var all = (await RunAsync("recommend", "--like", "id:C-1", "-k", "20", "--json")).Json;
        var some = (await RunAsync("recommend", "--like", "dog/7.jpg", "-k", "20", "--where", "price > 0", "--json")).Json;
        var start = (await RunAsync("recommend", "-k", "20", "--where", "id = C-1", "--json")).Json;

        Assert.Equal(10, all.GetProperty("results").GetArrayLength());
        Assert.DoesNotContain("cat/2.jpg", Paths(all, "results"));
        Assert.Equal(["cat/0.jpg", "cat/1.jpg", "dog/6.jpg"], Paths(some, "results").Order(StringComparer.Ordinal));
        Assert.Equal("cat/1.jpg", Assert.Single(Paths(start, "results")));
    }

    [Fact]
    public async Task Like_ByOwnId_IsOfItsPicture()
    {
        await ImportAsync("shop.csv", Shop, "--replace");

        var run = await RunAsync("like", "id:D/6", "--user", "shopper", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("dog/6.jpg", (await RunAsync("history", "--user", "shopper")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("like", "id:NONE", "--user", "shopper")).ExitCode);
    }

    [Fact]
    public async Task Index_TakesTheFileInItsFolder_WhenItHasChanged_AndForNewPictures()
    {
        using var folder = new TemporaryFolder();
        var (gallery, library) = (folder.File("gallery"), folder.File("library"));
        Directory.CreateDirectory(gallery);
        TestPictures.Write(Path.Combine(gallery, "a.jpg"), 1);
        async Task<CliRun> IndexAsync() => await CliRun.InProcessAsync("index", gallery, "--library", library);
        async Task<string> PriceAsync(string picture) =>
            (await CliRun.InProcessAsync("attributes", picture, "--library", library)).Output.ReplaceLineEndings(" ");
        await File.WriteAllTextAsync(Path.Combine(gallery, "kindred.csv"), "picture,price\na.jpg,1\nb.jpg,2\n", Cancel);

        var first = await IndexAsync();
        await CliRun.InProcessAsync("attributes", "--import", await WriteAsync(folder, "a.jpg,5"), "--library", library);
        var unchanged = await IndexAsync();
        TestPictures.Write(Path.Combine(gallery, "b.jpg"), 2);
        var grown = await IndexAsync();

        Assert.Contains("1 picture new", first.Output, StringComparison.Ordinal);
        Assert.Contains("Left out 1 row about 1 picture that the library does not have: b.jpg.", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("kindred.csv", unchanged.Output, StringComparison.Ordinal);
        Assert.Contains("1 picture new", grown.Output, StringComparison.Ordinal);
        Assert.Contains("price  2", await PriceAsync("b.jpg"), StringComparison.Ordinal);
        Assert.Contains("price  5", await PriceAsync("a.jpg"), StringComparison.Ordinal); // As it was set since.

        await File.WriteAllTextAsync(Path.Combine(gallery, "kindred.csv"), "picture,price\na.jpg,11\nb.jpg,22\n", Cancel);
        Assert.Contains("2 changed", (await IndexAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("price  11", await PriceAsync("a.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_AFileOfAttributesThatIsBroken_SaysWhatWasIndexedAndThatItWasNotTaken()
    {
        using var folder = new TemporaryFolder();
        var (gallery, library) = (folder.File("gallery"), folder.File("library"));
        Directory.CreateDirectory(gallery);
        TestPictures.Write(Path.Combine(gallery, "a.jpg"), 1);
        await File.WriteAllTextAsync(Path.Combine(gallery, "kindred.csv"), "broken\n", Cancel);

        var run = await CliRun.InProcessAsync("index", gallery, "--library", library);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("1 indexed", run.Output, StringComparison.Ordinal);
        Assert.Contains("The pictures are indexed, but what a shop says of them was not taken: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("kindred.csv, line 1", run.Error, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, string row)
    {
        var path = folder.File("one.csv");
        await File.WriteAllTextAsync(path, $"picture,price\n{row}\n", Cancel);
        return path;
    }

    private static string[] Paths(JsonElement document, string list) =>
        [.. document.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("path").GetString()!)]; // All have one.

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", fixture.Library]);

    private async Task<CliRun> ImportAsync(string name, string content, params string[] args)
    {
        var path = fixture.File("files", name);
        await File.WriteAllTextAsync(path, content, Cancel);
        return await RunAsync(["attributes", "--import", path, .. args]);
    }

    private async Task<List<string>> DumpAsync()
    {
        var rows = new List<string>();
        foreach (var path in Enumerable.Range(0, 12).Select(i => $"{(i < 6 ? "cat" : "dog")}/{i}.jpg"))
        {
            var lines = (await RunAsync("attributes", path)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var id = lines[0].Split("  id ") is [_, var own] ? own : "";
            if (id.Length > 0 || lines.Length > 1)
            {
                var values = lines.Skip(1).Select(line => line.TrimStart().Replace("  ", " ", StringComparison.Ordinal));
                rows.Add($"{path} {id} {string.Join("|", values)}");
            }
        }

        return rows;
    }

    private sealed class Row
    {
#pragma warning disable IDE1006 // Columns are called so.
        public string? picture { get; set; }

        public long id { get; set; }

        public int? stock { get; set; }

        public float price { get; set; }

        public bool? sale { get; set; }

        public List<string>? tags { get; set; }
#pragma warning restore IDE1006
    }
}
