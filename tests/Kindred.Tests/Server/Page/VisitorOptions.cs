namespace Kindred.Tests.Server.Page;

/// <summary>How somebody looks at the page.</summary>
internal sealed record VisitorOptions
{
    /// <summary>Where they arrive.</summary>
    public string View { get; init; } = "#/gallery";

    /// <summary>Whether their system asks for dark colors.</summary>
    public bool Dark { get; init; }

    /// <summary>Whether they hold a phone.</summary>
    public bool Phone { get; init; }

    /// <summary>Pixels across; 390 of a phone and 1280 of anything else where nothing is said.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels down; 844 of a phone and 900 of anything else where nothing is said.</summary>
    public int? Height { get; init; }

    /// <summary>Who they are to Kindred; by default somebody whom no other test knows.</summary>
    public string? User { get; init; }
}
