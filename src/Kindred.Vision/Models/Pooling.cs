using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>How a feature map's cells become numbers.</summary>
internal enum Pooling
{
    /// <summary>The largest value in the cell, channel by channel.</summary>
    [JsonStringEnumMemberName("max")]
    Max,

    /// <summary>The mean of the cell, channel by channel.</summary>
    [JsonStringEnumMemberName("avg")]
    Average,

    /// <summary>
    /// Generalized mean with exponent 3: the cube root of the mean of the cubes of the positive part
    /// (Radenović, Tolias and Chum, "Fine-tuning CNN Image Retrieval with No Human Annotation", 2018).
    /// </summary>
    [JsonStringEnumMemberName("gem3")]
    GeneralizedMean,

    /// <summary>No pooling: the whole map, row by row, column by column, channels innermost. The grid is not used.</summary>
    [JsonStringEnumMemberName("flatten")]
    Flatten,
}
