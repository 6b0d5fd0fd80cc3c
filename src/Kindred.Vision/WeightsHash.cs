using System.Security.Cryptography;

namespace Kindred.Vision;

/// <summary>One hash for all files of a model's weights.</summary>
internal static class WeightsHash
{
    /// <summary>SHA-256 of the file, or of the files' contents one after another, in hexadecimal.</summary>
    public static string Of(IReadOnlyList<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var path in files)
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            int read;
            for (long offset = 0; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
                hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
