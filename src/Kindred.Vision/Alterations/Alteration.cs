namespace Kindred.Vision.Alterations;

/// <summary>
/// What is done to a photograph to see what the result is taken for: the first are what shops do to a photograph, which stays the same
/// photograph; then the same thing in other colors; then another thing. Names and order are part of reports.
/// </summary>
internal enum Alteration
{
    /// <summary>70 to 95 % of the width and of the height, anywhere.</summary>
    Cropped,

    /// <summary>40 to 120 % of the size.</summary>
    Rescaled,

    /// <summary>Another brightness and contrast, and another white balance.</summary>
    Relit,

    /// <summary>On a white or gray canvas of other proportions, or with a border.</summary>
    Reframed,

    /// <summary>All of these, and saved as a JPEG at quality 50 to 90.</summary>
    ShopEdited,

    /// <summary>The thing turned to another hue or lightness, what is around it left as it was.</summary>
    Recolored,

    /// <summary>A part of the thing turned to another hue or lightness.</summary>
    PartRecolored,

    /// <summary>The outline of the thing warped in one place.</summary>
    Reshaped,
}
