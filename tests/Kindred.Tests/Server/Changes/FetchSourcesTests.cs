using System.Net;
using Kindred.Server;
using Kindred.Server.Changes.Fetching;

namespace Kindred.Tests.Server.Changes;

/// <summary>Where pictures may be fetched from.</summary>
public sealed class FetchSourcesTests
{
    [Theory]
    [InlineData("shop.example", "http://shop.example/a", true)]
    [InlineData("shop.example", "https://SHOP.example:443/a", true)]
    [InlineData("shop.example", "http://shop.example:8080/a", false)]
    [InlineData("shop.example", "http://a.shop.example/a", false)]
    [InlineData("shop.example", "http://shop.example.evil/a", false)]
    [InlineData("shop.example", "http://shop.example@evil.example/a", false)]
    [InlineData("shop.example", "http://evil.example#@shop.example/a", false)]
    [InlineData("shop.example", "http://evil.example\\@shop.example/a", false)]
    [InlineData("shop.example", "gopher://shop.example/a", false)]
    [InlineData("Shop.Example:8443", "https://shop.example:8443/a", true)]
    [InlineData("shop.example:8443", "https://shop.example/a", false)]
    [InlineData("shop.example:80", "http://shop.example/a", true)]
    [InlineData("shop.example:80", "https://shop.example/a", false)]
    [InlineData("bücher.example", "http://xn--bcher-kva.example/a", true)]
    [InlineData("127.0.0.1:9000", "http://127.1:9000/a", true)]
    [InlineData("::1", "http://[::1]/a", true)]
    [InlineData("[::1]:81", "http://[0:0::1]:81/a", true)]
    [InlineData("[::1]:81", "http://[::1]/a", false)]
    public void Fault_OfAnAddress_IsNoneWhereItsHostIsNamed(string source, string address, bool isNone) =>
        Assert.Equal(isNone, new FetchSources([source]).Fault(address, out _) is null);

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.255.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:93.184.215.14", true)]
    [InlineData("::10.0.0.1", false)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:0a00:0001::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void IsPublic_OfAnAddress_IsWhetherAnybodyMayBeThere(string address, bool isPublic) =>
        Assert.Equal(isPublic, FetchSources.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void MayConnect_ToWhatIsNotPublic_WhereThatAddressIsNamed()
    {
        var sources = new FetchSources(["pictures.internal", "10.0.0.7", "127.0.0.1:9000"]);

        Assert.True(sources.MayConnect(IPAddress.Parse("10.0.0.7"), 443));
        Assert.True(sources.MayConnect(IPAddress.Parse("::ffff:10.0.0.7"), 80));
        Assert.False(sources.MayConnect(IPAddress.Parse("10.0.0.7"), 22));
        Assert.False(sources.MayConnect(IPAddress.Parse("10.0.0.8"), 443));
        Assert.True(sources.MayConnect(IPAddress.Loopback, 9000));
        Assert.False(sources.MayConnect(IPAddress.Loopback, 80));
    }

    [Theory]
    [InlineData("http://shop.example")]
    [InlineData("shop.example/pictures")]
    [InlineData("ann@shop.example")]
    [InlineData("*.shop.example")]
    [InlineData("shop.example:")]
    [InlineData("shop.example:99999")]
    [InlineData("")]
    public async Task FetchFrom_ThatIsNoHost_IsRefused(string source)
    {
        using var folder = new TemporaryFolder();
        var fault = await Assert.ThrowsAsync<KindredException>(() => ServerRun.StartAsync(
            folder.File("library"), options => options with { AllowChanges = true, FetchFrom = [source] }));

        Assert.StartsWith($"{source} is not a host", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchFrom_WithoutChanges_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var fault = await Assert.ThrowsAsync<KindredException>(
            () => ServerRun.StartAsync(folder.File("library"), options => options with { FetchFrom = ["shop.example"] }));

        Assert.Contains("--allow-changes", fault.Message, StringComparison.Ordinal);
    }
}
