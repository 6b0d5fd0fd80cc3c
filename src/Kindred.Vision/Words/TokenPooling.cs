namespace Kindred.Vision.Words;

/// <summary>How the vectors of tokens, [N, context, D], become one of the words, [N, D].</summary>
internal enum TokenPooling
{
    /// <summary>The network has done it.</summary>
    None,

    /// <summary>That of the first token, as of <c>[CLS]</c>.</summary>
    First,

    /// <summary>That of the last token before the filling, which is the mark of the end.</summary>
    Last,

    /// <summary>The mean of all but the filling.</summary>
    Mean,
}
