using Amazon.Runtime;
using Amazon.S3;

namespace Kindred.Sources.S3;

/// <summary>
/// Makes the client of Amazon's SDK, which takes credentials, region and endpoint from where all its programs do: the environment
/// (<c>AWS_ACCESS_KEY_ID</c>, <c>AWS_PROFILE</c>, <c>AWS_REGION</c>, <c>AWS_ENDPOINT_URL</c> …), then its own files.
/// </summary>
internal static class S3Client
{
    /// <summary>How buckets are addressed: <c>path</c> or <c>virtual</c>. Default: by path, unless it is Amazon's own storage.</summary>
    public const string StyleVariable = "KINDRED_S3_STYLE";

    /// <summary>The SDK signs for a region, which other storage does not have.</summary>
    private const string AnyRegion = "us-east-1";

    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(10);

    /// <summary>Makes a client.</summary>
    /// <exception cref="AmazonClientException">The SDK is not set up: it has no region, or its files are broken.</exception>
    public static AmazonS3Client Create()
    {
        var config = new AmazonS3Config { ConnectTimeout = LongestConnecting, RetryMode = RequestRetryMode.Standard };
        var endpoint = Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? AnyRegion;
        }

        config.ForcePathStyle = Variable(StyleVariable) is { } style ? style == "path" : endpoint is not null;
        return new AmazonS3Client(config);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
