namespace Kindred.Server;

/// <summary>What a client may do. Each role may do all that those before it may.</summary>
public enum AccessRole
{
    /// <summary>
    /// Look at pictures, search, and ask for recommendations by likes that the request names. Fit to stand in a shop's page.
    /// </summary>
    Read,

    /// <summary>See and record what users choose, and change what is known of pictures. For a shop's own servers.</summary>
    Write,

    /// <summary>All: index, and see how the server and its library stand.</summary>
    Admin,
}
