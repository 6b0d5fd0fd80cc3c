using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kindred.Tests.Cli;

/// <summary>Signals that Unix sends to processes, by their numbers on this system.</summary>
internal static class Signal
{
    public const int Interrupt = 2;

    public const int Terminate = 15;

    /// <summary>Holds a process where it is, whatever it does.</summary>
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>Lets a held process go on.</summary>
    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    public static void Send(Process process, int signal) => Assert.Equal(0, Kill(process.Id, signal));

    /// <summary>Whether the tests, and so each process they start, ignore a signal. Known on Linux alone.</summary>
    public static bool IsIgnored(int signal)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        const string Name = "SigIgn:";
        var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..];
        return (ulong.Parse(ignored.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (signal - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
