using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>Where one of <see cref="Placement.Starts"/> lays a coarse thumbnail on another: the same for all pictures. Immutable.</summary>
internal sealed class StartPlace
{
    private const int Side = CoarseView.Side;

    private readonly OverlapRuns _runs = new(Side);

    private StartPlace(Placement placement)
    {
        Placement = placement;
        _runs.Set(placement, Registration.Margin, Frame.Whole, Frame.Whole);
    }

    /// <summary>All of them, in the order of the starts.</summary>
    public static IReadOnlyList<StartPlace> All { get; } = [.. Placement.Starts.Select(start => new StartPlace(start))];

    /// <summary>The placement.</summary>
    public Placement Placement { get; }

    /// <summary>Whether neither is turned: then rows lie on rows, and what overlaps is a rectangle.</summary>
    public bool IsUpright => Placement is { XY: 0, YX: 0 };

    /// <summary>Pixels that lie on both.</summary>
    public int Count => _runs.Count;

    /// <summary>The first row that has any.</summary>
    public int FirstRow => _runs.FirstRow;

    /// <summary>The row after the last that has any.</summary>
    public int EndRow => _runs.EndRow;

    /// <inheritdoc cref="OverlapRuns.RunOf"/>
    public (int First, int End) RunOf(int row) => _runs.RunOf(row);

    /// <inheritdoc cref="OverlapRuns.LineOf"/>
    public (float X, float Y) LineOf(int row) => _runs.LineOf(row);
}
