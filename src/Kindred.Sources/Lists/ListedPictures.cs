using Kindred.Images;
using Kindred.Images.Sources;

namespace Kindred.Sources.Lists;

/// <summary>Pictures that a list on a web server names.</summary>
internal sealed class ListedPictures : IPictureSource
{
    public int ReadsAtOnce => 16;

    public string Normalize(string folder) => throw new NotImplementedException();

    public ValueTask<bool> HasAsync(string folder, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public ValueTask<FolderListing> ListAsync(string folder, string below, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public ValueTask<EncodedImage> ReadAsync(string folder, string path, int ticket = 0, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
