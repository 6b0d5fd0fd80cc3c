namespace Kindred.Attributes;

/// <summary>What the values of an attribute are.</summary>
public enum AttributeType
{
    /// <summary>Text, compared character by character: upper and lower case differ.</summary>
    Text,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Any number of texts.</summary>
    Tags,
}
