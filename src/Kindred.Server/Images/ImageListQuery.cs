using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Images;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Layouts;
using Kindred.Server.Similar;
using Microsoft.AspNetCore.Mvc;

namespace Kindred.Server.Images;

/// <summary>Which pictures are listed, and in what order.</summary>
internal sealed record ImageListQuery(
    [property: FromQuery(Name = "label"), Description("Only pictures with one of these labels.")] string[]? Label = null,
    [property: FromQuery(Name = "q"), MaxLength(Limits.Text), Description("Part of the path, in any case.")] string? Text = null,
    [property: FromQuery(Name = "color"), Description(ColorQuery.Meaning)] string? Color = null,
    [property: FromQuery(Name = "where"), MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? Where = null,
    [property: FromQuery(Name = "ownId"), MaxLength(Limits.Text)]
    [property: Description("Only pictures with exactly this own id: those of one product.")]
    string? OwnId = null,
    [property: FromQuery(Name = "sort")]
    [property: Description(
        "path (default), name (img_2 before img_10), newest, oldest, largest or smallest (files), or similarity (similar pictures stand "
        + "together; 202 while that is being computed).")]
    Named<ImageSort>? Sort = null)
{
    /// <summary>The order.</summary>
    public ImageSort Order => Sort?.Value ?? default;

    /// <summary>What is wrong with it; <see langword="null"/> where nothing is.</summary>
    public string? Fault() => this switch
    {
        { Text.Length: > Limits.Text } => $"q has at most {Limits.Text} characters.",
        { OwnId.Length: > Limits.Text } => $"ownId has at most {Limits.Text} characters.",
        { Where.Length: > Limits.Filter } => $"where has at most {Limits.Filter} characters.",
        _ => ColorQuery.Fault(Color),
    };

    /// <summary>The pictures; <see langword="null"/> while the layout that their order takes is being computed.</summary>
    /// <param name="gallery">What they are of.</param>
    /// <param name="live">The layout.</param>
    public IReadOnlyList<Image>? Find(GalleryLease gallery, LiveLayout live)
    {
        var ordered = Order != ImageSort.Similarity ? gallery.Orders.In(Order)
            : live.Find(gallery) is { } layout ? gallery.Orders.In(Order, layout)
            : null;
        return ordered is null ? null : new ImageFilter(Label, Text, Color, Where, OwnId).Of(ordered, gallery);
    }
}
