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

    /// <summary>Who they are to Kindred; by default somebody whom no other test knows.</summary>
    public string? User { get; init; }
}
