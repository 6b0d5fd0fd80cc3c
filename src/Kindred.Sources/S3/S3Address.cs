using System.Text.RegularExpressions;

namespace Kindred.Sources.S3;

/// <summary>A gallery folder in S3-compatible storage: the objects of a bucket whose keys begin with a prefix and a slash.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">The prefix without the slash behind it; empty for the whole bucket.</param>
internal sealed partial record S3Address(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Reads an address. A key is written as it is: nothing in it is encoded.</summary>
    /// <exception cref="KindredException">It is none.</exception>
    public static S3Address Parse(string address)
    {
        var rest = address[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? rest : rest[..slash];
        if (!Buckets().IsMatch(bucket))
        {
            throw new KindredException(Fault.NoSuchFolder, $"{address} names no bucket; an address is like s3://bucket/pictures.")
            {
                Subject = address,
            };
        }

        return new S3Address(bucket, slash < 0 ? "" : rest[(slash + 1)..].TrimEnd('/'));
    }

    /// <summary>What every key in a part of it begins with.</summary>
    /// <param name="below">The part, ending with a slash; empty for all.</param>
    public string KeysOf(string below) => Prefix.Length == 0 ? below : $"{Prefix}/{below}";

    /// <inheritdoc/>
    public override string ToString() => Prefix.Length == 0 ? Scheme + Bucket : $"{Scheme}{Bucket}/{Prefix}";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$", RegexOptions.NonBacktracking)]
    private static partial Regex Buckets();
}
