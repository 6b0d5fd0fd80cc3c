using System.Runtime.CompilerServices;
using System.Text;
using Kindred.Images;
using Kindred.Server.Similar;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Changes;

/// <summary>A part of a form with pictures: a picture, or a text.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="FileName">What the sender calls the picture's file, without folders; empty for a text.</param>
/// <param name="Picture">The picture; whoever reads the parts disposes it. <see langword="null"/> for a text, and for a fault.</param>
/// <param name="Text">The text.</param>
/// <param name="Fault">Why the picture was not read.</param>
internal sealed record FormPart(string Field, string FileName, EncodedImage? Picture, string? Text, UnreadableImageException? Fault)
{
    /// <summary>Parts in one form; files are one each.</summary>
    public const int Most = 100;

    /// <summary>Reads a form's parts as they arrive, one picture in memory at a time.</summary>
    /// <param name="request">The request; its body must not have been read.</param>
    /// <param name="byteLimit">A larger picture is passed over.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="Api.RefusedRequestException">It is no form, or a broken one, or has too many parts.</exception>
    public static async IAsyncEnumerable<FormPart> ReadAllAsync(
        HttpRequest request, int byteLimit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What stands between pictures is limited, and each picture for itself.
        var body = new RationedStream(request.Body, UploadReader.Overhead);
        var form = new MultipartReader(UploadReader.BoundaryOf(request), body);
        for (var parts = 0; await NextAsync(request, form, body, byteLimit, cancellationToken) is { } part; parts++)
        {
            if (parts < Most)
            {
                yield return part;
                continue;
            }

            part.Picture?.Dispose();
            throw ChangeFaults.BadRequest($"A form has at most {Most} parts; send the others in another one.");
        }
    }

    private static Task<FormPart?> NextAsync(
        HttpRequest request, MultipartReader form, RationedStream body, int byteLimit, CancellationToken cancellationToken) =>
        UploadGate.ReadAsync(request, async stop =>
        {
            try
            {
                return await form.ReadNextSectionAsync(stop) is { } section ? await ReadAsync(section, body, byteLimit, stop) : null;
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
            {
                throw ChangeFaults.BadRequest("The form is broken, was cut off, or has too much beside its pictures.");
            }
        }, cancellationToken);

    private static async Task<FormPart> ReadAsync(
        MultipartSection section, RationedStream body, int byteLimit, CancellationToken cancellationToken)
    {
        if (section.GetContentDispositionHeader() is not { } field)
            throw ChangeFaults.BadRequest("A part of the form does not say which field it is.");
        var name = UploadReader.NameOf(field.Name);
        if (!field.IsFileDisposition())
        {
            using var text = new MemoryStream();
            body.Left = UploadReader.Overhead;
            await section.Body.CopyToAsync(text, cancellationToken);
            return new FormPart(name, "", Picture: null, Encoding.UTF8.GetString(text.ToArray()), Fault: null);
        }

        var fileName = UploadReader.FileNameOf(field);
        try
        {
            body.Left = (long)byteLimit + UploadReader.Overhead;
            var picture = await EncodedImage.ReadAsync(section.Body, byteLimit, cancellationToken: cancellationToken);
            body.Left = UploadReader.Overhead;
            return new FormPart(name, fileName, picture, Text: null, Fault: null);
        }
        catch (UnreadableImageException fault)
        {
            // The rest of it is passed over, as far as the whole request may go.
            body.Left = long.MaxValue;
            await section.Body.CopyToAsync(Stream.Null, cancellationToken);
            body.Left = UploadReader.Overhead;
            return new FormPart(name, fileName, Picture: null, Text: null, fault);
        }
    }
}
