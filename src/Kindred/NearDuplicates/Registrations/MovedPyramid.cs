namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A picture, upright or mirrored, as it is laid on others: a great part of a comparison does not depend on what it is laid on. Not safe
/// for several threads.
/// </summary>
internal sealed class MovedPyramid
{
    private readonly int _starts;
    private readonly StartSamples?[] _atStarts;

    /// <summary>Prepares a picture.</summary>
    /// <param name="pyramid">The picture.</param>
    /// <param name="starts">Starts that it is laid on others from.</param>
    public MovedPyramid(Pyramid pyramid, int starts)
    {
        (Pyramid, _starts) = (pyramid, starts);
        _atStarts = new StartSamples?[pyramid.Views.Count];
    }

    /// <summary>The picture.</summary>
    public Pyramid Pyramid { get; }

    /// <summary>One of its views, as it is read at the starts.</summary>
    public StartSamples AtStarts(int view) =>
        _atStarts[view] ??= Pyramid.Views[view] == Pyramid.Views[0] && _atStarts[0] is { } same
            ? same
            : new StartSamples(Pyramid.Views[view].Detail, _starts);
}
