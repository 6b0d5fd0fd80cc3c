using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>A network that is loaded: its recipe, the graph made of it, and the session that runs the graph.</summary>
internal sealed class OnnxNetwork : IDisposable
{
    /// <summary>Loads a network.</summary>
    /// <param name="recipe">What to make of it.</param>
    /// <param name="weights">Its weights' files, the main one first.</param>
    /// <param name="share">Its share of a combined model's scores, above 0 and at most 1; 1 where it is alone.</param>
    /// <exception cref="KindredException">The weights are missing, damaged or not what the recipe needs.</exception>
    public OnnxNetwork(ModelRecipe recipe, IReadOnlyList<string> weights, float share = 1)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        Recipe = recipe;
        Weights = weights;
        Share = share;
        var graph = DescriptorGraph.Build(recipe, weights[0]);
        Layout = graph.Layout;
        Shape = graph.Shape;
        // The graph holds all weights; the session has its own.
        Session = OpenSession(recipe, graph);
    }

    /// <summary>What is made of it.</summary>
    public ModelRecipe Recipe { get; }

    /// <summary>Its weights' files, the main one first.</summary>
    public IReadOnlyList<string> Weights { get; }

    /// <summary>Its share of the scores.</summary>
    public float Share { get; }

    /// <summary>How the session takes pictures.</summary>
    public PixelLayout Layout { get; }

    /// <summary>What it gives.</summary>
    public DescriptorShape Shape { get; }

    /// <summary>Runs the graph, with one thread. Safe to use from several threads.</summary>
    public InferenceSession Session { get; }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    private static InferenceSession OpenSession(ModelRecipe recipe, DescriptorGraph graph)
    {
        using var options = OnnxSession.NewOptions();
        options.IntraOpNumThreads = 1;
        options.InterOpNumThreads = 1;
        options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        try
        {
            return OnnxSession.Open(graph.ToByteArray(), options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new KindredException(
                Fault.ModelUnusable, $"ONNX Runtime cannot run {recipe.Id}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }
}
