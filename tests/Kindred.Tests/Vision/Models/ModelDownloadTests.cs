using System.Net;
using System.Net.Sockets;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class ModelDownloadTests : IDisposable
{
    private static readonly byte[] Content = SampleWeights.Content(300_000);

    private readonly TemporaryFolder _folder = new();
    private readonly WeightsServer _server = new(Content);
    private readonly HttpClient _client = new();

    private string Final => _folder.File(Path.Combine("sample", "sample.onnx"));

    private string Partial => Final + ".part";

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task PullAsync_GoodServer_WritesTheFileAndReportsProgress()
    {
        var reports = new Reports();

        var path = await PullAsync(Content, reports);

        Assert.Equal(Final, path);
        Assert.Equal(Content, await ReadAsync(Final));
        Assert.False(File.Exists(Partial));
        Assert.Equal(new DownloadProgress(Content.Length, Content.Length), reports.All[^1]);
        Assert.Equal(reports.All.Select(report => report.Bytes).Order(), reports.All.Select(report => report.Bytes));
    }

    [Fact]
    public async Task PullAsync_AlreadyThere_AsksNobody()
    {
        await PullAsync(Content);
        await PullAsync(Content);

        Assert.Single(_server.Ranges);
    }

    [Fact]
    public async Task PullAsync_CutOff_KeepsWhatCameAndResumesThere()
    {
        _server.CutAfter = 100_000;
        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(Content));
        Assert.Contains("run it again", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final));
        Assert.Equal(Content[..100_000], await ReadAsync(Partial));

        _server.CutAfter = null;
        await PullAsync(Content);

        Assert.Equal(Content, await ReadAsync(Final));
        Assert.Equal([null, 100_000], _server.Ranges);
        Assert.Equal([100_000, 200_000], _server.Sent);
    }

    [Fact]
    public async Task PullAsync_ServerIgnoresRange_StartsAgain()
    {
        PutPartial(Content[..100_000]);
        _server.IgnoresRange = true;

        await PullAsync(Content);

        Assert.Equal([100_000], _server.Ranges);
        Assert.Equal(Content, await ReadAsync(Final));
    }

    [Fact]
    public async Task PullAsync_ServerRefusesRange_AsksForTheWhole()
    {
        PutPartial(Content[..100_000]);
        _server.RefusesRange = true;

        await PullAsync(Content);

        Assert.Equal([100_000, null], _server.Ranges);
        Assert.Equal(Content, await ReadAsync(Final));
    }

    [Fact]
    public async Task PullAsync_PartialOfFullLength_OnlyChecksIt()
    {
        PutPartial(Content);

        await PullAsync(Content);

        Assert.Empty(_server.Ranges);
        Assert.Equal(Content, await ReadAsync(Final));
    }

    [Fact]
    public async Task PullAsync_OtherContent_KeepsNothing()
    {
        byte[] expected = [.. Content];
        expected[7] ^= 1;

        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(expected));

        Assert.Contains("SHA-256", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final) || File.Exists(Partial));
    }

    [Fact]
    public async Task PullAsync_LongerContent_KeepsNothing()
    {
        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(Content[..1000]));

        Assert.Contains("longer", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final));
        Assert.Equal(0, new FileInfo(Partial).Length);
    }

    [Fact]
    public async Task PullAsync_NotFound_SaysSo()
    {
        _server.HasNothing = true;

        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(Content));

        Assert.Contains("404", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Final));
    }

    [Fact]
    public async Task PullAsync_NobodyThere_SaysCannotReach()
    {
        // A socket that does not listen refuses whoever comes, and keeps its port from other tests.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var weights = SampleWeights.At(new Uri($"http://{nobody.LocalEndPoint}/sample.onnx"), Content);

        var exception = await Assert.ThrowsAsync<KindredException>(
            () => new ModelDownload(_client).PullAsync(weights, _folder.Path, null, TestContext.Current.CancellationToken));

        Assert.StartsWith("Cannot reach 127.0.0.1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullAsync_WeightsOfNpm_AreMissing()
    {
        var exception = await Assert.ThrowsAsync<KindredException>(() => new ModelDownload(_client).PullAsync(
            SampleWeights.At(null, Content), _folder.Path, null, TestContext.Current.CancellationToken));

        Assert.Equal((Fault.ModelMissing, "sample"), (exception.Fault, exception.Subject));
    }

    [Fact]
    public async Task PullAsync_FolderThatCannotBe_SaysCannotWrite()
    {
        _folder.Write("sample", "a file where the folder should be");

        var exception = await Assert.ThrowsAsync<KindredException>(() => PullAsync(Content));

        Assert.StartsWith("Cannot write", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullAsync_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource();
        var stopping = new Reports { Then = cancel.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ModelDownload(_client).PullAsync(
            SampleWeights.At(_server.Address, Content), _folder.Path, stopping, cancel.Token));

        Assert.False(File.Exists(Final));
    }

    private Task<string> PullAsync(byte[] expected, IProgress<DownloadProgress>? progress = null) =>
        new ModelDownload(_client).PullAsync(
            SampleWeights.At(_server.Address, expected), _folder.Path, progress, TestContext.Current.CancellationToken);

    private static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    private void PutPartial(byte[] content)
    {
        Directory.CreateDirectory(_folder.File("sample"));
        File.WriteAllBytes(Partial, content);
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> All { get; } = [];

        public Action Then { get; init; } = () => { };

        public void Report(DownloadProgress value)
        {
            All.Add(value);
            Then();
        }
    }
}
