namespace Kindred.Folders;

/// <summary>How joining brings a file to its new place.</summary>
internal enum JoinMode
{
    /// <summary>The file is copied.</summary>
    Copy,

    /// <summary>The file is moved.</summary>
    Move,

    /// <summary>A symbolic link to the file is made.</summary>
    Link,
}
