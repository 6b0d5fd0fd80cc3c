#nullable disable annotations
#pragma warning disable
using Kindred.Images; using Kindred.Libraries; using Kindred.Maps; using Kindred.Spaces; using Microsoft.AspNetCore.Http;
namespace Kindred.Maps { internal sealed class GalleryMap { public static GalleryMap Empty {get;} = new(); public IReadOnlyList<(float X, float Y)> Positions {get;} = []; } }
namespace Kindred.Server.Thumbnails { internal sealed class ThumbnailCache { public Task<byte[]> GetAsync(Image image, int size, CancellationToken c) => File.ReadAllBytesAsync(image.File, c); } }
namespace Kindred.Server.Uploads { internal sealed class Upload : IDisposable { public string Name => ""; public int Width; public int Height; public EncodedImage Picture; public void Dispose() {} }
 internal sealed class UploadReader { public Task<Upload> ReadAsync(HttpRequest r, CancellationToken c) => Task.FromResult(new Upload()); } internal sealed class UploadSchema { public static UploadSchema Instance {get;} = new(); } }
namespace Kindred.Images { internal enum ImageFault { Unsupported, TooLarge } 
internal sealed record Ev(DateTimeOffset Time, int Images, SpaceKind Space, IReadOnlyDictionary<string,double> Figures);
} namespace Kindred { using Kindred.Images; internal static class Pending {
 extension(UnreadableImageException e) { public ImageFault Fault => ImageFault.TooLarge; }
 extension(LibraryStatus e) { public Ev? Evaluation => null; public bool EvaluationIsCurrent => false; }
 extension(Gallery g) { public IReadOnlyList<Image> CopiesOf(ImageQuery q) => []; public long Revision => 0; }
 extension(Library l) { public Task<long> ReadRevisionAsync(CancellationToken c) => Task.FromResult(0L); public Task<bool> IsFitDueAsync(Gallery g, CancellationToken c) => Task.FromResult(false);
  public Task<GalleryMap> ReadMapAsync(Gallery g, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => Task.FromResult(GalleryMap.Empty);
  public Task<ImageQuery> QueryAsync(Gallery g, string name, EncodedImage e, CancellationToken c) => null!; }
 extension(Kindred.Interactions.InteractionLog l) { public Task RecordAsync(string u, Kindred.Interactions.InteractionKind k, IEnumerable<Image> i, double? w, DateTimeOffset? t, bool replace, CancellationToken cancellationToken) => l.RecordAsync(u,k,i,w,t,cancellationToken); }
} }
