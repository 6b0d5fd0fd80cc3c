namespace Kindred.Server.Api;

/// <summary>How much one request may ask for.</summary>
internal static class Limits
{
    /// <summary>Entries of a list in one answer.</summary>
    public const int Page = 500;

    /// <summary>Entries of a list in an answer where the request says nothing.</summary>
    public const int DefaultPage = 100;

    /// <summary>Pictures in a ranked list, such as of similar ones, where the request says nothing.</summary>
    public const int DefaultRanked = 20;

    /// <summary>Pictures in one answer with heat maps: each picture is read and embedded again.</summary>
    public const int HeatMaps = 50;

    /// <summary>Characters of a name or a part of one.</summary>
    public const int Text = 1000;

    /// <summary>Characters of a filter in an address.</summary>
    public const int Filter = 4000;

    /// <summary>Attributes of pictures in one request.</summary>
    public const int Attributes = 10_000;

    /// <summary>Bytes of a JSON body with attributes.</summary>
    public const int AttributesBody = 8 << 20;

    /// <summary>Pictures to recommend from in one request.</summary>
    public const int Chosen = 2000;

    /// <summary>Interactions in one request.</summary>
    public const int Interactions = 10_000;

    /// <summary>Bytes of a JSON body with interactions.</summary>
    public const int InteractionsBody = 4 << 20;

    /// <summary>Times the bytes of one picture that a form with several may have.</summary>
    public const int PicturesOfAForm = 16;

    /// <summary>Bytes of a JSON body with pictures to fetch.</summary>
    public const int FetchesBody = 4 << 20;

    /// <summary>Bytes of any other JSON body.</summary>
    public const int Body = 256 << 10;

    /// <summary>Bytes of a request's first line, and so of its query.</summary>
    public const int RequestLine = 8 << 10;

    /// <summary>Bytes of all headers.</summary>
    public const int Headers = 16 << 10;

    /// <summary>Connections at once.</summary>
    public const int Connections = 2000;

    /// <summary>Connections at once of one other machine that is no proxy.</summary>
    public const int ConnectionsOfAClient = 200;

    /// <summary>Connections at once with no request under way.</summary>
    public const int SilentConnections = 1000;

    /// <summary>Bytes that a connection may send ahead of what is read.</summary>
    public const int Unread = 64 << 10;

    /// <summary>Wrong keys that a client may show at once.</summary>
    public const int WrongKeys = 100;

    /// <summary>Clients that are known for a right key.</summary>
    public const int KnownClients = 10_000;

    /// <summary>How long a connection may be silent at first and between requests, and how long the head of a request may take.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>How long it takes until a client that has shown too many wrong keys may show one more.</summary>
    public static readonly TimeSpan TimePerWrongKey = TimeSpan.FromSeconds(1);
}
