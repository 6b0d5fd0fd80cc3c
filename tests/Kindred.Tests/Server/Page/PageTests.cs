using System.Text.RegularExpressions;
using Kindred.Galleries;
using Kindred.Server;

namespace Kindred.Tests.Server.Page;

/// <summary>What all tests of the page have in common: visitors, to whom nothing may happen that must not.</summary>
public abstract class PageTests(Chromium chromium, ServedGallery gallery) : IClassFixture<ServedGallery>, IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private readonly List<SmallGallery> _galleries = [];

    /// <summary>The gallery that the tests of a class share; they change nothing in it but what their own users chose.</summary>
    protected ServedGallery Gallery { get; } = gallery;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var faults = _visitors.SelectMany(visitor => visitor.Faults()).ToList();
        foreach (var visitor in _visitors)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await visitor.DescribeAsync());
            await visitor.DisposeAsync();
        }

        foreach (var own in _galleries)
            await own.DisposeAsync();
        await LeaveAsync();
        Assert.Empty(faults);
    }

    /// <summary>Ends what a class has begun for itself, once its visitors have gone.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    /// <summary>A text that is not the same every time.</summary>
    protected static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>A visitor of the shared gallery, or of another one.</summary>
    internal async Task<Visitor> VisitAsync(VisitorOptions? options = null, Uri? address = null)
    {
        var visitor = await Visitor.ArriveAsync(chromium, address ?? Gallery.Run.Address, options);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>A gallery of the test's own, served until its visitors have gone; else they would ask a server that is not there.</summary>
    internal async Task<SmallGallery> ServeAsync(
        IReadOnlyList<string> pictures, Func<ServerOptions, ServerOptions>? configure = null, Action<string>? prepare = null)
    {
        var own = await SmallGallery.StartAsync(pictures, configure, prepare);
        _galleries.Add(own);
        return own;
    }
}
