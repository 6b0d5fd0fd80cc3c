using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Kindred.Images;

namespace Kindred.Sources.S3;

/// <summary>
/// Says what the storage refuses. Nothing of the SDK's own messages is in it, which may have parts of requests in them.
/// </summary>
internal static class S3Faults
{
    /// <summary>Codes that are about who asks, not about what is asked for.</summary>
    private static readonly HashSet<string> AboutCredentials = new(StringComparer.Ordinal)
    {
        "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired", "RequestTimeTooSkewed",
        "AuthorizationHeaderMalformed", "AccountProblem", "NotSignedUp",
    };

    /// <summary>Whether an exception is the storage's, or of the way there.</summary>
    public static bool IsOfStorage(Exception exception) => exception
        is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    /// <summary>Whether there is no such bucket.</summary>
    public static bool IsNoBucket(Exception exception) => exception is AmazonS3Exception { ErrorCode: "NoSuchBucket" };

    /// <summary>Why a folder cannot be listed.</summary>
    public static KindredException OfFolder(S3Address folder, Exception exception) => new(
        Fault.SourceUnreachable,
        exception switch
        {
            AmazonServiceException { StatusCode: HttpStatusCode.Moved or HttpStatusCode.TemporaryRedirect } =>
                $"{folder} is in another region; name it in AWS_REGION.",
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } refused =>
                $"{folder} cannot be listed with the credentials there are ({refused.ErrorCode}).",
            AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } answered =>
                $"{folder} cannot be listed: the storage answers {(int)answered.StatusCode} ({answered.ErrorCode}).",
            AmazonClientException when !HasTransport(exception) =>
                $"{folder} cannot be asked for: the AWS SDK finds no credentials or no region; set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY (or AWS_PROFILE), and AWS_REGION or AWS_ENDPOINT_URL.",
            _ => $"The storage of {folder} does not answer.",
        },
        exception)
    {
        Subject = folder.ToString(),
    };

    /// <summary>Why a picture cannot be read.</summary>
    public static UnreadableImageException OfPicture(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.NotFound } =>
            new UnreadableImageException(ImageFault.Missing, "no such object", exception),
        AmazonServiceException { ErrorCode: "InvalidObjectState" } =>
            new UnreadableImageException(ImageFault.Missing, "archived; restore it first", exception),
        AmazonServiceException { ErrorCode: { } code } when AboutCredentials.Contains(code) =>
            new UnreadableImageException(ImageFault.Unreachable, $"the storage refuses the credentials ({code})", exception),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
            new UnreadableImageException(ImageFault.Missing, "permission denied", exception),
        AmazonServiceException
        {
            StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests,
        } answered =>
            new UnreadableImageException(ImageFault.Missing, $"the storage answers {(int)answered.StatusCode}", exception),
        AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } answered =>
            new UnreadableImageException(ImageFault.Unreachable, $"the storage answers {(int)answered.StatusCode}", exception),
        _ => new UnreadableImageException(ImageFault.Unreachable, "the storage does not answer", exception),
    };

    private static bool HasTransport(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is HttpRequestException or IOException)
                return true;
        }

        return false;
    }
}
