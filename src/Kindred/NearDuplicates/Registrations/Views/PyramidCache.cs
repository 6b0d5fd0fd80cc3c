using System.Collections.Concurrent;
using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>
/// Pictures unpacked once for most of the pairs that they are in. Holds so many that a library of thousands fits, at 3 to 32 KB each;
/// then it starts anew, which bounds the memory. Safe for several threads.
/// </summary>
internal sealed class PyramidCache
{
    private const int MostPictures = 4096;

    private readonly ConcurrentDictionary<Fingerprint, Pyramid> _pyramids = new(ReferenceEqualityComparer.Instance);
    private int _count;

    /// <summary>Unpacks a picture, or gives it as it was unpacked before.</summary>
    /// <param name="fingerprint">The picture.</param>
    /// <param name="unpacker">Unpacks it; this thread's own.</param>
    public Pyramid Of(Fingerprint fingerprint, Unpacker unpacker)
    {
        if (_pyramids.TryGetValue(fingerprint, out var pyramid))
            return pyramid;
        if (Interlocked.Increment(ref _count) > MostPictures)
        {
            _pyramids.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        return _pyramids[fingerprint] = unpacker.Unpack(fingerprint, mirrored: false);
    }
}
