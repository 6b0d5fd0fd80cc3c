using Kindred.Images;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Api;

/// <summary>What clients are told of the core's faults: what is wrong, and by the status what kind of fault it is.</summary>
internal static class LibraryFaults
{
    /// <summary>A fault as an answer.</summary>
    public static (int Status, string Detail) Describe(KindredException fault) => fault switch
    {
        UnreadableImageException picture => (StatusOf(picture.ImageFault), $"The picture cannot be read: {picture.Message}."),
        _ => (StatusCodes.Status503ServiceUnavailable, Say(fault)),
    };

    /// <summary>What is wrong, in one sentence.</summary>
    public static string Say(KindredException fault) => fault.Message;

    private static int StatusOf(ImageFault fault) => fault switch
    {
        ImageFault.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        ImageFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
