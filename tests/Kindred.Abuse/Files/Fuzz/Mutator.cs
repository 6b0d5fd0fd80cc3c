using System.Buffers.Binary;
using System.IO.Hashing;

namespace Kindred.Abuse.Files.Fuzz;

/// <summary>
/// Makes damaged files of whole ones, the same for the same number. SharpFuzz, which learns what code a mutation reaches, needs AFL or
/// libFuzzer beside it, and neither comes with a package; this one knows how picture files are put together instead: what looks like a
/// length, numbers at which arithmetic goes wrong, and the checksums of PNG, without which nothing behind them would be read.
/// </summary>
/// <param name="seeds">Whole files.</param>
/// <param name="seed">Where all random numbers come from.</param>
internal sealed class Mutator(IReadOnlyList<(string Name, byte[] Bytes)> seeds, int seed)
{
    private const int MostChanges = 6;
    private const int LongestRun = 64;

    private static readonly uint[] Interesting =
    [
        0, 1, 2, 3, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0xFFFFFF, 0x1000000, 0x10000000, 0x7FFFFFFF, 0x80000000,
        0xFFFFFFFE, 0xFFFFFFFF,
    ];

    /// <summary>The file of a number: the form of the picture it was made of, and its bytes.</summary>
    public (string Name, byte[] Bytes) Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        // In turns, so that every form gets its share of any stretch of numbers.
        var (name, whole) = seeds[number % seeds.Count];
        var bytes = whole.ToList();
        for (var changes = random.Next(1, MostChanges); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes, random);
        var made = bytes.ToArray();
        if (name.EndsWith("png", StringComparison.Ordinal) && random.Next(4) > 0)
            MendChecksums(made);
        return (name, made);
    }

    private void Change(List<byte> bytes, Random random)
    {
        // Half of the changes are made where headers are.
        var at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 256) : bytes.Count);
        var run = random.Next(1, LongestRun);
        switch (random.Next(10))
        {
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3 or 4:
                Write(bytes, at, Interesting[random.Next(Interesting.Length)], size: 1 << random.Next(3), bigEndian: random.Next(2) == 0);
                break;
            case 5:
                ChangeLength(bytes, random);
                break;
            case 6:
                bytes.RemoveRange(at, Math.Min(run, bytes.Count - at));
                break;
            case 7:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(run, bytes.Count - at)));
                break;
            case 8:
                // Of another file, more often than not of another form.
                var other = seeds[random.Next(seeds.Count)].Bytes;
                var from = random.Next(other.Length);
                bytes.RemoveRange(at, Math.Min(run, bytes.Count - at));
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(run, other.Length - from)).ToArray());
                break;
            case 9 when random.Next(3) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
        }
    }

    /// <summary>Changes four bytes that may say how long something is: a number above zero and below the length of the file.</summary>
    private static void ChangeLength(List<byte> bytes, Random random)
    {
        for (var tries = 0; tries < 64 && bytes.Count > 8; tries++)
        {
            var at = random.Next(bytes.Count - 4);
            var bigEndian = random.Next(2) == 0;
            Span<byte> four = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            var value = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(four) : BinaryPrimitives.ReadUInt32LittleEndian(four);
            if (value == 0 || value > bytes.Count)
                continue;
            Write(bytes, at, random.Next(3) switch
            {
                0 => value + (uint)random.Next(-8, 8),
                1 => Interesting[random.Next(Interesting.Length)],
                _ => (uint)random.Next(2 * bytes.Count),
            }, size: 4, bigEndian);
            return;
        }
    }

    private static void Write(List<byte> bytes, int at, uint value, int size, bool bigEndian)
    {
        for (var i = 0; i < size && at + i < bytes.Count; i++)
            bytes[at + i] = (byte)(value >> (8 * (bigEndian ? size - 1 - i : i)));
    }

    /// <summary>Makes the checksums of a PNG's chunks right, as far as its lengths lead.</summary>
    private static void MendChecksums(Span<byte> png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - 12)
                return;
            var chunk = png.Slice(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(png[(at + 8 + (int)length)..], Crc32.HashToUInt32(chunk));
            at += (int)length + 12;
        }
    }
}
