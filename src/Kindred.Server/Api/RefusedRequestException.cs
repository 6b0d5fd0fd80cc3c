using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Api;

/// <summary>A request that Kindred itself refuses while it reads it, in words for the client.</summary>
/// <param name="detail">What is wrong and what to do about it.</param>
/// <param name="status">The status to answer with.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class RefusedRequestException(string detail, int status, Exception? innerException = null)
    : BadHttpRequestException(detail, status, innerException!); // The framework takes null, though it does not say so.
