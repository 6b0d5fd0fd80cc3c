using System.Reflection;

namespace Kindred.Tests.Architecture;

/// <summary>Dependencies point inward: Cli → Server → (Vision, Storage) → Kindred, and Vision and Storage do not see each other.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Kindred", new string[0])]
    [InlineData("Kindred.Vision", new[] { "Kindred" })]
    [InlineData("Kindred.Storage", new[] { "Kindred" })]
    [InlineData("Kindred.Server", new[] { "Kindred", "Kindred.Vision" })]
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
        string[] forbidden = ["Microsoft.ML", "Microsoft.Data", "SQLite", "NetVips", "SkiaSharp", "Microsoft.AspNetCore"];

        var references = Assembly.Load("Kindred").GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, reference => forbidden.Any(start => reference.StartsWith(start, StringComparison.OrdinalIgnoreCase)));
    }
}
