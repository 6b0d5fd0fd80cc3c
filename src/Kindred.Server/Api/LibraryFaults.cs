using Kindred.Images;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Api;

/// <summary>
/// What clients are told of the core's faults. They have neither the command line nor the machine, so that advice for those who do is left
/// to the log.
/// </summary>
internal static class LibraryFaults
{
    private static readonly string[] CommandMarks = ["kindred ", "--", "./"];

    /// <summary>A fault as an answer.</summary>
    public static (int Status, string Detail) Describe(KindredException fault) => fault switch
    {
        UnreadableImageException picture => (StatusOf(picture.Fault), $"The picture cannot be read: {picture.Message}."),
        _ => (StatusCodes.Status503ServiceUnavailable, Say(fault)),
    };

    /// <summary>What is wrong, in one sentence.</summary>
    public static string Say(KindredException fault)
    {
        // A message is a sentence of two halves: what is wrong; what to do. Where the second is a command, the first has to do.
        var message = fault.Message;
        if (!NamesCommand(message))
            return message;
        var half = message.Split("; ")[0];
        return NamesCommand(half) ? "The library cannot do this just now; the server's log says why." : $"{half.TrimEnd('.')}.";
    }

    private static bool NamesCommand(string text) => CommandMarks.Any(mark => text.Contains(mark, StringComparison.Ordinal));

    private static int StatusOf(ImageFault fault) => fault switch
    {
        ImageFault.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        ImageFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
