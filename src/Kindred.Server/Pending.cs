#pragma warning disable
#nullable disable annotations
using Kindred.Images; using Kindred.Libraries; using Kindred.Maps; using Kindred.Spaces; using Microsoft.AspNetCore.Http;
namespace Kindred.Maps { internal sealed class GalleryMap { public static GalleryMap Empty {get;} = new(); public IReadOnlyList<(float X, float Y)> Positions {get;} = []; } }
namespace Kindred { 
internal static class Pending {
 extension(Library l) {
  public Task<GalleryMap> ReadMapAsync(Gallery g, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => Task.FromResult(GalleryMap.Empty); }
} }
