using System.ComponentModel;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Server.Documents;
using Kindred.Server.Galleries;
using Kindred.Server.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Resources;

/// <summary>Users, what they chose, and what they are recommended. Somebody unknown has chosen nothing yet, which is no fault.</summary>
internal static class UserRoutes
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup("").WithTags("Users");
        api.MapGet("/users", ListAsync).WithName("listUsers").WithSummary("Lists users by name.");
        var user = api.MapGroup("/users/{user}").AddEndpointFilter(ReadNameAsync).ProducesProblem(StatusCodes.Status400BadRequest);
        user.MapGet("/interactions", ListInteractionsAsync).WithName("listInteractions").WithSummary("What a user likes, dislikes and has seen, oldest first.");
        user.MapPut("/interactions/{picture}", PutInteractionAsync).WithName("putInteraction").ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Remembers what a user thinks of a picture. A like takes the place of a dislike, and the other way round.");
        user.MapDelete("/interactions/{picture}", DeleteInteractionAsync).WithName("deleteInteraction").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Forgets what a user thinks of a picture.");
        user.MapDelete("/interactions", DeleteInteractionsAsync).WithName("deleteUser").WithSummary("Forgets a user.");
        user.MapGet("/recommendations", RecommendAsync).WithName("recommendToUser")
            .WithSummary("Recommends pictures to a user, never what they chose already nor a copy of it.");
        user.MapGet("/recommendations/{id:long}/map", ExplainAsync).WithName("explainRecommendation").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Where in a recommended picture its score comes from. Takes what the list was asked for with.");
    }

    private static async ValueTask<object?> ReadNameAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Slashes are left encoded in paths, so that they part no segments; in a name they are what they are.
        var name = (context.HttpContext.GetRouteValue("user") as string)?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        context.Arguments[0] = name; // Every handler's first.
        return UserName.Fault(name) is { } fault ? Problems.BadRequest(fault) : await next(context);
    }

    private static async Task<Ok<UserList>> ListAsync(Library library, CancellationToken cancellationToken)
    {
        var users = await library.Interactions.ReadUsersAsync(cancellationToken);
        return TypedResults.Ok(new UserList([.. users.Select(user => new UserDocument(user.User, user.Likes, user.Dislikes, user.Seen))]));
    }

    private static async Task<Ok<InteractionList>> ListInteractionsAsync(
        string user, GalleryLease lease, Library library, CancellationToken cancellationToken, Named<InteractionKind>? kind = null)
    {
        var all = await library.Interactions.FindAsync(user, cancellationToken);
        int Count(InteractionKind counted) => all.Count(interaction => interaction.Kind == counted);
        return TypedResults.Ok(new InteractionList(
            user.Trim(), Count(InteractionKind.Like), Count(InteractionKind.Dislike), Count(InteractionKind.Seen),
            [
                .. all.Where(interaction => kind is null || interaction.Kind == kind.Value.Value)
                    .Select(interaction => InteractionDocument.Of(interaction, lease.FindShowing(interaction))),
            ]));
    }

    private static async Task<Results<Ok<InteractionDocument>, ProblemHttpResult>> PutInteractionAsync(
        string user, [Description("Its id, or the SHA-256 of its file.")] string picture, InteractionRequest request, GalleryLease lease,
        Library library, GalleryFollowing following, CancellationToken cancellationToken)
    {
        if (request.Weight is { } weight && InteractionWeight.Fault(weight) is { } fault)
            return Problems.BadRequest(fault);
        if (lease.FindPicture(picture) is not (var content, { } image))
            return Problems.NotFound($"The gallery has no picture {picture}.");

        await library.Interactions.RecordAsync(
            user, request.Kind, [image], request.Weight, request.Time, replace: true, cancellationToken: cancellationToken);
        following.ChoicesHaveChanged();
        var remembered = (await library.Interactions.FindAsync(user, cancellationToken))
            .FirstOrDefault(interaction => interaction.Content == content && interaction.Kind == request.Kind);
        return remembered is null
            ? Problems.Conflict("Another request has changed this choice at the same time; ask again.")
            : TypedResults.Ok(InteractionDocument.Of(remembered, image));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteInteractionAsync(
        string user, [Description("Its id, or the SHA-256 of its file.")] string picture, GalleryLease lease, Library library,
        GalleryFollowing following, CancellationToken cancellationToken,
        [Description("Only this: like, dislike or seen. Default: all of them.")] Named<InteractionKind>? kind = null)
    {
        if (lease.FindPicture(picture) is not var (content, _))
            return Problems.NotFound($"The gallery has no picture {picture}.");
        await library.Interactions.ForgetAsync(user, [content], kind?.Value, cancellationToken);
        following.ChoicesHaveChanged();
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ForgottenDocument>> DeleteInteractionsAsync(
        string user, Library library, GalleryFollowing following, CancellationToken cancellationToken)
    {
        var forgotten = await library.Interactions.ForgetUserAsync(user, cancellationToken);
        following.ChoicesHaveChanged();
        return TypedResults.Ok(new ForgottenDocument(user.Trim(), forgotten));
    }

    private static async Task<Results<Ok<RecommendationDocuments>, ProblemHttpResult>> RecommendAsync(
        string user, [AsParameters] ListQuery query, GalleryLease lease, Library library, ServerMetrics metrics, CancellationToken cancellationToken,
        [Description("Whether to find out where in each picture its score comes from, which embeds every one of them again.")] bool maps = false)
    {
        if (query.Fault(maps) is { } fault)
            return Problems.BadRequest(fault);
        if (lease.Gallery is not { } gallery)
            return TypedResults.Ok(new RecommendationDocuments(user.Trim(), 0, 0, [], []));
        var (profile, list) = await MakeListAsync(user, query, gallery, library, metrics, cancellationToken);
        return TypedResults.Ok(RecommendationDocuments.Of(
            user.Trim(), profile, list, maps ? await gallery.ExplainAsync(list, cancellationToken) : null));
    }

    private static async Task<Results<Ok<MapDocument>, ProblemHttpResult>> ExplainAsync(
        string user, long id, [AsParameters] ListQuery query, GalleryLease lease, Library library, ServerMetrics metrics, CancellationToken cancellationToken)
    {
        if (query.Fault() is { } fault)
            return Problems.BadRequest(fault);
        if (lease.Gallery is not { } gallery || lease.Find(id) is null)
            return Problems.NoSuchImage(id);
        var (_, list) = await MakeListAsync(user, query, gallery, library, metrics, cancellationToken);
        if (list.Items.FirstOrDefault(item => item.Image.Id == new ImageId(id)) is not { } item)
            return Problems.NotFound($"Picture {id} is not in that list; ask with what the list was asked for with.");
        var maps = await gallery.ExplainAsync(list with { Items = [item] }, cancellationToken);
        return TypedResults.Ok(new MapDocument(id, Rounded.Of(item.Score), maps is [{ } map] ? MapDocument.Rows(map) : null));
    }

    private static async Task<(Profile Profile, RecommendationList List)> MakeListAsync(
        string user, ListQuery query, Gallery gallery, Library library, ServerMetrics metrics, CancellationToken cancellationToken)
    {
        var interactions = await library.Interactions.FindAsync(user, cancellationToken);
        var profile = await gallery.ReadProfileAsync(interactions, cancellationToken);
        using var _ = metrics.Measure("recommend");
        return (profile, gallery.Recommend(profile, query.ToOptions()));
    }
}
