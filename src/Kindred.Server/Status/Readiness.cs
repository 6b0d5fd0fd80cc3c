using Kindred.Server.Galleries;

namespace Kindred.Server.Status;

/// <summary>Whether requests should be sent here: there is a gallery to answer from, and the server is not about to stop.</summary>
internal sealed class Readiness(LiveGallery gallery)
{
    private volatile bool _isDraining;

    /// <summary>Whether requests are answered from a gallery yet.</summary>
    public bool HasGallery => gallery.Number > 0;

    /// <summary>Why no requests should be sent here; <see langword="null"/> where they should.</summary>
    public string? Fault => _isDraining ? "The server is about to stop." : HasGallery ? null : "The gallery is not open yet.";

    /// <summary>No more requests should be sent here.</summary>
    public void BeginDrain() => _isDraining = true;
}
