using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Derived;
using Kindred.Images;

namespace Kindred.Choices;

/// <summary>
/// Of every picture that somebody chose: its factor, how popular it is, and who likes it. Immutable, safe for use from several threads.
/// </summary>
internal sealed class ChoiceFactors
{
    /// <summary>Nothing is said of fewer people than this.</summary>
    public const int FewestPeople = 5;

    private const int HeaderNumbers = 4;

    private readonly Dictionary<ContentHash, int> _rows;
    private readonly Half[] _factors;
    private readonly float[] _popularity;
    private readonly int[] _starts;
    private readonly int[] _people;
    private readonly int _dimensions;

    /// <summary>Puts factors together.</summary>
    /// <param name="version">Number of the fit that made them.</param>
    /// <param name="contents">The pictures' contents.</param>
    /// <param name="factors">Their factors, one after another.</param>
    /// <param name="popularity">How popular each is: the weights of its likes, of which old ones count less.</param>
    /// <param name="starts">Where each picture starts among <paramref name="people"/>; one more than there are pictures.</param>
    /// <param name="people">The numbers of those who like each picture, picture after picture, in rising order.</param>
    public ChoiceFactors(
        int version, IReadOnlyList<ContentHash> contents, Half[] factors, float[] popularity, int[] starts, int[] people)
    {
        Version = version;
        Contents = contents;
        _factors = factors;
        _popularity = popularity;
        _starts = starts;
        _people = people;
        _dimensions = contents.Count == 0 ? 0 : factors.Length / contents.Count;
        _rows = new Dictionary<ContentHash, int>(contents.Count);
        for (var row = 0; row < contents.Count; row++)
            _rows[contents[row]] = row;
    }

    /// <summary>Number of the fit that made them.</summary>
    public int Version { get; }

    /// <summary>The contents that have a factor.</summary>
    public IReadOnlyList<ContentHash> Contents { get; }

    /// <summary>Numbers in a factor.</summary>
    public int Dimensions => _dimensions;

    /// <summary>The factor of a content; empty where nobody chose it.</summary>
    /// <param name="content">The content.</param>
    /// <param name="room">As many numbers as a factor has.</param>
    public ReadOnlySpan<float> Of(ContentHash content, Span<float> room)
    {
        if (!_rows.TryGetValue(content, out var row))
            return [];
        TensorPrimitives.ConvertToSingle(_factors.AsSpan(row * _dimensions, _dimensions), room);
        return room[.._dimensions];
    }

    /// <summary>How popular a content is; 0 where fewer than <see cref="FewestPeople"/> like it.</summary>
    public float PopularityOf(ContentHash content) =>
        _rows.TryGetValue(content, out var row) && _starts[row + 1] - _starts[row] >= FewestPeople ? _popularity[row] : 0;

    /// <summary>How many people like both of two contents.</summary>
    public int PeopleWhoLikeBoth(ContentHash one, ContentHash other)
    {
        var of = PeopleWhoLike(one);
        var others = PeopleWhoLike(other);
        var (i, j, both) = (0, 0, 0);
        while (i < of.Length && j < others.Length)
        {
            var order = of[i].CompareTo(others[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return both;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static ChoiceFactors Read(ReadOnlySpan<byte> bytes)
    {
        var header = Take(ref bytes, HeaderNumbers);
        var (version, count, dimensions, people) = (header[0], header[1], header[2], header[3]);
        if (count < 0 || dimensions < 0 || people < 0
            || bytes.Length + (HeaderNumbers * sizeof(int)) != SizeOf(count, dimensions, people))
            throw new InvalidDataException($"{count} kept factors have {bytes.Length} bytes.");
        var starts = Take(ref bytes, count + 1);
        var numbers = Take(ref bytes, people);
        if (starts[0] != 0 || starts[^1] != people || !Rises(starts))
            throw new InvalidDataException("Kept factors do not say who likes what.");
        var contents = new ContentHash[count];
        for (var row = 0; row < count; row++)
            contents[row] = new ContentHash(bytes.Slice(row * ContentHash.Size, ContentHash.Size));
        bytes = bytes[(count * ContentHash.Size)..];
        var popularity = FloatBytes.Read(bytes[..(count * sizeof(float))]);
        var factors = MemoryMarshal.Cast<byte, Half>(bytes[(count * sizeof(float))..]).ToArray();
        return new ChoiceFactors(version, contents, factors, popularity, starts, numbers);
    }

    /// <summary>
    /// The factors as bytes: version, number of contents, dimensions, number of likes; where each picture starts among the people, the
    /// people, the contents, the popularity, and the factors as float16.
    /// </summary>
    public byte[] Write()
    {
        var bytes = new byte[SizeOf(Contents.Count, _dimensions, _people.Length)];
        var left = bytes.AsSpan();
        Put<int>([Version, Contents.Count, _dimensions, _people.Length], ref left);
        Put<int>(_starts, ref left);
        Put<int>(_people, ref left);
        foreach (var content in Contents)
            Put<byte>(content.ToByteArray(), ref left);
        Put<byte>(FloatBytes.Write(_popularity), ref left);
        Put<Half>(_factors, ref left);
        return bytes;
    }

    /// <summary>How many bytes <see cref="Write"/> makes.</summary>
    private static long SizeOf(int count, int dimensions, int people) =>
        (count * (ContentHash.Size + sizeof(float) + (2L * dimensions))) + (sizeof(int) * (HeaderNumbers + count + 1L + people));

    private static void Put<T>(scoped ReadOnlySpan<T> values, ref Span<byte> left)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(left);
        left = left[bytes.Length..];
    }

    private static bool Rises(int[] numbers)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] < numbers[i - 1])
                return false;
        }

        return true;
    }

    private static int[] Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < count * (long)sizeof(int))
            throw new InvalidDataException($"Kept factors end before {count} numbers.");
        var numbers = MemoryMarshal.Cast<byte, int>(bytes[..(count * sizeof(int))]).ToArray();
        bytes = bytes[(count * sizeof(int))..];
        return numbers;
    }

    private ReadOnlySpan<int> PeopleWhoLike(ContentHash content) =>
        _rows.TryGetValue(content, out var row) ? _people.AsSpan(_starts[row].._starts[row + 1]) : [];
}
