using Kindred.Images;
using Kindred.Images.Records;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Libraries;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Users;

/// <summary>Interactions of many users in one request: all are taken, or none.</summary>
internal static class BatchRoutes
{
    /// <summary>Unknown pictures that the detail of a problem names; its list of them has all.</summary>
    private const int MostNamed = 5;

    public static void MapInteractionBatches(this IEndpointRouteBuilder api) => api.MapPost("/interactions", PostAsync)
        .WithName("recordInteractions").WithTags("Users").ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound)
        .WithMetadata(new RequestSizeLimitAttribute(Limits.InteractionsBody))
        .WithSummary("Remembers what many users think of pictures and did with them: all of it or none. Sending it again changes nothing.");

    private static async Task<Results<Ok<BatchDocument>, ProblemHttpResult>> PostAsync(
        BatchRequest request, GalleryLease lease, Library library, GalleryFollower follower, CancellationToken cancellationToken)
    {
        if (request.Interactions.Count > Limits.Interactions)
            return Problems.BadRequest($"A request has at most {Limits.Interactions} interactions, not {request.Interactions.Count}.");
        for (var i = 0; i < request.Interactions.Count; i++)
        {
            if (request.Interactions[i] is null)
                return Problems.BadRequest($"interactions[{i}]: it is null. Nothing was changed.");
        }

        var remembered = await RememberedAsync(request, lease, library, cancellationToken);
        try
        {
            var report = await library.Interactions.ImportAsync(
                Records(request.Interactions), (picture, _) => Find(picture, lease, remembered), new BatchOptions(), cancellationToken);
            follower.ChoicesHaveChanged();
            var (added, updated, already) = report.Recorded;
            return TypedResults.Ok(new BatchDocument(added, updated, already));
        }
        catch (BrokenRecordException exception)
        {
            return Problems.BadRequest($"interactions[{exception.Number}]: {exception.Message}. Nothing was changed.");
        }
        catch (ContradictoryRowException exception)
        {
            return Problems.BadRequest($"interactions[{exception.Number}]: {exception.Message} Nothing was changed.");
        }
        catch (UnknownPicturesException exception)
        {
            return Unknown(exception);
        }
    }

    private static ProblemHttpResult Unknown(UnknownPicturesException exception)
    {
        var named = exception.Pictures.Zip(exception.Numbers).Take(MostNamed)
            .Select(picture => $"{picture.First} (interactions[{picture.Second}])");
        var more = exception.Pictures.Count > MostNamed ? ", …" : "";
        return TypedResults.Problem(
            $"The gallery has no picture {string.Join(", ", named)}{more}. Nothing was changed.",
            statusCode: StatusCodes.Status404NotFound,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["unknown"] = exception.Pictures.ToArray() });
    }

    private static async IAsyncEnumerable<InteractionRecord> Records(IReadOnlyList<BatchEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var time = entry.Time is { } when ? InteractionTime.Format(when) : null;
            yield return new InteractionRecord(
                i, entry.User, entry.Picture, Name: null, entry.Kind.Name, Rating: null, entry.Weight, time);
        }

        await Task.CompletedTask;
    }

    private static ChosenPicture? Find(string picture, GalleryLease lease, IReadOnlySet<ContentHash> remembered)
    {
        if (lease.FindPicture(picture) is var (content, image))
            return image is not null || remembered.Contains(content) ? new ChosenPicture(content, image?.Path ?? picture) : null;
        return lease.Gallery?.Names.FindByPath(picture) is { } named ? new ChosenPicture(named.Content, named.Path) : null;
    }

    /// <summary>What the library remembers beside what the gallery shows, where an entry asks for such a content.</summary>
    private static async Task<IReadOnlySet<ContentHash>> RememberedAsync(
        BatchRequest request, GalleryLease lease, Library library, CancellationToken cancellationToken) =>
        request.Interactions.Any(entry => ContentHash.TryParse(entry.Picture, out _) && lease.FindPicture(entry.Picture) is (_, null))
            ? await library.Interactions.ReadRememberedAsync(cancellationToken)
            : new HashSet<ContentHash>();
}
