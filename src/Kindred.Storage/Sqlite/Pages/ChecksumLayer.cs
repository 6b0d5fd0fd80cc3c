using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kindred.Storage.Sqlite.Pages;

/// <summary>
/// A file system layer of SQLite (VFS) that lies over the system's own: it writes a <see cref="PageChecksum"/> into every page of a
/// database and checks it whenever SQLite reads the page, after "The Checksum VFS Shim" of SQLite's documentation. Everything in a file is
/// covered: rows, indexes, and what holds them together. Files without room for checksums pass as they are, and so do logs, which SQLite
/// checks itself when it recovers one.
/// </summary>
/// <remarks>
/// An open file of the system's layer comes first in memory and what belongs to this layer behind it, so that all but reading and
/// writing is done by the system's functions directly.
/// </remarks>
internal static unsafe class ChecksumLayer
{
    private static readonly Lock Registering = new();
    private static readonly ConcurrentDictionary<nint, nint> ReplacedMethods = new();
    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal);
    private static DamagedPages[] _damage = [];
    private static string? _name;
    private static string? _nameWithoutLocks;

    /// <summary>The layer over the system's usual one.</summary>
    public static string Name => _name ?? Register(ref _name, "kindred", null);

    /// <summary>The layer over one that takes no locks.</summary>
    public static string NameWithoutLocks => _nameWithoutLocks ?? Register(
        ref _nameWithoutLocks, "kindred-none", OperatingSystem.IsWindows() ? "win32-none" : "unix-none");

    /// <summary>The damaged pages that were met in the file of a connection.</summary>
    public static DamagedPages DamagedPages(this SqliteConnection connection) =>
        _damage[NumberOf(raw.sqlite3_db_filename(connection.Handle, "main").utf8_to_string())];

    /// <summary>Whether the pages of a connection's file have checksums.</summary>
    public static bool HasChecksums(this SqliteConnection connection)
    {
        var file = connection.File();
        return ReplacedMethods.Values.Contains((nint)file->Methods) && Extra.Of(file)->IsOn != 0;
    }

    /// <summary>Leaves room for checksums in a file that is made, or is about to be written anew as a whole.</summary>
    public static void ReserveChecksums(this SqliteConnection connection)
    {
        var bytes = PageChecksum.Size;
        connection.Control(NativeSqlite.ReserveBytes, &bytes);
    }

    /// <summary>The open file of a connection.</summary>
    public static NativeSqlite.File* File(this SqliteConnection connection)
    {
        NativeSqlite.File* file = null;
        connection.Control(NativeSqlite.FilePointer, &file);
        return file;
    }

    /// <summary>Bytes of a connection's file.</summary>
    public static long FileLength(this SqliteConnection connection)
    {
        long length = 0;
        var file = connection.File();
        Ensure(file->Methods->Size(file, &length));
        return length;
    }

    /// <summary>Reads from a connection's file as it is, past the checksums and past what SQLite keeps in memory.</summary>
    public static void ReadRaw(this SqliteConnection connection, Span<byte> buffer, long offset)
    {
        var file = connection.File();
        fixed (byte* start = buffer)
            Ensure(Extra.Of(file)->System->Read(file, start, buffer.Length, offset));
    }

    /// <summary>Writes a whole page into a connection's file, with a new checksum, past SQLite. The caller keeps all others out.</summary>
    public static void WriteRaw(this SqliteConnection connection, Span<byte> page, long offset)
    {
        var file = connection.File();
        fixed (byte* start = page)
            Ensure(file->Methods->Write(file, start, page.Length, offset));
    }

    /// <summary>Lets the disk write what the system still holds of a connection's file.</summary>
    public static void Flush(this SqliteConnection connection)
    {
        var file = connection.File();
        Ensure(file->Methods->Sync(file, 2 /* SQLITE_SYNC_NORMAL */));
    }

    private static void Ensure(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new SqliteException("The file cannot be used.", code & 0xFF, code);
    }

    private static void Control(this SqliteConnection connection, int what, void* argument)
    {
        var handle = connection.Handle!; // Open.
        fixed (byte* main = "main\0"u8)
        {
            var result = NativeSqlite.Control(handle.DangerousGetHandle(), main, what, argument);
            GC.KeepAlive(handle);
            if (result != raw.SQLITE_OK)
                throw new SqliteException("The file cannot be asked.", result);
        }
    }

    private static string Register(ref string? registered, string name, string? below)
    {
        lock (Registering)
        {
            if (registered is not null)
                return registered;
            Batteries_V2.Init();
            var belowName = below is null ? 0 : Marshal.StringToCoTaskMemUTF8(below);
            var system = NativeSqlite.FindLayer((byte*)belowName);
            Marshal.FreeCoTaskMem(belowName);
            if (system is null)
                throw new NotSupportedException("This build of SQLite has no such file system layer.");

            // Never freed: SQLite keeps the layer for as long as the process runs.
            var layer = (Layer*)NativeMemory.AllocZeroed((nuint)sizeof(Layer));
            layer->Own = *system;
            layer->System = system;
            layer->Own.FileSize = Extra.OffsetBehind(system->FileSize) + sizeof(Extra);
            layer->Own.Next = null;
            layer->Own.Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
            layer->Own.Open = &Open;
            if (NativeSqlite.Register(&layer->Own, isDefault: 0) != raw.SQLITE_OK)
                throw new NotSupportedException("SQLite takes no file system layer.");
            return registered = name;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(NativeSqlite.Layer* layer, byte* name, NativeSqlite.File* file, int flags, int* result)
    {
        var system = ((Layer*)layer)->System;
        var code = system->Open(system, name, file, flags, result);
        if (code != raw.SQLITE_OK || (flags & raw.SQLITE_OPEN_MAIN_DB) == 0 || name is null)
            return code;
        var extra = (Extra*)((byte*)file + Extra.OffsetBehind(system->FileSize));
        *extra = new Extra { System = file->Methods, Damage = NumberOf(Marshal.PtrToStringUTF8((nint)name)!) };

        // In a new file, which always gets room for checksums, the first page need not be the first that is written.
        long size = 0;
        if ((flags & raw.SQLITE_OPEN_CREATE) != 0 && file->Methods->Size(file, &size) == raw.SQLITE_OK && size == 0)
            extra->IsOn = 1;
        file->Methods = (NativeSqlite.Methods*)ReplacedMethods.GetOrAdd((nint)file->Methods, Replace, system->FileSize);
        return code;
    }

    /// <summary>The functions of the system for an open file, with those of this layer in place of reading and writing.</summary>
    private static nint Replace(nint methods, int systemFileSize)
    {
        var system = (NativeSqlite.Methods*)methods;
        var size = system->Version switch
        {
            1 => (nuint)sizeof(nint) * 13,
            2 => (nuint)sizeof(nint) * 17,
            _ => (nuint)sizeof(nint) * 19,
        };

        // In front of the functions stands where a file's own data lies. Version 2 has no mapping into memory, which would go past us.
        var memory = (byte*)NativeMemory.AllocZeroed(Extra.Prefix + (nuint)sizeof(nint) * 19);
        *(long*)memory = Extra.OffsetBehind(systemFileSize);
        var own = (NativeSqlite.Methods*)(memory + Extra.Prefix);
        NativeMemory.Copy(system, own, size);
        own->Version = Math.Min(system->Version, 2);
        own->Read = &Read;
        own->Write = &Write;
        return (nint)own;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(NativeSqlite.File* file, void* buffer, int bytes, long offset)
    {
        var extra = Extra.Of(file);
        var code = extra->System->Read(file, buffer, bytes, offset);
        if (code != raw.SQLITE_OK)
            return code;
        if (bytes == PageChecksum.PageSize && offset % PageChecksum.PageSize == 0)
        {
            var page = new Span<byte>(buffer, bytes);
            if (offset == 0)
                extra->IsOn = PageChecksum.IsOfFileWithChecksums(page) ? 1 : 0;
            return extra->IsOn != 0 ? Check(extra, page, (offset / PageChecksum.PageSize) + 1) : code;
        }

        return (offset % PageChecksum.PageSize) + bytes <= PageChecksum.PageSize
            ? ReadPart(file, extra, new Span<byte>(buffer, bytes), offset)
            : code;
    }

    /// <summary>
    /// Gives a part of a page from the whole page, which is checked: SQLite reads the beginning of the first one to learn how large pages
    /// are, and the ends of long rows past its own memory of pages.
    /// </summary>
    private static int ReadPart(NativeSqlite.File* file, Extra* extra, Span<byte> part, long offset)
    {
        var bytes = stackalloc byte[PageChecksum.PageSize];
        var (number, at) = Math.DivRem(offset, PageChecksum.PageSize);
        if ((number > 0 && extra->IsOn == 0)
            || extra->System->Read(file, bytes, PageChecksum.PageSize, number * PageChecksum.PageSize) != raw.SQLITE_OK)
            return raw.SQLITE_OK; // A file without a whole page; SQLite judges.
        var page = new Span<byte>(bytes, PageChecksum.PageSize);
        if (number == 0)
        {
            extra->IsOn = PageChecksum.IsOfFileWithChecksums(page) ? 1 : 0;
            if (extra->IsOn == 0)
                return raw.SQLITE_OK;

            // Before SQLite has a lock, somebody may be writing this page just now; it is read again, as a whole, with the lock.
            if (PageChecksum.IsWhole(page, 1) || PageChecksum.TryCorrect(page, 1))
                page.Slice((int)at, part.Length).CopyTo(part);
            return raw.SQLITE_OK;
        }

        var code = Check(extra, page, number + 1);
        page.Slice((int)at, part.Length).CopyTo(part);
        return code;
    }

    private static int Check(Extra* extra, Span<byte> page, long number)
    {
        if (PageChecksum.IsWhole(page, number))
            return raw.SQLITE_OK;
        var damage = _damage[extra->Damage];
        var content = PageChecksum.Of(page);
        if (damage.IsBroken(number, content))
            return raw.SQLITE_CORRUPT;
        var isCorrected = PageChecksum.TryCorrect(page, number);
        damage.Note(number, isCorrected, content);
        // Not an input error, which the original gives: what SQLite reads to prepare a statement would lose which one.
        return isCorrected ? raw.SQLITE_OK : raw.SQLITE_CORRUPT;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeSqlite.File* file, void* buffer, int bytes, long offset)
    {
        var extra = Extra.Of(file);
        if (bytes == PageChecksum.PageSize && offset % PageChecksum.PageSize == 0)
        {
            // Another process may have made room for checksums since this one last read the first page.
            var page = new Span<byte>(buffer, bytes);
            byte reserved = 0;
            if (offset == 0)
                extra->IsOn = page[PageChecksum.ReservedAt] == PageChecksum.Size ? 1 : 0;
            else if (extra->IsOn == 0 && extra->System->Read(file, &reserved, 1, PageChecksum.ReservedAt) == raw.SQLITE_OK)
                extra->IsOn = reserved == PageChecksum.Size ? 1 : 0;
            if (extra->IsOn != 0)
            {
                // SQLite does not look at these bytes, so its own copy of the page may have them too.
                var number = (offset / PageChecksum.PageSize) + 1;
                PageChecksum.Write(page, number);
                _damage[extra->Damage].Forget(number);
            }
        }

        FaultPoint.PageToBeWritten.Reach();
        var code = extra->System->Write(file, buffer, bytes, offset);
        FaultPoint.PageWritten.Reach();
        return code;
    }

    private static int NumberOf(string path)
    {
        lock (Numbers)
        {
            if (!Numbers.TryGetValue(path, out var number))
            {
                Numbers.Add(path, number = _damage.Length);
                Volatile.Write(ref _damage, [.. _damage, new DamagedPages()]);
            }

            return number;
        }
    }

    /// <summary>This layer, and the one below it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Layer
    {
        public NativeSqlite.Layer Own;
        public NativeSqlite.Layer* System;
    }

    /// <summary>What this layer keeps of an open file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Extra
    {
        public const int Prefix = 16;

        public NativeSqlite.Methods* System;
        public int IsOn;
        public int Damage;

        public static int OffsetBehind(int systemFileSize) => (systemFileSize + 15) / 16 * 16;

        public static Extra* Of(NativeSqlite.File* file) => (Extra*)((byte*)file + *(long*)((byte*)file->Methods - Prefix));
    }
}
