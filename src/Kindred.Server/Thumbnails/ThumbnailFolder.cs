using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Thumbnails;

/// <summary>
/// Thumbnails as files, a file each. A file's last-write time says when it was last asked for, so that nothing else has to be kept:
/// whatever is deleted is made again, and several processes may share a folder. Safe to use from several threads. Faults of the disk are
/// not thrown. Behind the JPEG stands a checksum, which no reader of JPEGs looks at: a bit that flips would show another picture.
/// </summary>
internal sealed partial class ThumbnailFolder(ThumbnailCacheOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// How exactly the time of the last request for a thumbnail is known: recording every one would cost a write for every read.
    /// </summary>
    private static readonly TimeSpan Touching = TimeSpan.FromHours(1);

    private const int ChecksumSize = sizeof(ulong);

    private readonly Lock _gate = new();

    // Zero before the first pass through the folder, which the first write starts.
    private long _room;
    private bool _isFailing;

    /// <summary>The latest pass through the folder; completed where none is under way.</summary>
    public Task Trimming { get; private set; } = Task.CompletedTask;

    /// <summary>Reads a thumbnail; <see langword="null"/> where it is not there or its file is not whole.</summary>
    public async Task<byte[]?> ReadAsync(ThumbnailKey key, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(key));
        try
        {
            if (!file.Exists)
                return null;
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            if (bytes.Length < ChecksumSize)
                return null;
            var thumbnail = bytes[..^ChecksumSize];
            if (XxHash3.HashToUInt64(thumbnail) != BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(thumbnail.Length)))
                return null;

            var now = time.GetUtcNow().UtcDateTime;
            if (now - file.LastWriteTimeUtc > Touching)
                TryTouch(file, now);
            return thumbnail;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a thumbnail, whole or not at all.</summary>
    /// <returns>Whether it is there now.</returns>
    public async Task<bool> WriteAsync(ThumbnailKey key, byte[] thumbnail, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var partial = Path.Combine(Path.GetDirectoryName(path) ?? "", $".{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
            try
            {
                var checksum = new byte[ChecksumSize];
                BinaryPrimitives.WriteUInt64LittleEndian(checksum, XxHash3.HashToUInt64(thumbnail));
                await File.WriteAllBytesAsync(partial, [.. thumbnail, .. checksum], cancellationToken);
                File.SetLastWriteTimeUtc(partial, time.GetUtcNow().UtcDateTime);
                File.Move(partial, path, overwrite: true);
            }
            finally
            {
                File.Delete(partial);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NoteFailure(exception);
            return false;
        }

        Interlocked.Exchange(ref _isFailing, false);
        TakeRoom(thumbnail.Length + ChecksumSize);
        return true;
    }

    private static void TryTouch(FileInfo file, DateTime now)
    {
        try
        {
            file.LastWriteTimeUtc = now;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that may only be read still has its thumbnails.
        }
    }

    private static bool TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Told once, and again only after writing has worked in between.
    private void NoteFailure(Exception exception)
    {
        if (!Interlocked.Exchange(ref _isFailing, true))
            LogCannotWrite(logger, options.Directory, exception.Message);
    }

    private void TakeRoom(long bytes)
    {
        lock (_gate)
        {
            _room -= bytes;
            if (_room < 0 && Trimming.IsCompleted)
                Trimming = Task.Run(Trim);
        }
    }

    private void Trim()
    {
        var total = 0L;
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            var thumbnails = new List<(FileInfo File, long Bytes)>();
            var folders = new DirectoryInfo(options.Directory).EnumerateDirectories("??");
            foreach (var file in folders.SelectMany(folder => folder.EnumerateFiles()))
            {
                if (ThumbnailKey.IsFileName(file.Name))
                    thumbnails.Add((file, file.Length));
                else if (file.Extension == ".part" && now - file.LastWriteTimeUtc > Touching)
                    TryDelete(file);
            }

            // Some room at once, so that the folder is not looked through again for every thumbnail.
            total = thumbnails.Sum(thumbnail => thumbnail.Bytes);
            var wanted = total > options.ByteLimit ? options.ByteLimit / 10 * 9 : long.MaxValue;
            foreach (var (file, bytes) in thumbnails.OrderBy(thumbnail => thumbnail.File.LastWriteTimeUtc))
            {
                if (total <= wanted)
                    break;
                if (TryDelete(file))
                    total -= bytes;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody deletes the folder just now; the next look sees what is left.
        }

        // At least a little, so that a folder in which nothing can be deleted is not looked through all the time.
        lock (_gate)
            _room = Math.Max(options.ByteLimit - total, options.ByteLimit / 100);
    }

    private string PathOf(ThumbnailKey key) => Path.Combine(options.Directory, key.Path);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Thumbnails cannot be kept in {Directory} and are made anew each time, until it can be written: {Reason}")]
    private static partial void LogCannotWrite(ILogger logger, string directory, string reason);
}
