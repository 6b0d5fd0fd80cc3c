namespace Kindred.Vision.Words;

/// <summary>How a model's tokenizer cuts words up.</summary>
internal enum TokenizerKind
{
    /// <summary>
    /// CLIP's byte-pair encoding: two files, <c>vocab.json</c> and <c>merges.txt</c>. Ids stand between the marks of start and end.
    /// </summary>
    Clip,

    /// <summary>BERT's word pieces: one file, <c>vocab.txt</c>. Ids stand between <c>[CLS]</c> and <c>[SEP]</c>.</summary>
    WordPiece,

    /// <summary>
    /// SentencePiece, as SigLIP and T5 have it: one file, <c>spiece.model</c>. Behind the ids stands the end of the sentence.
    /// </summary>
    SentencePiece,
}
