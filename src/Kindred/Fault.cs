namespace Kindred;

/// <summary>
/// What is wrong, for programs: an edge, such as the command line or a server, adds by it what its own users can do. The message of a
/// <see cref="KindredException"/> says it to people.
/// </summary>
public enum Fault
{
    /// <summary>Something that programs need not tell apart; the message says all there is to say.</summary>
    Other,

    /// <summary>The library has no pictures yet.</summary>
    LibraryEmpty,

    /// <summary>The library has changed since it was prepared for searching.</summary>
    LibraryNotPrepared,

    /// <summary>Another process is indexing the library, or writing to it: it helps to wait.</summary>
    LibraryBusy,

    /// <summary>The library has changed while something was read from it: it helps to do it again.</summary>
    LibraryChanging,

    /// <summary>There is no library in that place; <see cref="KindredException.Subject"/> is the folder.</summary>
    NoSuchLibrary,

    /// <summary>The file that should be a library is something else.</summary>
    NotALibrary,

    /// <summary>Another version of Kindred has made the library.</summary>
    LibraryFormat,

    /// <summary>The library cannot be written to.</summary>
    LibraryNotWritable,

    /// <summary>The library's file is damaged.</summary>
    LibraryDamaged,

    /// <summary>The disk that the library is on is full; what was stored is kept.</summary>
    DiskFull,

    /// <summary>The library cannot be used for another reason: its disk reports errors, or its folder has gone.</summary>
    LibraryUnusable,

    /// <summary>The library was made with another model.</summary>
    ModelMismatch,

    /// <summary>The weights of a model are not on this machine; <see cref="KindredException.Subject"/> is their id.</summary>
    ModelMissing,

    /// <summary>Nobody knows a model, or weights, of that name; <see cref="KindredException.Subject"/> is the name.</summary>
    NoSuchModel,

    /// <summary>
    /// The library was made with a model that is not in the catalog, and has to be named; <see cref="KindredException.Subject"/> is its
    /// name.
    /// </summary>
    ModelNotNamed,

    /// <summary>A model's file is missing, damaged, or of a kind that cannot be used.</summary>
    ModelUnusable,

    /// <summary>Neither the library nor the disk has such a picture; <see cref="KindredException.Subject"/> is the name.</summary>
    NoSuchPicture,

    /// <summary>
    /// A picture that should be in the library is not, and may be a file all the same; <see cref="KindredException.Subject"/> is the name.
    /// </summary>
    NotInLibrary,

    /// <summary>Several pictures have that name; <see cref="KindredException.Subject"/> is the name.</summary>
    AmbiguousPicture,

    /// <summary>What was named is a folder; <see cref="KindredException.Subject"/> is the name.</summary>
    NotAPicture,

    /// <summary>A picture's file cannot be read; see <see cref="Images.UnreadableImageException"/>.</summary>
    UnreadablePicture,

    /// <summary>
    /// There is no such folder, and the library does not know it either; <see cref="KindredException.Subject"/> is the folder.
    /// </summary>
    NoSuchFolder,

    /// <summary>A folder that was indexed is not there now; <see cref="KindredException.Subject"/> is the folder.</summary>
    FolderMissing,

    /// <summary>There is no such user; <see cref="KindredException.Subject"/> is the name.</summary>
    NoSuchUser,

    /// <summary>A user cannot be called that.</summary>
    BadUserName,

    /// <summary>A picture was to be liked that is disliked, or the other way round.</summary>
    OppositeChoice,

    /// <summary>A line of an import is broken.</summary>
    BadInteractionLine,

    /// <summary>The library has too few labels, or pictures, to judge its recommendations by.</summary>
    NothingToJudge,

    /// <summary>The library was indexed without fingerprints, and near-duplicates cannot be told.</summary>
    NoFingerprints,

    /// <summary>The floors of an evaluation cannot be read.</summary>
    BadGate,

    /// <summary>A floor is about a figure that was not measured; <see cref="KindredException.Subject"/> is the figure.</summary>
    NotMeasured,

    /// <summary>The user has no such taste; <see cref="KindredException.Subject"/> is what was asked for.</summary>
    NoSuchTaste,

    /// <summary>A taste cannot be named, weighted, split or merged like that.</summary>
    BadTasteChange,

    /// <summary>A filter cannot be understood, or does not fit the attributes there are.</summary>
    BadFilter,

    /// <summary>
    /// The library's model embeds no words, so that nothing can be searched by them; <see cref="KindredException.Subject"/> is the model.
    /// </summary>
    NoWords,

    /// <summary>The server that keeps the library cannot be reached, or has gone away: it helps to try again later.</summary>
    LibraryUnreachable,

    /// <summary>
    /// Parts of the gallery, which is searched on several machines, did not answer in time: it helps to ask again.
    /// <see cref="KindredException.Subject"/> has their numbers, with commas.
    /// </summary>
    PartitionsMissing,

    /// <summary>
    /// What keeps the pictures of a gallery folder does not answer now, or lets nobody in; <see cref="KindredException.Subject"/> is the
    /// folder. The library has lost nothing.
    /// </summary>
    SourceUnreachable,
}
