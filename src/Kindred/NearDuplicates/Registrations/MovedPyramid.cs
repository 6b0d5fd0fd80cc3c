namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A picture, upright or mirrored, as it is laid on others: a great part of a comparison does not depend on what it is laid on. Not safe
/// for several threads.
/// </summary>
internal sealed class MovedPyramid
{
    private readonly int _starts;
    private readonly bool _mirrored;
    private readonly RegistrationMemory _memory;
    private readonly StartSamples?[] _atStarts;

    /// <summary>Prepares a picture.</summary>
    /// <param name="pyramid">The picture.</param>
    /// <param name="starts">Starts that it is laid on others from.</param>
    /// <param name="mirrored">Whether it is mirrored.</param>
    /// <param name="memory">Where it is registered, one such picture at a time.</param>
    public MovedPyramid(Pyramid pyramid, int starts, bool mirrored, RegistrationMemory memory)
    {
        (Pyramid, _starts, _mirrored, _memory) = (pyramid, starts, mirrored, memory);
        _atStarts = new StartSamples?[pyramid.Views.Count];
    }

    /// <summary>The picture.</summary>
    public Pyramid Pyramid { get; }

    /// <summary>One of its views, as it is read at the starts.</summary>
    public StartSamples AtStarts(int view) =>
        _atStarts[view] ??= Pyramid.Views[view] == Pyramid.Views[0] && _atStarts[0] is { } same
            ? same
            : new StartSamples(
                Pyramid.Views[view].Detail, _starts, _memory.SamplesOf(view, _mirrored, StartSamples.LengthOf(_starts)));
}
