#pragma warning disable
#nullable disable annotations
using Kindred.Images; using Kindred.Libraries; using Kindred.Maps; using Kindred.Spaces; using Microsoft.AspNetCore.Http;
namespace Kindred.Maps { internal sealed class GalleryMap { public static GalleryMap Empty {get;} = new(); public IReadOnlyList<(float X, float Y)> Positions {get;} = []; } }
namespace Kindred.Server.Thumbnails { internal sealed class ThumbnailCache { public Task<byte[]> GetAsync(Image image, int size, CancellationToken c) => File.ReadAllBytesAsync(image.File, c); } }
namespace Kindred.Server.Uploads { internal sealed class Upload : IDisposable { public string Name => ""; public int Width; public int Height; public EncodedImage Picture; public void Dispose() {} }
 internal sealed class UploadReader { public Task<Upload> ReadAsync(HttpRequest r, CancellationToken c) => Task.FromResult(new Upload()); } internal sealed class UploadSchema { public static Task DescribeAsync(Microsoft.OpenApi.OpenApiOperation o, Microsoft.AspNetCore.OpenApi.OpenApiOperationTransformerContext x, CancellationToken c) => Task.CompletedTask; } }
namespace Kindred { 
internal static class Pending {
 extension(Library l) {
  public Task<GalleryMap> ReadMapAsync(Gallery g, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => Task.FromResult(GalleryMap.Empty); }
} }
