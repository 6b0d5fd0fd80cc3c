using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kindred.Images;

namespace Kindred.Folders;

/// <summary>
/// Reads several pictures at a time, for whoever takes one after the other. They come as they are read: one that waits for memory
/// would wait for good if others, which hold it, had to come behind it.
/// </summary>
internal static class ReadAhead
{
    /// <summary>Reads pictures.</summary>
    /// <param name="tickets">Their tickets; asked for one at a time.</param>
    /// <param name="read">Reads one; <see langword="null"/> where there is none to hand on. A fault ends all.</param>
    /// <param name="atOnce">How many to read at a time. With one, nothing is read before it is asked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The pictures. Whoever takes one disposes it; those that nobody takes are disposed.</returns>
    public static async IAsyncEnumerable<EncodedImage> RunAsync(
        IAsyncEnumerable<int> tickets, Func<int, CancellationToken, ValueTask<EncodedImage?>> read, int atOnce,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (atOnce == 1)
        {
            await foreach (var ticket in tickets.WithCancellation(cancellationToken))
            {
                if (await read(ticket, cancellationToken) is { } image)
                    yield return image;
            }

            yield break;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = Channel.CreateBounded<EncodedImage>(atOnce);
        var reading = FillAsync(tickets, read, ready.Writer, new ParallelOptions
        {
            MaxDegreeOfParallelism = atOnce,
            CancellationToken = stop.Token,
        });
        try
        {
            await foreach (var image in ready.Reader.ReadAllAsync(cancellationToken))
                yield return image;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
            while (ready.Reader.TryRead(out var left))
                left.Dispose();
        }
    }

    private static async Task FillAsync(
        IAsyncEnumerable<int> tickets, Func<int, CancellationToken, ValueTask<EncodedImage?>> read, ChannelWriter<EncodedImage> ready,
        ParallelOptions options)
    {
        Exception? fault = null;
        try
        {
            await Parallel.ForEachAsync(tickets, options, async (ticket, stop) =>
            {
                if (await read(ticket, stop) is { } image)
                    await image.HandOnAsync(ready, stop);
            });
        }
        catch (Exception exception)
        {
            fault = exception; // It is thrown where the pictures are taken.
        }

        ready.Complete(fault);
    }
}
