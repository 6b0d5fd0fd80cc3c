using System.Text.Json;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>The layers of a Keras model and how they are connected. Models used as layers are unfolded.</summary>
internal sealed class KerasTopology
{
    private readonly Dictionary<string, KerasCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private KerasTopology()
    {
    }

    /// <summary>Name of the value the model is given.</summary>
    public string Input { get; private set; } = "";

    /// <summary>Name of the value the model returns.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Names of all values, in the file's order.</summary>
    public IReadOnlyList<string> Values => [.. _calls.Keys];

    /// <summary>Reads the <c>model_config</c> of a layers model.</summary>
    public static KerasTopology Read(JsonElement model)
    {
        var topology = new KerasTopology();
        topology.Output = topology.Resolve(topology.ReadModel(model, "", null));
        return topology;
    }

    /// <summary>The layer that makes a value.</summary>
    public KerasCall Producer(string value) =>
        _calls.TryGetValue(Resolve(value), out var call)
            ? call
            : throw new InvalidDataException($"'{value}' is used but no layer makes it");

    /// <summary>The layers the values need, each after those it takes its inputs from.</summary>
    public IReadOnlyList<KerasCall> Needed(IEnumerable<string> values)
    {
        var order = new List<KerasCall>();
        var finished = new Dictionary<string, bool>(StringComparer.Ordinal);
        var stack = new Stack<KerasCall>(values.Select(Producer));
        while (stack.TryPeek(out var call))
        {
            var known = finished.TryGetValue(call.Output, out var done);
            if (done || known)
            {
                stack.Pop();
                if (!done)
                    order.Add(call);
                finished[call.Output] = true;
                continue;
            }

            finished[call.Output] = false;
            foreach (var producer in call.Inputs.Select(Producer))
            {
                if (!finished.TryGetValue(producer.Output, out var ready))
                    stack.Push(producer);
                else if (!ready)
                    throw new InvalidDataException($"'{producer.Output}' needs itself");
            }
        }

        return order;
    }

    /// <summary>The last feature map: what the classifying layers at the end take in.</summary>
    public string LastFeatureMap()
    {
        var value = Output;
        while (Producer(value) is { Inputs.Count: 1 } call && IsClassifier(call))
            value = Resolve(call.Inputs[0]);
        return value;
    }

    // An average pooling at the end of the chain is the global one, written with the size of the last map.
    private static bool IsClassifier(KerasCall call) =>
        call.Kind is "Dense" or "Dropout" or "Flatten" or "Reshape" or "Softmax"
            or "GlobalAveragePooling2D" or "GlobalMaxPooling2D" or "AveragePooling2D"
        || (call.Kind == "Activation" && call.Text("activation", "") == "softmax");

    private string Resolve(string value)
    {
        for (var steps = 0; _aliases.TryGetValue(value, out var meant); steps++)
        {
            if (steps > _aliases.Count)
                throw new InvalidDataException($"'{value}' needs itself");
            value = meant;
        }

        return value;
    }

    private string ReadModel(JsonElement model, string scope, IReadOnlyList<string>? given)
    {
        var config = model.GetProperty("config");
        return Kind(model) == "Sequential" ? ReadSequence(config, scope, given) : ReadGraph(config, scope, given);
    }

    private string ReadSequence(JsonElement config, string scope, IReadOnlyList<string>? given)
    {
        var layers = config.ValueKind == JsonValueKind.Array ? config : config.GetProperty("layers");
        var value = given is null ? Begin(scope + "input") : given[0];
        foreach (var layer in layers.EnumerateArray().Where(layer => Kind(layer) != "InputLayer"))
            value = Call(layer, scope, Name(layer), [value]);
        return value;
    }

    private string ReadGraph(JsonElement config, string scope, IReadOnlyList<string>? given)
    {
        var inputs = Ends(config, "input_layers").Select(end => scope + end).ToList();
        if (given is null)
        {
            Begin(inputs is [var only] ? only : throw new InvalidDataException("the model does not have one input"));
        }
        else
        {
            foreach (var (inner, outer) in inputs.Zip(given))
                _aliases[inner] = outer;
        }

        foreach (var layer in config.GetProperty("layers").EnumerateArray().Where(layer => Kind(layer) != "InputLayer"))
        {
            var number = 0;
            foreach (var node in layer.GetProperty("inbound_nodes").EnumerateArray())
                Call(layer, scope, Value(Name(layer), number++), [.. Inbound(node).Select(value => scope + value)]);
        }

        return scope + Ends(config, "output_layers")[0];
    }

    private string Call(JsonElement layer, string scope, string name, IReadOnlyList<string> inputs)
    {
        var output = scope + name;
        if (Kind(layer) is "Model" or "Functional" or "Sequential")
        {
            _aliases[output] = ReadModel(layer, output + "/", inputs);
        }
        else if (!_calls.TryAdd(output, new KerasCall(output, Name(layer), Kind(layer), layer.GetProperty("config"), inputs)))
        {
            throw new InvalidDataException($"there are two layers called '{output}'");
        }

        return output;
    }

    private string Begin(string input)
    {
        Input = input;
        _calls[input] = new KerasCall(input, input, "InputLayer", default, []);
        return input;
    }

    // A layer used several times makes several values; the first has the layer's name.
    private static string Value(string layer, int node) => node == 0 ? layer : $"{layer}#{node}";

    private static IEnumerable<string> Inbound(JsonElement node)
    {
        if (node.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("its layers are connected in Keras 3's form; save it with Keras 2");
        return node.EnumerateArray().Select(End);
    }

    private static List<string> Ends(JsonElement config, string property)
    {
        var ends = config.GetProperty(property);
        return ends[0].ValueKind == JsonValueKind.Array ? [.. ends.EnumerateArray().Select(End)] : [End(ends)];
    }

    // [layer, node, tensor, …]; the layers of convolutional networks return one tensor.
    private static string End(JsonElement end) => Value(end[0].GetString() ?? "", end[1].GetInt32());

    private static string Kind(JsonElement layer) => layer.GetProperty("class_name").GetString() ?? "";

    private static string Name(JsonElement layer) =>
        (layer.TryGetProperty("name", out var name) ? name : layer.GetProperty("config").GetProperty("name")).GetString() ?? "";
}
