namespace Kindred.Vision.Words;

/// <summary>
/// The network that embeds words in the same space as a recipe's pictures, and how words are brought to it. The section <c>words</c> of a
/// recipe.
/// </summary>
internal sealed record WordsSpecification
{
    /// <summary>The <c>.onnx</c> file, beside the picture network's.</summary>
    public required string File { get; init; }

    /// <summary>What cuts words up.</summary>
    public required TokenizerSpecification Tokenizer { get; init; }

    /// <summary>Tokens that the network takes, marks included: words beyond are cut off, and fewer are filled up.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Name of the input that takes the ids, int64 or int32 [N, context].</summary>
    public string Ids { get; init; } = "input_ids";

    /// <summary>Name of the input that takes 1 for each token and 0 for each filling; left out where the network has none.</summary>
    public string Mask { get; init; } = "attention_mask";

    /// <summary>
    /// Name of the output; default the only one, else <c>text_embeds</c>, <c>sentence_embedding</c> or <c>pooler_output</c>.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>How an output for every token becomes one; default the output is one already.</summary>
    public TokenPooling Pool { get; init; }

    /// <summary>
    /// What the words are put into, <c>{}</c> their place, such as <c>a photo of a {}</c>; default the words as they are.
    /// </summary>
    public string Template { get; init; } = "{}";
}
