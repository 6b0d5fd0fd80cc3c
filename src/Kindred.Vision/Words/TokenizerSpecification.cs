namespace Kindred.Vision.Words;

/// <summary>The tokenizer that a network for words was trained with.</summary>
internal sealed record TokenizerSpecification
{
    /// <summary>How it cuts words up.</summary>
    public required TokenizerKind Kind { get; init; }

    /// <summary>Its files, beside the picture network's: for <see cref="TokenizerKind.Clip"/> the vocabulary and then the merges.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether words are brought to lower case first; default yes.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether punctuation is dropped first, as SigLIP does; default no.</summary>
    public bool DropPunctuation { get; init; }

    /// <summary>
    /// The id that fills up what is shorter than the context; default the end's own for CLIP and SentencePiece, <c>[PAD]</c> for word
    /// pieces.
    /// </summary>
    public int? Padding { get; init; }
}
