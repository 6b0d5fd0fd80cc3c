using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Kindred.Server.Api;

/// <summary>Which part of a list an answer has: the same of every list that may be long.</summary>
internal sealed record Paging(
    [property: FromQuery(Name = "offset"), Range(0, int.MaxValue), Description("How many to skip before the first.")] int Offset = 0,
    [property: FromQuery(Name = "limit"), Range(1, Limits.Page), Description("How many at most.")] int Limit = Limits.DefaultPage)
{
    /// <summary>That part of a list.</summary>
    /// <param name="list">All there is.</param>
    /// <param name="toItem">Makes what the answer has of one.</param>
    /// <exception cref="RefusedRequestException">The part is none that may be asked for.</exception>
    public IReadOnlyList<TItem> Of<T, TItem>(IReadOnlyList<T> list, Func<T, TItem> toItem)
    {
        if (Offset < 0)
            throw new RefusedRequestException($"offset must be 0 or more, not {Offset}.", StatusCodes.Status400BadRequest);
        if (Limit is < 1 or > Limits.Page)
            throw new RefusedRequestException($"limit must be from 1 to {Limits.Page}, not {Limit}.", StatusCodes.Status400BadRequest);
        // By position: what comes before would be made to be skipped.
        var count = Math.Clamp(list.Count - Offset, 0, Limit);
        return [.. Enumerable.Range(Offset, count).Select(position => toItem(list[position]))];
    }
}
