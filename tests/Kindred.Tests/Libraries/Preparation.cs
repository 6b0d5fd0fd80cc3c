using Kindred.Galleries;
using Kindred.Libraries;

namespace Kindred.Tests.Libraries;

internal static class Preparation
{
    /// <summary>Prepares a library that has pictures, and opens its gallery.</summary>
    public static async Task<Gallery> PreparedAsync(this Library library, CancellationToken cancellationToken) =>
        await library.PrepareAsync(cancellationToken: cancellationToken)
            ?? throw new InvalidOperationException("The library has no pictures.");
}
