using System.Diagnostics;
using System.Globalization;

namespace Kindred.Abuse.Libraries.Disks;

/// <summary>A disk in memory that is soon full. Mounting takes the superuser.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Mounts one; null where that may not be done here.</summary>
    public static SmallDisk? TryMount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return OperatingSystem.IsLinux()
            && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", folder)
            ? new SmallDisk(folder)
            : null;
    }

    /// <summary>Takes all room but some.</summary>
    /// <param name="left">Bytes to leave.</param>
    public void Fill(long left)
    {
        Free();
        using var file = File.Create(Filler);
        var block = new byte[4_096];
        for (var room = new DriveInfo(Folder).AvailableFreeSpace - left; room >= block.Length; room -= block.Length)
            file.Write(block);
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose() => Run("umount", "--lazy", Folder);

    private static bool Run(string name, params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, args) { UseShellExecute = false, RedirectStandardError = true });
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
