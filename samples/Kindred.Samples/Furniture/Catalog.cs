using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Builds one piece of furniture, its front to the viewer, in the middle of the floor.</summary>
internal delegate void Style(Mesh mesh, Dice dice, Palette palette);

/// <summary>The styles of every kind.</summary>
internal static class Catalog
{
    private static readonly Style[] BedStyles = [Beds.Platform, Beds.Upholstered, Beds.Iron, Beds.Sleigh, Beds.FourPoster, Beds.Storage];

    private static readonly Style[] ChairStyles =
    [
        WoodenChairs.LadderBack, SoftChairs.Parsons, SoftChairs.Shell, WoodenChairs.Windsor, SoftChairs.Cantilever, SoftChairs.Bistro,
        WoodenChairs.Bentwood, SoftChairs.Lounge, WoodenChairs.Wishbone,
    ];

    private static readonly Style[] SofaStyles =
        [Sofas.Modern, Sofas.Chesterfield, Sofas.MidCentury, Sofas.Sectional, Sofas.Camelback, Sofas.Cloud];

    private static readonly Style[] SwivelChairStyles =
    [
        SwivelChairs.Task, SwivelChairs.Executive, SwivelChairs.Ribbed, SwivelChairs.Operator, SwivelChairs.Banker, SwivelChairs.Gaming,
        SwivelChairs.Shell,
    ];

    private static readonly Style[] TableStyles =
    [
        Tables.FourLegs, Tables.Pedestal, Tables.Trestle, Tables.Coffee, Tables.Farmhouse, Tables.Glass, Tables.Writing, Tables.Side,
    ];

    public static IReadOnlyList<Style> Styles(FurnitureKind kind) =>
        kind switch
        {
            FurnitureKind.Bed => BedStyles,
            FurnitureKind.Chair => ChairStyles,
            FurnitureKind.Sofa => SofaStyles,
            FurnitureKind.SwivelChair => SwivelChairStyles,
            _ => TableStyles,
        };
}
