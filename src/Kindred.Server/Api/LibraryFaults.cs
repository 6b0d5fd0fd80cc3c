using Kindred.Images;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Api;

/// <summary>What clients are told of the core's faults. Clients have neither the command line nor the machine.</summary>
internal static class LibraryFaults
{
    /// <summary>A fault as an answer.</summary>
    public static (int Status, string Detail) Describe(KindredException fault) => fault switch
    {
        UnreadableImageException picture => (StatusOf(picture.ImageFault), $"The picture cannot be read: {picture.Message}."),
        { Fault: Fault.BadUserName or Fault.BadTasteChange or Fault.BadFilter } => (StatusCodes.Status400BadRequest, fault.Message),
        { Fault: Fault.NoSuchTaste } => (StatusCodes.Status404NotFound, fault.Message),
        { Fault: Fault.NoWords } => (StatusCodes.Status422UnprocessableEntity, Say(fault)),
        _ => (StatusCodes.Status503ServiceUnavailable, Say(fault)),
    };

    /// <summary>What is wrong, and what to do where a client can do something.</summary>
    public static string Say(KindredException fault) => AdviceOn(fault.Fault) is { } advice ? $"{fault.Message} {advice}" : fault.Message;

    private static string? AdviceOn(Fault fault) => fault switch
    {
        Fault.ModelMissing => "Whoever runs the server can put them there.",
        Fault.NoWords =>
            "Whoever runs the server can give it a model that knows both (docs/words.md); GET /api/images?q= searches names.",
        Fault.FolderMissing => "Whoever runs the server can bring it back, or take its pictures out of the library.",
        Fault.LibraryDamaged => "Whoever runs the server can repair it, with: kindred check --repair",
        Fault.LibraryNotPrepared => "The server is about to prepare it; ask again in a moment.",
        _ => null,
    };

    private static int StatusOf(ImageFault fault) => fault switch
    {
        ImageFault.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        ImageFault.Unreachable => StatusCodes.Status503ServiceUnavailable,
        ImageFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
