using System.Security.Cryptography;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

/// <summary>Entries of the catalog made up for tests.</summary>
internal static class SampleWeights
{
    /// <summary>Weights of one file with that content, to be had at that address.</summary>
    public static ModelWeights At(Uri? address, byte[] content) => new()
    {
        Id = "sample",
        Description = "",
        TrainedOn = "",
        Licence = "",
        Format = WeightsFormat.Onnx,
        Files = [new() { Name = "sample.onnx", Bytes = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) }],
        Origin = address is null ? new() { Npm = "sample@1.0.0" } : new() { Url = address },
    };

    /// <summary>Bytes that differ from one place to the next.</summary>
    public static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
