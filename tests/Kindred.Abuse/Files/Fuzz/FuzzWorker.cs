using System.Globalization;
using Kindred.Images;
using Kindred.Memory;
using Kindred.Vision.Decoding;
using Kindred.Vision.Thumbnails;

namespace Kindred.Abuse.Files.Fuzz;

/// <summary>
/// Does to mutated files what Kindred does to pictures, in a process of its own, which may come to harm. It writes a line before each file
/// and one after it, so that whoever watches knows which one it was.
/// </summary>
internal static class FuzzWorker
{
    /// <summary>The first argument of a process that is one.</summary>
    public const string Verb = "fuzz-worker";

    /// <summary>What is said of a file: its pixels were read, it was refused, or something else happened.</summary>
    public const string Decoded = "decoded", Refused = "refused", Fault = "FAULT";

    /// <summary>The network's input, and the side of a thumbnail.</summary>
    private const int Side = 160;

    /// <summary>The megabytes that pictures may take.</summary>
    public const int Megabytes = 256;

    /// <summary>Arguments: the verb, the seed, the number of the first file, that behind the last, and the step between two.</summary>
    public static int Run(IReadOnlyList<string> args, TextWriter output)
    {
        int[] numbers = [.. args.Skip(1).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))];
        var (seed, from, end, step) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        PictureMemory.Limit = (long)Megabytes << 20;
        var mutator = new Mutator(SeedPictures.Draw(), seed);
        var decoder = new ImageDecoder();
        var thumbnails = new ThumbnailMaker(decoder);
        var rgb = new byte[Side * Side * 3];
        for (var number = from; number < end; number += step)
        {
            output.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            output.Flush();
            var (name, bytes) = mutator.Make(number);
            output.WriteLine($"{Look(bytes, isShown: number % 5 == 0)} {ImageFormat.Detect(bytes)?.Name ?? "none"} {name}");
        }

        output.Flush();
        return 0;

        string Look(byte[] bytes, bool isShown)
        {
            try
            {
                var size = decoder.Decode(bytes, Side, Side, rgb);
                if (decoder.ReadHeader(bytes).Size != size || size.Width < 1 || size.Height < 1)
                    return $"{Fault} its header says another size than its pixels;";
                if (isShown && thumbnails.Make(bytes, Side).Length == 0)
                    return $"{Fault} its thumbnail is empty;";
                return Decoded;
            }
            catch (UnreadableImageException refusal)
            {
                return string.IsNullOrWhiteSpace(refusal.Message) || refusal.Message.Contains('\n')
                    ? $"{Fault} it was refused without a reason in one line;"
                    : Refused;
            }
            catch (Exception exception)
            {
                return $"{Fault} {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")};";
            }
        }
    }
}
