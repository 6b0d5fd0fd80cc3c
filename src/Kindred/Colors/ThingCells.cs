using Kindred.Images;
using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.Colors;

/// <summary>
/// How much each cell of a fingerprint's 16 × 16 colors shows the thing rather than the ground. Ground is what reaches the picture's edges
/// and looks like them; where that is all, or nearly nothing, the picture has no ground of its own, and the middle counts most.
/// </summary>
internal sealed class ThingCells
{
    public const int Side = Fingerprint.ChromaSide;

    /// <summary>Colors of ground that are told apart: a wall and a floor, and what lies on them.</summary>
    private const int MostGrounds = 4;

    /// <summary>A color along fewer of the edges' cells is not the ground's, but of a thing that reaches an edge.</summary>
    private const float LeastOfEdge = 0.12f;

    /// <summary>Distances up to which a cell is surely ground, and from which on surely not.</summary>
    private const float SurelyGround = 7;

    private const float SurelyThing = 22;

    /// <summary>Weights of all cells below this share of the most there could be say that no thing was found.</summary>
    private const float LeastThing = 0.04f;

    private readonly float[] _weights = new float[Side * Side];

    private ThingCells(LabColor[] colors) => Colors = colors;

    /// <summary>The colors, row by row.</summary>
    public LabColor[] Colors { get; }

    /// <summary>The weights, row by row, each 0 or more.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Looks at a fingerprint.</summary>
    public static ThingCells Of(Fingerprint fingerprint)
    {
        var cells = new ThingCells(ColorsOf(fingerprint));
        cells.Weigh();
        return cells;
    }

    private static LabColor[] ColorsOf(Fingerprint fingerprint)
    {
        var luma = LumaThumbnail.FromBytes(Fingerprint.LumaSide, fingerprint.Luma).Shrunk(Fingerprint.LumaSide / Side);
        var colors = ColorThumbnail.From(
            luma, LumaThumbnail.FromBytes(Side, fingerprint.BlueDifference), LumaThumbnail.FromBytes(Side, fingerprint.RedDifference));
        var lab = new LabColor[Side * Side];
        for (var cell = 0; cell < lab.Length; cell++)
        {
            var rgb = colors.At(cell);
            lab[cell] = LabColor.FromRgb(rgb.X, rgb.Y, rgb.Z);
        }

        return lab;
    }

    private void Weigh()
    {
        var away = Away(GroundsOf(Colors));
        var sum = 0f;
        for (var cell = 0; cell < _weights.Length; cell++)
        {
            // A cell on the outline shows both, in a color that neither has.
            _weights[cell] = Middle(cell) * away[cell] * (0.1f + MathF.Pow(AmongOthers(away, cell), 2));
            sum += _weights[cell];
        }

        if (sum >= LeastThing * _weights.Length)
            return;
        for (var cell = 0; cell < _weights.Length; cell++)
            _weights[cell] = MathF.Pow(Middle(cell), 3);
    }

    /// <summary>1 in the middle, and less towards the edges, where things seldom are.</summary>
    private static float Middle(int cell)
    {
        var (x, y) = (((cell % Side) + 0.5f) / Side * 2 - 1, ((cell / Side) + 0.5f) / Side * 2 - 1);
        return MathF.Exp(-1.2f * ((x * x) + (y * y)));
    }

    private static float AmongOthers(float[] away, int cell)
    {
        var (x, y) = (cell % Side, cell / Side);
        var (sum, count) = (0f, 0);
        for (var row = Math.Max(0, y - 1); row <= Math.Min(Side - 1, y + 1); row++)
        {
            for (var column = Math.Max(0, x - 1); column <= Math.Min(Side - 1, x + 1); column++)
            {
                sum += away[(row * Side) + column];
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>From 0, ground, to 1: how unlike any ground each cell is; 1 where ground is not reached from the edges.</summary>
    private float[] Away(List<LabColor> grounds)
    {
        var away = new float[Colors.Length];
        for (var cell = 0; cell < away.Length; cell++)
        {
            var nearest = float.PositiveInfinity;
            foreach (var ground in grounds)
                nearest = MathF.Min(nearest, Colors[cell].FullDistanceTo(ground));
            away[cell] = Math.Clamp((nearest - SurelyGround) / (SurelyThing - SurelyGround), 0, 1);
        }

        Enclose(away);
        return away;
    }

    /// <summary>
    /// What looks like ground but is closed in by the thing is the thing's: a print on a shirt, the white of a pattern. Ground is reached
    /// from the edges through ground.
    /// </summary>
    private static void Enclose(float[] away)
    {
        const float Barrier = 0.5f;
        var reached = new bool[away.Length];
        var open = new Queue<int>();
        for (var cell = 0; cell < away.Length; cell++)
        {
            if (IsEdge(cell) && away[cell] < Barrier)
            {
                reached[cell] = true;
                open.Enqueue(cell);
            }
        }

        while (open.TryDequeue(out var cell))
        {
            var (x, y) = (cell % Side, cell / Side);
            Visit(x > 0, cell - 1);
            Visit(x < Side - 1, cell + 1);
            Visit(y > 0, cell - Side);
            Visit(y < Side - 1, cell + Side);
        }

        for (var cell = 0; cell < away.Length; cell++)
        {
            if (!reached[cell])
                away[cell] = 1;
        }

        void Visit(bool isInside, int cell)
        {
            if (!isInside || reached[cell] || away[cell] >= Barrier)
                return;
            reached[cell] = true;
            open.Enqueue(cell);
        }
    }

    private static bool IsEdge(int cell) => cell % Side is 0 or Side - 1 || cell / Side is 0 or Side - 1;

    /// <summary>The colors along the edges.</summary>
    private static List<LabColor> GroundsOf(LabColor[] colors)
    {
        LabColor[] edge = [.. colors.Where((_, cell) => IsEdge(cell))];
        var weights = new float[edge.Length];
        Array.Fill(weights, 1f);
        var groups = ColorGroups.Of(edge, weights, MostGrounds);
        List<LabColor> grounds = [.. groups.Where(group => group.Share >= LeastOfEdge).Select(group => group.Color)];
        return grounds.Count > 0 ? grounds : [groups[0].Color];
    }
}
