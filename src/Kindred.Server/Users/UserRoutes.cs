using System.ComponentModel;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Users;

/// <summary>Users and what they chose. Somebody unknown has chosen nothing yet, which is no fault.</summary>
internal static class UserRoutes
{
    private const string Naming = "Its id, its own id as id:SKU, or the SHA-256 of its file.";

    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup("").WithTags("Users");
        api.MapGet("/users", ListAsync).WithName("listUsers").WithSummary("Lists users by name.");
        var user = api.MapGroup("/users/{user}").AddEndpointFilter(UserNameReader.ReadAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        user.MapGet("/interactions", ListInteractionsAsync).WithName("listInteractions")
            .WithSummary("What a user likes, dislikes, has seen and did, oldest first.");
        user.MapPut("/interactions/{picture}", PutInteractionAsync).WithName("recordInteraction").ProducesBodyProblems()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary(
                "Remembers what a user thinks of a picture or did with it. A like takes the place of a dislike, and the other way round.");
        user.MapDelete("/interactions/{picture}", DeleteInteractionAsync).WithName("forgetInteraction")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Forgets what a user thinks of a picture.");
        user.MapDelete("/interactions", DeleteInteractionsAsync).WithName("forgetUser").WithSummary("Forgets a user.");
    }

    private static async Task<Ok<UserList>> ListAsync(Library library, [AsParameters] Paging page, CancellationToken cancellationToken)
    {
        var users = await library.Interactions.ReadUsersAsync(cancellationToken);
        return TypedResults.Ok(new UserList(users.Count, page.Offset, page.Limit, page.Of(users, user => new UserDocument(
            user.User, user.Likes, user.Dislikes, user.Seen, user.Events))));
    }

    private static async Task<Ok<InteractionList>> ListInteractionsAsync(
        string user, GalleryLease lease, Library library, [AsParameters] Paging page, CancellationToken cancellationToken,
        [Description("Only these, such as like or purchase. Default: all.")] InteractionKind? kind = null)
    {
        var all = await library.Interactions.FindAsync(user, cancellationToken);
        Interaction[] asked = [.. all.Where(interaction => kind is null || interaction.Kind == kind)];
        int Count(InteractionKind counted) => all.Count(interaction => interaction.Kind == counted);
        return TypedResults.Ok(new InteractionList(
            user.Trim(), Count(InteractionKind.Like), Count(InteractionKind.Dislike), Count(InteractionKind.Seen),
            all.Count(interaction => !interaction.Kind.IsChoice), asked.Length, page.Offset, page.Limit,
            page.Of(asked, interaction => InteractionDocument.Of(interaction, lease.FindShowing(interaction), lease))));
    }

    private static async Task<Results<Ok<InteractionDocument>, ProblemHttpResult>> PutInteractionAsync(
        string user, [Description(Naming)] string picture, InteractionRequest request, GalleryLease lease,
        Library library, GalleryFollower follower, CancellationToken cancellationToken)
    {
        if (request.Weight is { } weight && InteractionWeight.Fault(weight) is { } fault)
            return Problems.BadRequest(fault);
        if (request is { Weight: null, Kind.DefaultWeight: null })
            return Problems.BadRequest($"The kind {request.Kind} has no weight of its own; give one.");
        if (lease.FindPicture(picture) is not (var content, { } image))
            return Problems.NotFound($"The gallery has no picture {picture}.");

        await library.Interactions.RecordAsync(
            user, request.Kind, [image], request.Weight, request.Time, replace: true, cancellationToken: cancellationToken);
        follower.ChoicesHaveChanged();
        var remembered = (await library.Interactions.FindAsync(user, cancellationToken))
            .LastOrDefault(interaction => interaction.Content == content && interaction.Kind == request.Kind
                && (request.Time is null || request.Kind.IsChoice || interaction.Time == request.Time));
        return remembered is null
            ? Problems.Conflict("Another request has changed this choice at the same time; ask again.")
            : TypedResults.Ok(InteractionDocument.Of(remembered, image, lease));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteInteractionAsync(
        string user, [Description(Naming)] string picture, GalleryLease lease, Library library,
        GalleryFollower follower, CancellationToken cancellationToken,
        [Description("Only this, such as like or purchase. Default: all of them.")] InteractionKind? kind = null)
    {
        if (lease.FindPicture(picture) is not var (content, _))
            return Problems.NotFound($"The gallery has no picture {picture}.");
        await library.Interactions.ForgetAsync(user, [content], kind, cancellationToken);
        follower.ChoicesHaveChanged();
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ForgottenDocument>> DeleteInteractionsAsync(
        string user, Library library, GalleryFollower follower, CancellationToken cancellationToken)
    {
        var forgotten = await library.Interactions.ForgetUserAsync(user, cancellationToken);
        follower.ChoicesHaveChanged();
        return TypedResults.Ok(new ForgottenDocument(user.Trim(), forgotten));
    }
}
