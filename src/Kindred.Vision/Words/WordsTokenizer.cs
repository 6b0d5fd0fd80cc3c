using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Kindred.Vision.Words;

/// <summary>Cuts words up as the network was trained with. Safe to use from several threads.</summary>
internal sealed partial class WordsTokenizer
{
    /// <summary>Milliseconds for a pattern, none of which ever goes back over what it has read.</summary>
    private const int Patience = 1000;

    /// <summary>In field 2, how the model was trained, field 41, the id of the start: 0.</summary>
    private static readonly byte[] NoStart = [0x12, 3, 0xC8, 2, 0];

    private readonly Func<string, IReadOnlyList<int>> _encode;
    private readonly TokenizerSpecification _specification;
    private readonly int _contextLength;
    private readonly int? _start;
    private readonly int _end;
    private readonly int _padding;

    private WordsTokenizer(
        Func<string, IReadOnlyList<int>> encode, TokenizerSpecification specification, int contextLength, int? start, int end, int padding)
    {
        _encode = encode;
        _specification = specification;
        _contextLength = contextLength;
        _start = start;
        _end = end;
        _padding = specification.Padding ?? padding;
    }

    /// <summary>Reads a tokenizer's files.</summary>
    /// <param name="specification">What they are.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="contextLength">Tokens to make.</param>
    /// <exception cref="KindredException">A file is missing, damaged, or of another kind.</exception>
    public static WordsTokenizer Load(TokenizerSpecification specification, string folder, int contextLength)
    {
        string[] files = [.. specification.Files.Select(file => Path.Combine(folder, file))];
        try
        {
            return specification.Kind switch
            {
                TokenizerKind.Clip => LoadClip(files, specification, contextLength),
                TokenizerKind.WordPiece => LoadWordPieces(files, specification, contextLength),
                _ => LoadSentencePiece(files, specification, contextLength),
            };
        }
        // What is wrong with a tokenizer's file shows in whatever its reader happens to stumble over.
        catch (Exception exception) when (exception is not (KindredException or OutOfMemoryException))
        {
            throw new KindredException(
                Fault.ModelUnusable,
                $"{string.Join(" and ", files)} cannot be used as a tokenizer of kind {specification.Kind}: "
                + exception.Message.ReplaceLineEndings(" "), exception);
        }
    }

    /// <summary>The ids of words, filled up to the context's length.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The ids, and how many of them are no filling.</returns>
    public (int[] Ids, int Count) Encode(string words)
    {
        var most = _contextLength - (_start is null ? 1 : 2);
        var found = _encode(Clean(words));
        var ids = new int[_contextLength];
        var count = 0;
        if (_start is { } start)
            ids[count++] = start;
        foreach (var id in found.Take(most))
            ids[count++] = id;
        ids[count++] = _end;
        ids.AsSpan(count).Fill(_padding);
        return (ids, count);
    }

    private static WordsTokenizer LoadClip(string[] files, TokenizerSpecification specification, int contextLength)
    {
        var tokenizer = BpeTokenizer.Create(new BpeOptions(files[0], files[1])
        {
            ByteLevel = true,
            EndOfWordSuffix = "</w>",
            PreTokenizer = new RegexPreTokenizer(ClipWord(), specialTokens: null),
        });
        var end = IdOf(tokenizer.Vocabulary, "<|endoftext|>", files[0]);
        return new WordsTokenizer(
            words => tokenizer.EncodeToIds(words), specification, contextLength,
            IdOf(tokenizer.Vocabulary, "<|startoftext|>", files[0]), end, end);
    }

    private static WordsTokenizer LoadWordPieces(string[] files, TokenizerSpecification specification, int contextLength)
    {
        // Who drops capitals drops accents too, as the BERT models without capitals do.
        var tokenizer = BertTokenizer.Create(files[0], new BertOptions
        {
            LowerCaseBeforeTokenization = specification.LowerCase,
            RemoveNonSpacingMarks = specification.LowerCase,
        });
        return new WordsTokenizer(
            words => tokenizer.EncodeToIds(words, addSpecialTokens: false), specification, contextLength,
            tokenizer.ClassificationTokenId, tokenizer.SeparatorTokenId, tokenizer.PaddingTokenId);
    }

    private static WordsTokenizer LoadSentencePiece(string[] files, TokenizerSpecification specification, int contextLength)
    {
        var tokenizer = ReadSentencePiece(File.ReadAllBytes(files[0]));
        return new WordsTokenizer(
            words => tokenizer.EncodeToIds(words, addBeginningOfSentence: false, addEndOfSentence: false), specification, contextLength,
            start: null, tokenizer.EndOfSentenceId, tokenizer.EndOfSentenceId);
    }

    private static SentencePieceTokenizer ReadSentencePiece(byte[] model)
    {
        try
        {
            return Create(model);
        }
        catch (IndexOutOfRangeException)
        {
            // T5 and SigLIP have no mark of the start, which their files say with the id -1 and the reader takes for a place. What is
            // appended to a protocol buffer stands over what it says before; no start is ever asked for.
            return Create([.. model, .. NoStart]);
        }

        static SentencePieceTokenizer Create(byte[] bytes) =>
            SentencePieceTokenizer.Create(new MemoryStream(bytes), addBeginningOfSentence: false, addEndOfSentence: false);
    }

    private static int IdOf(IReadOnlyDictionary<string, int> vocabulary, string token, string file) =>
        vocabulary.TryGetValue(token, out var id)
            ? id
            : throw new KindredException(Fault.ModelUnusable, $"{file} has no token {token}; it is no vocabulary of this kind.");

    private string Clean(string words)
    {
        // Half a surrogate pair has no normal form.
        words = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(words)).Normalize(NormalizationForm.FormC);
        if (_specification.LowerCase)
            words = words.ToLowerInvariant();
        if (_specification.DropPunctuation)
            words = Punctuation().Replace(words, "");
        return Spaces().Replace(words, " ").Trim();
    }

    // From CLIP's simple_tokenizer.py (Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021);
    // its marks are left out, so that nobody types them.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", RegexOptions.None, Patience)]
    private static partial Regex ClipWord();

    [GeneratedRegex(@"\s+", RegexOptions.None, Patience)]
    private static partial Regex Spaces();

    // What Python's string.punctuation has, which SigLIP's own tokenizer drops.
    [GeneratedRegex("""[!-/:-@\[-`{-~]""", RegexOptions.None, Patience)]
    private static partial Regex Punctuation();
}
