using System.ComponentModel;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Recommendations;
using Kindred.Tastes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Users;

/// <summary>Users' tastes, and what users set of them. What is wrong with a change is the core's to say.</summary>
internal static class TasteRoutes
{
    private const string Addressed = "Its number, or the SHA-256 of one of its likes.";

    public static void MapTastes(this IEndpointRouteBuilder api)
    {
        var user = api.MapGroup("/users/{user}/tastes").WithTags("Users").AddEndpointFilter(UserNameReader.ReadAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        user.MapGet("", ListAsync).WithName("listTastes").WithSummary("A user's tastes: largest share first, muted ones last.");
        user.MapPatch("/{taste}", SetAsync).WithName("setTaste").ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Names, weighs, mutes or unmutes a taste. The settings are kept.");
        user.MapPost("/{taste}/split", SplitAsync).WithName("splitTaste").ProducesBodyProblems()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Splits a taste in two: answers with what is left of it, and the new one.");
        user.MapPost("/merge", MergeAsync).WithName("mergeTastes").ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Merges several tastes into one.");
        user.MapDelete("/{taste}", ResetAsync).WithName("resetTaste").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Forgets what was set for a taste; its likes stay, and are grouped again.");
    }

    private static async Task<Ok<TasteList>> ListAsync(string user, GalleryLease lease, CancellationToken cancellationToken) =>
        TypedResults.Ok(TasteList.Of(
            user.Trim(), lease.Gallery is { } gallery ? await gallery.TastesOf(user).ReadAsync(cancellationToken) : []));

    private static async Task<Results<Ok<TasteDocument>, ProblemHttpResult>> SetAsync(
        string user, [Description(Addressed)] string taste, TasteRequest request, GalleryLease lease, CancellationToken cancellationToken)
    {
        if (request is { Name: null, Weight: null, Muted: null })
            return Problems.BadRequest("There is nothing to set; give a name, a weight, or muted.");
        var tastes = TastesOf(user, lease, taste);
        var found = await tastes.FindAsync(taste, cancellationToken);
        return TypedResults.Ok(TasteDocument.Of(
            await tastes.SetAsync(found, request.Name, request.Weight, request.Muted, cancellationToken)));
    }

    private static async Task<Results<Ok<TasteList>, ProblemHttpResult>> SplitAsync(
        string user, [Description(Addressed)] string taste, TasteSplitRequest request, GalleryLease lease,
        CancellationToken cancellationToken)
    {
        var tastes = TastesOf(user, lease, taste);
        var found = await tastes.FindAsync(taste, cancellationToken);
        var likes = new List<ContentHash>();
        foreach (var like in request.Likes ?? [])
        {
            if (lease.FindPicture(like ?? "") is not var (content, _))
                return Problems.NotFound($"The gallery has no picture {like}.");
            likes.Add(content);
        }

        var (left, split) = await tastes.SplitAsync(found, likes, request.Name, cancellationToken);
        return TypedResults.Ok(TasteList.Of(tastes.User, left, split));
    }

    private static async Task<Ok<TasteDocument>> MergeAsync(
        string user, TasteMergeRequest request, GalleryLease lease, CancellationToken cancellationToken)
    {
        var tastes = TastesOf(user, lease, request.Tastes.Count > 0 ? request.Tastes[0] : "");
        var found = new List<Taste>();
        foreach (var taste in request.Tastes)
            found.Add(await tastes.FindAsync(taste ?? "", cancellationToken));
        return TypedResults.Ok(TasteDocument.Of(await tastes.MergeAsync(found, request.Name, cancellationToken)));
    }

    private static async Task<NoContent> ResetAsync(
        string user, [Description(Addressed)] string taste, GalleryLease lease, CancellationToken cancellationToken)
    {
        var tastes = TastesOf(user, lease, taste);
        await tastes.ResetAsync(await tastes.FindAsync(taste, cancellationToken), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>The tastes of a user.</summary>
    /// <exception cref="KindredException">The library has no pictures, and so nobody has a taste.</exception>
    private static UserTastes TastesOf(string user, GalleryLease lease, string asked) =>
        lease.Gallery?.TastesOf(user) ?? throw new NoSuchTasteException(asked);
}
