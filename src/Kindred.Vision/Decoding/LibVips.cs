using NetVips;

namespace Kindred.Vision.Decoding;

/// <summary>How this process uses libvips, which keeps its settings once for the whole process.</summary>
internal static class LibVips
{
    static LibVips()
    {
        // Callers decode on every core, a picture each, and never the same picture twice in a row.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;

        // libvips opens some forty kinds of file, documents and other libraries' formats among them.
        // Only the few loaders for everyday pictures stay open to bytes that come from anywhere.
        NetVips.NetVips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoad", state: true);
        foreach (var format in ImageFormat.All)
            Operation.Block(format.LoaderClass, state: false);

        // Oddities inside a file are no news to whoever runs an index of thousands of them.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
    }

    /// <summary>Applies the settings, the first time it is called.</summary>
    public static void Initialize()
    {
        // The static constructor does it, once and whichever thread comes first.
    }
}
