using System.Reflection;

namespace Kindred.Tests.Architecture;

/// <summary>
/// Dependencies point inward: Cli → (Server, Local, Cluster) → (Vision, Storage, Storage.Postgres, Sources) → Kindred → Search.
/// Vision, the two kinds of storage and the sources do not see each other.
/// </summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Kindred.Search", new string[0])]
    [InlineData("Kindred", new[] { "Kindred.Search" })]
    [InlineData("Kindred.Vision", new[] { "Kindred", "Kindred.Search" })]
    [InlineData("Kindred.Storage", new[] { "Kindred", "Kindred.Search" })]
    [InlineData("Kindred.Storage.Postgres", new[] { "Kindred", "Kindred.Search" })]
    [InlineData("Kindred.Sources", new[] { "Kindred" })]
    [InlineData("Kindred.Server", new[] { "Kindred", "Kindred.Search", "Kindred.Vision" })]
    [InlineData("Kindred.Cluster", new[] { "Kindred", "Kindred.Search", "Kindred.Server", "Kindred.Storage.Postgres" })]
    [InlineData("Kindred.Local", new[] { "Kindred", "Kindred.Search", "Kindred.Storage", "Kindred.Vision" })]
    [InlineData("Kindred.Samples", new[] { "Kindred" })]
    public void Assembly_References_PointInward(string name, string[] allowed)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(reference => reference.StartsWith("Kindred", StringComparison.Ordinal));

        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Core_References_NoInferenceNoSqlNoImageLibraryNoWeb()
    {
        string[] forbidden = ["Microsoft.ML", "Microsoft.Data", "SQLite", "Npgsql", "NetVips", "SkiaSharp", "Microsoft.AspNetCore"];

        var references = Assembly.Load("Kindred").GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(
            references, reference => forbidden.Any(start => reference.StartsWith(start, StringComparison.OrdinalIgnoreCase)));
    }
}
