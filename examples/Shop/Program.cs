// A shop of sixty pieces of furniture, with similar ones on every product's page; README.md says how to run it.
using System.Globalization;
using System.Net;

var kindred = Environment.GetEnvironmentVariable("KINDRED") ?? "http://127.0.0.1:5123";
var catalogue = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "catalogue.csv")).Skip(1).Select(Product.Read)
    .ToDictionary(product => product.Sku, StringComparer.Ordinal);

var shop = WebApplication.CreateBuilder(args).Build();
shop.MapGet("/", () => Page("Furniture", $"<ul>{string.Concat(catalogue.Values.Select(Line))}</ul>"));
shop.MapGet("/products/{sku}", (string sku) => !catalogue.TryGetValue(sku, out var product)
    ? Results.NotFound()
    : Page(product.Name, $"""
        <p>{product.Price} €{(product.InStock ? "" : ", sold out")}</p>
        <kindred-similar sku="{product.Sku}" count="5" where="price &lt;= {2 * product.Price} and inStock"
          heading="You may also like" link="/products/{"{sku}"}"></kindred-similar>
        """));
shop.Run();

string Line(Product product) => $"<li><a href=\"/products/{product.Sku}\">{Text(product.Name)}</a>, {product.Price} €</li>";

IResult Page(string title, string content) => Results.Content($$"""
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>{{Text(title)}}</title>
    <style>
      body { font: 1rem/1.5 system-ui; max-width: 60rem; margin: auto; padding: 1rem }
      kindred-similar { --kindred-tile: 10rem }
    </style>
    <script src="{{kindred}}/kindred.js" defer></script>
    <h1>{{Text(title)}}</h1>
    {{content}}
    """, "text/html");

static string Text(string text) => WebUtility.HtmlEncode(text);

internal sealed record Product(string Sku, string Name, int Price, bool InStock)
{
    /// <summary>Reads a line of the catalogue: picture,id,name,price,inStock,brand.</summary>
    public static Product Read(string line) => line.Split(',') is [_, var sku, var name, var price, var inStock, ..]
        ? new Product(sku, name, int.Parse(price, CultureInfo.InvariantCulture), bool.Parse(inStock))
        : throw new FormatException($"A line of the catalogue is \"{line}\".");
}
