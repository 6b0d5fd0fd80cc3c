using Kindred.Attributes;

namespace Kindred.Tests.Attributes;

public sealed class AttributeFilterTests
{
    private static readonly AttributeTable Table = ShopTable.Of(
        ("S-1", """{"price":100,"brand":"a","inStock":true,"tags":["oak","new"]}"""),
        ("S-2", """{"price":300,"brand":"b","inStock":true,"tags":["oak"]}"""),
        ("S-2", """{"price":299.99,"brand":"c","inStock":false,"tags":[]}"""),
        (null, """{"tags":["mid-century"],"brand":"a b","list price":5,"size":"42"}"""),
        (null, "{}"));

    [Theory]
    [InlineData("price<300", new[] { 0, 2 })]
    [InlineData("price <= 300", new[] { 0, 1, 2 })]
    [InlineData("price > 100", new[] { 1, 2 })]
    [InlineData("price >= 100 and price != 300", new[] { 0, 2 })]
    [InlineData("price = 1e2", new[] { 0 })]
    [InlineData("price == 100", new[] { 0 })]
    [InlineData("PRICE<300", new[] { 0, 2 })]
    [InlineData("price in (100, 300)", new[] { 0, 1 })]
    [InlineData("price not in (100, 300)", new[] { 2 })]
    [InlineData("not price in (100, 300)", new[] { 2, 3, 4 })]
    [InlineData("inStock", new[] { 0, 1 })]
    [InlineData("not inStock", new[] { 2, 3, 4 })]
    [InlineData("inStock = false", new[] { 2 })]
    [InlineData("inStock != false", new[] { 0, 1 })]
    [InlineData("inStock in (true, false)", new[] { 0, 1, 2 })]
    [InlineData("inStock not in (true)", new[] { 2 })]
    [InlineData("brand in (a,b)", new[] { 0, 1 })]
    [InlineData("brand = 'a b'", new[] { 3 })]
    [InlineData("brand = \"a b\"", new[] { 3 })]
    [InlineData("brand != a", new[] { 1, 2, 3 })]
    [InlineData("brand = A", new int[0])]
    [InlineData("brand > b", new[] { 2 })]
    [InlineData("brand not in (a, b)", new[] { 2, 3 })]
    [InlineData("tags = oak", new[] { 0, 1 })]
    [InlineData("tags in (new, mid-century)", new[] { 0, 3 })]
    [InlineData("tags != oak", new[] { 2, 3 })]
    [InlineData("tags not in (oak, mid-century)", new[] { 2 })]
    [InlineData("[list price] = 5", new[] { 3 })]
    [InlineData("size = 42", new[] { 3 })]
    [InlineData("id = S-2", new[] { 1, 2 })]
    [InlineData("id in (S-1, 'S-9')", new[] { 0 })]
    [InlineData("price<300 and inStock and brand in (a,b)", new[] { 0 })]
    [InlineData("inStock or price < 300 and brand = c", new[] { 0, 1, 2 })]
    [InlineData("(inStock or price < 300) and brand = c", new[] { 2 })]
    [InlineData("not (inStock or brand = c)", new[] { 3, 4 })]
    [InlineData("not not inStock", new[] { 0, 1 })]
    [InlineData("""{"price":{"lt":300},"inStock":true,"brand":["a","b"]}""", new[] { 0 })]
    [InlineData("""{"price":{"gte":100,"lte":299.99}}""", new[] { 0, 2 })]
    [InlineData("""{"or":[{"brand":"c"},{"and":[{"inStock":true},{"tags":"new"}]}]}""", new[] { 0, 2 })]
    [InlineData("""{"not":{"inStock":true}}""", new[] { 2, 3, 4 })]
    [InlineData("""{"list price":{"ne":4},"tags":{"in":["mid-century"]}}""", new[] { 3 })]
    [InlineData("""{"id":"S-2","price":{"eq":300}}""", new[] { 1 })]
    public void Filter_HoldsForWhatItSays_AndForNothingWithoutAValue(string filter, int[] expected) =>
        Assert.Equal(expected, Table.Where(filter));

    [Theory]
    [InlineData("pirce < 300", "at character 1 (pirce): there is no attribute pirce; there are brand (text), inStock (boolean), ")]
    [InlineData("pirce < 300", "list price (number), price (number), size (text), tags (tags) and id (text).")]
    [InlineData("inStock and price < cheap", "at character 21 (cheap): price (number) is compared with a number, not with cheap.")]
    [InlineData("price", "at character 1 (price): price (number) is not true or false; compare it with a value.")]
    [InlineData("inStock > true", "at character 1 (inStock): inStock (boolean) has no order; compare it with = or !=, not >.")]
    [InlineData("inStock = yes", "at character 11 (yes): inStock (boolean) is compared with true or false, not with yes.")]
    [InlineData("tags < oak", "tags (tags) has no order")]
    [InlineData("price < ", "at its end: a value is expected here")]
    [InlineData("price <> 3", "at character 8 (>): a value is expected here")]
    [InlineData("price < 3 inStock", "at character 11 (inStock): and, or, or the end is expected here.")]
    [InlineData("(price < 3", "at its end: ) is expected here, for the ( at character 1.")]
    [InlineData("price < 3)", "at character 10 ()): nothing opens it.")]
    [InlineData("and price < 3", "at character 1 (and): the name of an attribute is expected here.")]
    [InlineData("brand in a", "at character 10 (a): ( is expected here, as in: brand in (a, b).")]
    [InlineData("brand in (a b)", "at character 13 (b): , or ) is expected here.")]
    [InlineData("brand = 'a", "at character 9 ('): ' is missing after it.")]
    [InlineData("[price < 3", "at character 1 ([): ] is missing after it.")]
    [InlineData("!inStock", "at character 1 (!): write != for different, and not for the opposite.")]
    [InlineData("  ", "The filter is empty; write one such as: price < 300 and inStock.")]
    [InlineData("""{"pirce":3}""", "at $.pirce: there is no attribute pirce; there are")]
    [InlineData("""{"price":{"less":3}}""", "at $.price.less: one of eq, ne, lt, lte, gt, gte, in is expected here.")]
    [InlineData("""{"or":[]}""", "at $.or: a list of filters is expected here.")]
    [InlineData("""{"or":[{"price":3},{}]}""", "at $.or[1]: the object is empty")]
    [InlineData("""{"price":null}""", "at $.price: a value is expected here")]
    [InlineData("""{"brand":"\ud800"}""", "The filter has half of a character, such as \\ud800 alone.")]
    [InlineData("""{"\ud800":1}""", "The filter has half of a character, such as \\ud800 alone.")]
    [InlineData("""{"price":""", "The filter is not valid JSON: see line 1, byte ")]
    public void Filter_ThatCannotBeUnderstood_SaysWhereAndWhy(string filter, string fault)
    {
        var exception = Assert.Throws<KindredException>(() => Table.Where(filter));

        Assert.Equal(Fault.BadFilter, exception.Fault);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Filter_NestedTooDeep_IsRefusedAndEndsNothing()
    {
        foreach (var filter in new[]
        {
            new string('(', 100_000), string.Concat(Enumerable.Repeat("not ", 20_000)) + "inStock",
            string.Concat(Enumerable.Repeat("""{"not":""", 5_000)) + "{}" + new string('}', 5_000),
        })
            Assert.Equal(Fault.BadFilter, Assert.Throws<KindredException>(() => Table.Where(filter)).Fault);
    }

    [Fact]
    public void Filter_OfManyImages_HoldsAsItDoesForEach()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 1000).Select(_ => (
            Price: random.Next(4) == 0 ? (int?)null : random.Next(10),
            Brand: random.Next(4) == 0 ? null : ((char)('a' + random.Next(4))).ToString(),
            InStock: random.Next(3) switch { 0 => (bool?)null, 1 => true, _ => false })).ToArray();
        var table = ShopTable.Of([.. rows.Select(row => ((string?)null, "{" + string.Join(',', new[]
        {
            row.Price is { } price ? $"\"price\":{price}" : null, row.Brand is { } brand ? $"\"brand\":\"{brand}\"" : null,
            row.InStock is { } inStock ? $"\"inStock\":{(inStock ? "true" : "false")}" : null,
        }.Where(part => part is not null)) + "}"))]);

        int[] expected = [.. rows.Index()
            .Where(row => (row.Item.Price < 5 && row.Item.InStock != true) || row.Item.Brand is "a" or "c").Select(row => row.Index)];

        Assert.Equal(expected, table.Where("price < 5 and not inStock or brand in (a, c)"));
    }

    [Fact]
    public void Table_GivesBackWhatWasPutIn_AndFindsProducts()
    {
        var first = Table.Of(0);
        Assert.Equal("S-1", first.OwnId);
        Assert.Equal(["price 100", "brand a", "inStock true", "tags oak|new"], first.Values.Select(value => $"{value.Key} {value.Value}"));
        Assert.Equal(100, first.Find("PRICE")!.Value.Number);
        Assert.Empty(Table.Of(4).Values);
        Assert.Equal([1, 2], Table.PositionsOf("S-2"));
        Assert.Equal([1, 2], Table.ProductOf(2));
        Assert.Empty(Table.ProductOf(3));
        Assert.Empty(Table.PositionsOf("none"));
    }
}
