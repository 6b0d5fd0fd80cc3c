using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>
/// How one picture correlates with others at each of <see cref="Placement.Starts"/>, in every view, as it is and mirrored. Its memory
/// serves one picture after another; not safe for several threads.
/// </summary>
internal sealed class StartTable
{
    private const int Views = 2;

    /// <summary>Hardly anybody mirrors a photograph and cuts a lot off it, and every start takes its time.</summary>
    private static readonly int MirroredStarts = Placement.Near.Count;

    private readonly StartCorrelations[] _upright = [.. Enumerable.Range(0, Views).Select(_ => new StartCorrelations())];
    private readonly StartCorrelations[] _mirrored = [.. Enumerable.Range(0, Views).Select(_ => new StartCorrelations())];
    private readonly List<CoarseView>[] _stills = [.. Enumerable.Range(0, Views).Select(_ => new List<CoarseView>())];
    private readonly List<int>[] _rows = [.. Enumerable.Range(0, Views).Select(_ => new List<int>())];

    /// <summary>Lays a picture on others.</summary>
    public void Take(MovedPicture moved, IReadOnlyList<Pyramid> stills)
    {
        for (var view = 0; view < Views; view++)
        {
            _stills[view].Clear();
            _rows[view].Clear();
            foreach (var still in stills)
            {
                // The second view is often the first.
                var isOther = view == 0 || still.Views[view] != still.Views[0] || moved.Upright.Views[view] != moved.Upright.Views[0];
                _rows[view].Add(isOther ? _stills[view].Count : -1);
                if (isOther)
                    _stills[view].Add(still.Views[view]);
            }

            if (_stills[view].Count == 0)
                continue;
            _upright[view].Take(moved.DetailOf(view, mirrored: false), Placement.Starts.Count, _stills[view]);
            _mirrored[view].Take(moved.DetailOf(view, mirrored: true), MirroredStarts, _stills[view]);
        }
    }

    /// <summary>The correlations with one of the others, one for each start; none where the view is another one again.</summary>
    /// <param name="still">Which of the others.</param>
    /// <param name="view">Which view of both.</param>
    /// <param name="mirrored">Whether the picture is mirrored; then only the first starts are looked at.</param>
    public ReadOnlySpan<float> With(int still, int view, bool mirrored) =>
        _rows[view][still] is >= 0 and var row ? (mirrored ? _mirrored : _upright)[view].With(row) : default;
}
