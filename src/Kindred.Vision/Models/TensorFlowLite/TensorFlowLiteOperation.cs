namespace Kindred.Vision.Models.TensorFlowLite;

/// <summary>One operator of a TensorFlow Lite graph.</summary>
/// <param name="Code">Number in TensorFlow Lite's list of built-in operators.</param>
/// <param name="Inputs">Tensor numbers; -1 for an optional one left out.</param>
/// <param name="Outputs">Tensor numbers.</param>
/// <param name="Options">The operator's own table.</param>
internal sealed record TensorFlowLiteOperation(int Code, int[] Inputs, int[] Outputs, FlatTable? Options)
{
    private static readonly string[] Names =
    [
        "ADD", "AVERAGE_POOL_2D", "CONCATENATION", "CONV_2D", "DEPTHWISE_CONV_2D", "DEPTH_TO_SPACE", "DEQUANTIZE", "EMBEDDING_LOOKUP",
        "FLOOR", "FULLY_CONNECTED", "HASHTABLE_LOOKUP", "L2_NORMALIZATION", "L2_POOL_2D", "LOCAL_RESPONSE_NORMALIZATION", "LOGISTIC",
        "LSH_PROJECTION", "LSTM", "MAX_POOL_2D", "MUL", "RELU", "RELU_N1_TO_1", "RELU6", "RESHAPE", "RESIZE_BILINEAR", "RNN", "SOFTMAX",
        "SPACE_TO_DEPTH", "SVDF", "TANH", "CONCAT_EMBEDDINGS", "SKIP_GRAM", "CALL", "CUSTOM", "EMBEDDING_LOOKUP_SPARSE", "PAD",
        "UNIDIRECTIONAL_SEQUENCE_RNN", "GATHER", "BATCH_TO_SPACE_ND", "SPACE_TO_BATCH_ND", "TRANSPOSE", "MEAN", "SUB", "DIV", "SQUEEZE",
    ];

    /// <summary>An operator's name for messages; the number where it is not among the first.</summary>
    public static string Name(int code) => code >= 0 && code < Names.Length ? Names[code] : $"number {code}";
}
