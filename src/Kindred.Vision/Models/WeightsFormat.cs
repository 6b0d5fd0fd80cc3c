using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>File formats that pretrained weights come in.</summary>
internal enum WeightsFormat
{
    /// <summary>One TensorFlow Lite flatbuffer, <c>.tflite</c>.</summary>
    [JsonStringEnumMemberName("tflite")]
    TensorFlowLite,

    /// <summary>A TensorFlow.js layers model: <c>model.json</c> and the shards it names, in one folder.</summary>
    [JsonStringEnumMemberName("tfjs")]
    TensorFlowJs,

    /// <summary>One ONNX file, <c>.onnx</c>.</summary>
    [JsonStringEnumMemberName("onnx")]
    Onnx,
}
