using Kindred.Samples;

namespace Kindred.Tests.Samples;

/// <summary>Seven pictures, drawn once for all the tests that look at them.</summary>
public sealed class DrawnGallery : IDisposable
{
    public const int Seed = 11;

    public DrawnGallery()
    {
        Folder = Directory.CreateTempSubdirectory("kindred-gallery-").FullName;
        SampleGallery.Draw(Folder, 7, Seed, new Counter(this), TestContext.Current.CancellationToken);
    }

    public string Folder { get; }

    public int LastReport { get; private set; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class Counter(DrawnGallery gallery) : IProgress<int>
    {
        public void Report(int value)
        {
            lock (gallery)
                gallery.LastReport = Math.Max(gallery.LastReport, value);
        }
    }
}
