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
    /// still has them.
    /// </summary>
    /// <param name="interactions">One user's interactions, by time.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<Profile> ReadAsync(IReadOnlyList<Interaction> interactions, CancellationToken cancellationToken)
    {
        var tastes = interactions is [{ User: var user }, ..] ? await store.ReadTastesAsync(user, cancellationToken) : [];
        var chosen = interactions.Where(interaction => interaction.Kind != InteractionKind.Seen).ToArray();
        ContentHash[] gone =
        [
            .. chosen.Select(interaction => interaction.Content).Where(content => gallery.FindByContent(content) is null),
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
                .. chosen.Where(interaction => interaction.Kind == InteractionKind.Like)
                    .Select(interaction => (Query: Query(interaction), interaction))
                    .Where(like => like.Query is not null)
                    .Select(like => new LikedImage(
                        like.Query!,
                        Math.Clamp(like.interaction.Weight, InteractionWeight.Least, InteractionWeight.Most),
                        like.interaction.Time)),
            ],
            KeptTastes = tastes,
            Dislikes = [.. chosen.Where(interaction => interaction.Kind == InteractionKind.Dislike).Select(Query).OfType<ImageQuery>()],
            Seen =
            [
                .. interactions.Where(interaction => interaction.Kind == InteractionKind.Seen).Select(interaction => interaction.Content),
            ],
        };
    }
}
