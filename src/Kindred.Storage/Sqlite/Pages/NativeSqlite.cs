using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Storage.Sqlite.Pages;

/// <summary>What SQLite has that its provider does not hand out: file system layers, and how it asks an open file something.</summary>
internal static unsafe partial class NativeSqlite
{
    /// <summary>Sets or asks for the bytes that are left alone at the end of each page.</summary>
    public const int ReserveBytes = 38;

    /// <summary>Asks for the open file.</summary>
    public const int FilePointer = 7;

    // The library that the provider of Microsoft.Data.Sqlite loads.
    private const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_find")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial Layer* FindLayer(byte* name);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_register")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Register(Layer* layer, int isDefault);

    [LibraryImport(Library, EntryPoint = "sqlite3_file_control")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Control(nint connection, byte* database, int what, void* argument);

    /// <summary>A file system layer: <c>sqlite3_vfs</c>, version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Layer
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public Layer* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Layer*, byte*, File*, int, int*, int> Open;
        public Pointers Others;
    }

    /// <summary>An open file: <c>sqlite3_file</c>; what belongs to its layer follows.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct File
    {
        public Methods* Methods;
    }

    /// <summary>What can be done with an open file: the beginning of <c>sqlite3_io_methods</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Methods
    {
        public int Version;
        public void* Close;
        public delegate* unmanaged[Cdecl]<File*, void*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<File*, void*, int, long, int> Write;
        public void* Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<File*, long*, int> Size;
    }

    /// <summary>The other functions of a file system layer.</summary>
    [InlineArray(15)]
    public struct Pointers
    {
        private nint _first;
    }
}
