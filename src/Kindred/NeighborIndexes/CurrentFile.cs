using Kindred.Search.Files;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.NeighborIndexes;

/// <summary>
/// An index file that is up to date with its library, and what a search of it needs. Disposing it disposes of the file and the space.
/// </summary>
/// <param name="State">The state of the library that the file shows.</param>
/// <param name="Settings">The library's settings.</param>
/// <param name="Space">The library's space.</param>
/// <param name="File">The file.</param>
internal sealed record CurrentFile(LibraryState State, LibrarySettings Settings, FittedSpace Space, IndexFile File) : IDisposable
{
    public void Dispose()
    {
        File.Dispose();
        Space.Dispose();
    }
}
