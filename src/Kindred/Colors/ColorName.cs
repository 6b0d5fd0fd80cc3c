namespace Kindred.Colors;

/// <summary>Plain English names of colors. One color may have several: navy is blue too.</summary>
[Flags]
internal enum ColorName
{
    None = 0,
    Black = 1 << 0,
    White = 1 << 1,
    Grey = 1 << 2,
    Red = 1 << 3,
    Orange = 1 << 4,
    Yellow = 1 << 5,
    Green = 1 << 6,
    Blue = 1 << 7,
    Purple = 1 << 8,
    Pink = 1 << 9,
    Brown = 1 << 10,
    Olive = 1 << 11,
    Navy = 1 << 12,
    Teal = 1 << 13,
    Beige = 1 << 14,
}
