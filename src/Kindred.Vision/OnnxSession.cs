using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>
/// Opens the sessions of ONNX Runtime, all of them: its packages tell their maker which models are run on which machine unless they are
/// told not to before the first session, and Kindred sends nothing anywhere (docs/decisions/0036-nothing-is-sent.md).
/// </summary>
internal static partial class OnnxSession
{
    // Whether anything is sent is decided once in a process, when the first of ONNX Runtime's objects is made. It reads the system's own
    // environment, which Environment.SetEnvironmentVariable leaves alone. On Windows it reads none; the second call is for that.
    static OnnxSession()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 1);
        OrtEnv.Instance().DisableTelemetryEvents();
    }

    /// <summary>Options for a session, ONNX Runtime's own to begin with.</summary>
    public static SessionOptions NewOptions() => new();

    /// <summary>Opens a model.</summary>
    /// <param name="model">The model, as ONNX writes it.</param>
    /// <param name="options">Of <see cref="NewOptions"/>: threads, optimizations and what is logged. The caller disposes of them.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot run the model.</exception>
    public static InferenceSession Open(byte[] model, SessionOptions options) => new(model, options);

    /// <summary>Opens a model's file.</summary>
    /// <inheritdoc cref="Open(byte[], SessionOptions)"/>
    public static InferenceSession Open(string file, SessionOptions options) => new(file, options);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
