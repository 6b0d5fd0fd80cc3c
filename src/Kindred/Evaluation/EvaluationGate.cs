using System.Text.Json;

namespace Kindred.Evaluation;

/// <summary>
/// Floors that figures must not fall below, for continuous integration: a JSON object from the names of
/// <see cref="EvaluationReport.Figures"/> to numbers, such as <c>{ "labels.precision@5": 0.6 }</c>. Safe to use from several threads.
/// </summary>
internal sealed class EvaluationGate
{
    private readonly string _name;

    private EvaluationGate(string name, IReadOnlyDictionary<string, double> floors)
    {
        _name = name;
        Floors = floors;
    }

    /// <summary>The floors by the names of their figures, in the order of the file.</summary>
    public IReadOnlyDictionary<string, double> Floors { get; }

    /// <summary>Reads floors from a file.</summary>
    /// <exception cref="KindredException">The file is not there, or is not such an object.</exception>
    public static async Task<EvaluationGate> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return Parse(path, await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException(Fault.BadGate, $"The gate {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads floors from JSON.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="json">The object, in UTF-8.</param>
    /// <exception cref="KindredException">It is not such an object.</exception>
    public static EvaluationGate Parse(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(json, options);
            var floors = new OrderedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
                floors[property.Name] = property.Value.GetDouble();
            return new EvaluationGate(name, floors);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new KindredException(
                Fault.BadGate,
                $"The gate {name} must be a JSON object of numbers, such as {{ \"labels.precision@5\": 0.6 }}: {exception.Message}",
                exception);
        }
    }

    /// <summary>Finds the floors that are missed.</summary>
    /// <returns>One for each, in the order of the file; empty where all hold.</returns>
    /// <exception cref="KindredException">
    /// A floor is about a figure that was not measured: a gate that checks nothing must not pass.
    /// </exception>
    public IReadOnlyList<MissedFloor> Check(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var figures = report.Figures();
        return
        [
            .. Floors.Select(floor => figures.TryGetValue(floor.Key, out var figure)
                    ? new MissedFloor(floor.Key, floor.Value, figure)
                    : throw new KindredException(
                        Fault.NotMeasured, $"The gate {_name} asks for {floor.Key}, which was not measured.") { Subject = floor.Key })
                // Written this way round so that what is not a number misses its floor.
                .Where(floor => !(floor.Figure >= floor.Floor)),
        ];
    }
}
