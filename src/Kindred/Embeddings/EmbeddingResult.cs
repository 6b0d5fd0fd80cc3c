using System.Numerics.Tensors;
using Kindred.Images;

namespace Kindred.Embeddings;

/// <summary>What became of one picture: its embedding, or the reason there is none.</summary>
internal readonly record struct EmbeddingResult
{
    private EmbeddingResult(int ticket, float[]? embedding, int width, int height, Fingerprint? fingerprint)
    {
        Ticket = ticket;
        Embedding = embedding;
        Width = width;
        Height = height;
        Fingerprint = fingerprint;
    }

    /// <summary>The number its <see cref="EncodedImage"/> carried.</summary>
    public int Ticket { get; }

    /// <summary>The raw embedding; <see langword="null"/> exactly when there is a <see cref="Failure"/>.</summary>
    public float[]? Embedding { get; }

    /// <summary>Width of the picture in pixels, as shown.</summary>
    public int Width { get; }

    /// <summary>Height of the picture in pixels, as shown.</summary>
    public int Height { get; }

    /// <summary>What near-duplicates are told by; <see langword="null"/> where the embedder takes none or the picture failed.</summary>
    public Fingerprint? Fingerprint { get; }

    /// <summary>Why the picture could not be read, in a few words.</summary>
    public string? Failure { get; private init; }

    /// <summary>The kind of reason; there exactly when there is a <see cref="Failure"/>.</summary>
    public ImageFault? Fault { get; private init; }

    /// <summary>
    /// A picture that was embedded. It failed all the same where a library cannot keep its embedding, whose numbers are halves there: one
    /// that is not finite would leave no mean, and so no picture that can be compared.
    /// </summary>
    public static EmbeddingResult Of(int ticket, float[] embedding, int width, int height, Fingerprint? fingerprint = null) =>
        Math.Abs(TensorPrimitives.MaxMagnitude<float>(embedding)) <= (float)Half.MaxValue
            ? new(ticket, embedding, width, height, fingerprint)
            : Failed(ticket, ImageFault.Damaged, "the model's embedding has numbers that are not finite or too large");

    /// <summary>A picture that could not be read.</summary>
    /// <param name="ticket">The number its <see cref="EncodedImage"/> carried.</param>
    /// <param name="fault">The kind of reason.</param>
    /// <param name="reason">Why, in a few words, lower case, no full stop.</param>
    public static EmbeddingResult Failed(int ticket, ImageFault fault, string reason) =>
        new(ticket, embedding: null, 0, 0, fingerprint: null) { Failure = reason, Fault = fault };
}
