using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>The memory that one thread registers pictures in, at both resolutions. Not safe for several threads.</summary>
internal sealed class RegistrationMemory
{
    private Registration? _coarse;
    private Registration? _fine;
    private float[][] _samples = [];

    /// <summary>For <see cref="CoarseView.Detail"/>.</summary>
    public Registration Coarse => _coarse ??= new Registration(CoarseView.Side);

    /// <summary>For <see cref="Pyramid.Fine"/>.</summary>
    public Registration Fine => _fine ??= new Registration(Fingerprint.LumaSide);

    /// <summary>Room for what <see cref="StartSamples"/> reads of a picture; the next picture's are put there too.</summary>
    /// <param name="view">Which view of the picture.</param>
    /// <param name="mirrored">Whether it is mirrored.</param>
    /// <param name="length">How many numbers; there may be room for more.</param>
    public float[] SamplesOf(int view, bool mirrored, int length)
    {
        var place = (2 * view) + (mirrored ? 1 : 0);
        if (place >= _samples.Length)
        {
            var some = _samples.Length;
            Array.Resize(ref _samples, place + 1);
            Array.Fill(_samples, [], some, _samples.Length - some);
        }

        ref var samples = ref _samples[place];
        if (samples.Length < length)
            samples = new float[length];
        return samples;
    }
}
