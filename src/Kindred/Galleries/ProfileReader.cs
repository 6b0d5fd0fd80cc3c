using System.Numerics.Tensors;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Recommendations;
using Kindred.Storage;

namespace Kindred.Galleries;

/// <summary>Makes a profile of a user's interactions: contents become queries in the gallery's space.</summary>
internal sealed class ProfileReader(ILibraryStore store, Gallery gallery)
{
    /// <summary>
    /// Makes the profile. Leaves out likes and dislikes without an embedding, whose pictures left before the model changed; the library
    /// still has them. Events that weigh enough count as likes, unless the user says otherwise of the picture; those pictures are seen.
    /// </summary>
    /// <param name="interactions">One user's interactions, by time.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<Profile> ReadAsync(IReadOnlyList<Interaction> interactions, CancellationToken cancellationToken)
    {
        var tastes = interactions is [{ User: var user }, ..] ? await store.ReadTastesAsync(user, cancellationToken) : [];
        var likes = Likes(interactions);
        var dislikes = interactions.Where(interaction => interaction.Kind == InteractionKind.Dislike).ToArray();
        ContentHash[] gone =
        [
            .. likes.Concat(dislikes).Select(interaction => interaction.Content)
                .Where(content => gallery.FindByContent(content) is null),
        ];
        var embeddings = gone.Length == 0 ? null : await store.ReadContentEmbeddingsAsync(gone, cancellationToken);

        ImageQuery? Query(Interaction interaction)
        {
            if (gallery.FindByContent(interaction.Content) is { } image)
                return gallery.Query(image);
            if (embeddings?.GetValueOrDefault(interaction.Content) is not { } halves || halves.Length != gallery.Stamp.Dimensions)
                return null;
            var raw = new float[halves.Length];
            TensorPrimitives.ConvertToSingle(halves, raw);
            return gallery.Query(interaction.Name, interaction.Content, raw);
        }

        return new Profile
        {
            Likes =
            [
                .. likes.Select(interaction => (Query: Query(interaction), interaction))
                    .Where(like => like.Query is not null)
                    .Select(like => new LikedImage(
                        like.Query!,
                        Math.Clamp(like.interaction.Weight, InteractionWeight.Least, InteractionWeight.Most),
                        like.interaction.Time)),
            ],
            KeptTastes = tastes,
            Dislikes = [.. dislikes.Select(Query).OfType<ImageQuery>()],
            Seen =
            [
                .. interactions.Where(interaction => interaction.Kind == InteractionKind.Seen || interaction.CountsAsLike)
                    .Where(interaction => interaction.Kind != InteractionKind.Like)
                    .Select(interaction => interaction.Content).Distinct(),
            ],
        };
    }

    /// <summary>
    /// One interaction for each picture that the user is taken to like, by time: the like, or the event that weighs most, of those the
    /// latest. What they dislike they do not like, whatever they did with it.
    /// </summary>
    private static Interaction[] Likes(IReadOnlyList<Interaction> interactions)
    {
        if (interactions.All(interaction => interaction.Kind.IsChoice))
            return [.. interactions.Where(interaction => interaction.Kind == InteractionKind.Like)];
        var disliked = interactions.Where(interaction => interaction.Kind == InteractionKind.Dislike)
            .Select(interaction => interaction.Content).ToHashSet();
        return
        [
            .. interactions.Where(interaction => interaction.CountsAsLike && !disliked.Contains(interaction.Content))
                .GroupBy(interaction => interaction.Content)
                .Select(group => group.OrderBy(interaction => interaction.Kind == InteractionKind.Like)
                    .ThenBy(interaction => interaction.Weight).Last())
                .OrderBy(interaction => interaction.Time),
        ];
    }
}
