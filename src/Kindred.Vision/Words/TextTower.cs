using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Kindred.Vision.Words;

/// <summary>A network that embeds words, with its tokenizer. Safe to use from several threads.</summary>
internal sealed class TextTower : IDisposable
{
    private const string TokenTypes = "token_type_ids";
    private static readonly string[] UsualOutputs = ["text_embeds", "sentence_embedding", "pooler_output"];

    private readonly WordsSpecification _specification;
    private readonly string _file;
    private readonly WordsTokenizer _tokenizer;
    private readonly InferenceSession _session;
    private readonly string _output;

    private TextTower(WordsSpecification specification, string file, WordsTokenizer tokenizer, InferenceSession session)
    {
        _specification = specification;
        _file = file;
        _tokenizer = tokenizer;
        _session = session;
        if (!session.InputNames.Contains(specification.Ids, StringComparer.Ordinal))
            throw Unusable($"has no input '{specification.Ids}', only {List(session.InputNames)}; name it in words.ids");
        if (session.InputNames.FirstOrDefault(name => !IsKnown(name)) is { } unknown)
            throw Unusable($"wants '{unknown}' as well; export the network for words alone");
        _output = FindOutput();
    }

    /// <summary>Loads a network and its tokenizer.</summary>
    /// <param name="specification">What they are.</param>
    /// <param name="folder">Where their files are.</param>
    /// <exception cref="KindredException">A file is missing, damaged, or not what the specification says.</exception>
    public static TextTower Load(WordsSpecification specification, string folder)
    {
        var file = Path.Combine(folder, specification.File);
        var tokenizer = WordsTokenizer.Load(specification.Tokenizer, folder, specification.ContextLength);
        InferenceSession? session = null;
        try
        {
            using var options = OnnxSession.NewOptions();
            options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
            session = OnnxSession.Open(file, options);
            return new TextTower(specification, file, tokenizer, session);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new KindredException(
                Fault.ModelUnusable, $"ONNX Runtime cannot run {file}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Embeds words.</summary>
    /// <returns>The embedding, of length 1.</returns>
    /// <exception cref="KindredException">The network does not give one vector of finite numbers.</exception>
    public float[] Embed(string words)
    {
        var (ids, count) = _tokenizer.Encode(_specification.Template.Replace("{}", words, StringComparison.Ordinal));
        var inputs = _session.InputNames.Select(name => Input(name, ids, count)).ToList();
        try
        {
            using var results = _session.Run(inputs, [_output]);
            var tensor = results[0].AsTensor<float>();
            var vector = Pool(tensor.ToArray(), tensor.Dimensions, count);
            var norm = TensorPrimitives.Norm<float>(vector);
            if (!float.IsFinite(norm) || norm == 0)
                throw Unusable("gives numbers that are not finite, or nothing but zeros");
            TensorPrimitives.Divide(vector, norm, vector);
            return vector;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new KindredException(
                Fault.ModelUnusable,
                $"{_file} cannot be run on {_specification.ContextLength} tokens: {exception.Message.ReplaceLineEndings(" ").Trim()}",
                exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private bool IsKnown(string input) => input == _specification.Ids || input == _specification.Mask || input == TokenTypes;

    private string FindOutput()
    {
        var outputs = _session.OutputNames;
        var found = _specification.Output ?? (outputs.Count == 1 ? outputs[0] : UsualOutputs.FirstOrDefault(HasOutput));
        return found is not null && HasOutput(found)
            ? found
            : throw Unusable($"has the outputs {List(outputs)}; name one of them in words.output");
    }

    private bool HasOutput(string name) => _session.OutputNames.Contains(name, StringComparer.Ordinal);

    private NamedOnnxValue Input(string name, int[] ids, int count)
    {
        var values = name == _specification.Ids ? ids
            : name == _specification.Mask ? [.. ids.Select((_, i) => i < count ? 1 : 0)]
            : new int[ids.Length];
        int[] shape = [1, ids.Length];
        return _session.InputMetadata[name].ElementType == typeof(int)
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(values, shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(Array.ConvertAll(values, value => (long)value), shape));
    }

    private float[] Pool(float[] values, ReadOnlySpan<int> shape, int count)
    {
        var wanted = _specification.Pool == TokenPooling.None ? 2 : 3;
        if (shape.Length != wanted || shape[0] != 1 || (wanted == 3 && shape[1] != _specification.ContextLength))
        {
            throw Unusable(
                $"gives '{_output}' in the shape [{string.Join(", ", shape.ToArray())}]; for one vector of the words name another in "
                + "words.output, or set words.pool where there is one for each token");
        }

        var length = shape[^1];
        switch (_specification.Pool)
        {
            case TokenPooling.First:
                return values[..length];
            case TokenPooling.Last:
                return values[((count - 1) * length)..(count * length)];
            case TokenPooling.Mean:
                var sum = new float[length];
                for (var token = 0; token < count; token++)
                    TensorPrimitives.Add(sum, values.AsSpan(token * length, length), sum);
                return sum; // Its length is brought to 1 anyway.
            default:
                return values;
        }
    }

    private KindredException Unusable(string what) => new(Fault.ModelUnusable, $"{_file} {what}.");
}
