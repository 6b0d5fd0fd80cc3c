using Kindred.Images;
using Kindred.Images.Records;
using Kindred.Interactions.Batches;

namespace Kindred.Interactions;

/// <summary>
/// What the users of a library like, dislike and have seen, and what they did with pictures. A user likes, dislikes or has seen a content
/// once, and does not like what they dislike; what they did with it counts as often as it happened. Users know
/// nothing of each other; one comes to be with their first choice and goes with their last. Safe to use
/// from several threads.
/// </summary>
/// <remarks>
/// Names of users are compared as they are, without the blanks around them; they have 1 to 100 characters, none of them a control
/// character. Any other is a <see cref="KindredException"/>.
/// </remarks>
public sealed class InteractionLog
{
    private const int UsersNamed = 10;

    private readonly IInteractionStore _store;
    private readonly TimeProvider _time;

    /// <summary>Opens the log of a library.</summary>
    /// <param name="store">Where the library is kept.</param>
    /// <param name="time">The clock that choices without a time of their own are dated by.</param>
    internal InteractionLog(IInteractionStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Remembers what a user thinks of images: all of it, or nothing where something is wrong with one.</summary>
    /// <param name="user">Who.</param>
    /// <param name="kind">What they think, or did.</param>
    /// <param name="images">The images.</param>
    /// <param name="weight">
    /// How much each counts, from 0.001 to 1000. Default: as it is remembered, or else that of the kind; a kind without one needs it.
    /// </param>
    /// <param name="time">
    /// When. Default: as it is remembered, or else now. An event is remembered once for each time, and without one only where there is none
    /// of its kind.
    /// </param>
    /// <param name="replace">
    /// Whether a like takes the place of a dislike of the picture, or the other way round. What was seen stays seen.
    /// </param>
    /// <param name="cancellationToken">Stops before anything is remembered.</param>
    /// <exception cref="KindredException">
    /// A picture is to be liked that the user dislikes, or the other way round, and is not to <paramref name="replace"/> that.
    /// </exception>
    public Task<RecordReport> RecordAsync(
        string user, InteractionKind kind, IEnumerable<Image> images, double? weight = null, DateTimeOffset? time = null,
        bool replace = false, CancellationToken cancellationToken = default) =>
        RecordAsync(user, kind, images.Select(image => (image.Content, image.Path)), weight, time, replace, cancellationToken);

    /// <summary>Remembers what a user thinks of pictures, by their contents and what they are called now.</summary>
    /// <inheritdoc cref="RecordAsync(string, InteractionKind, IEnumerable{Image}, double?, DateTimeOffset?, bool, CancellationToken)"/>
    internal Task<RecordReport> RecordAsync(
        string user, InteractionKind kind, IEnumerable<(ContentHash Content, string Name)> pictures, double? weight = null,
        DateTimeOffset? time = null, bool replace = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (weight is { } number && InteractionWeight.Fault(number) is { } fault)
            throw new ArgumentOutOfRangeException(nameof(weight), number, fault);
        if (weight is null && kind.DefaultWeight is null)
            throw new ArgumentException($"The kind {kind} has no weight of its own; give one.", nameof(weight));
        return RecordAsync(
            UserName.Trim(user), [.. pictures.Select(picture => new Choice(kind, picture.Content, picture.Name, weight, time, replace))],
            cancellationToken);
    }

    /// <summary>Forgets what a user thinks of some contents, all of it or one kind; what they do not think of is no fault.</summary>
    /// <returns>How many interactions were forgotten.</returns>
    public Task<int> ForgetAsync(
        string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _store.ForgetAsync(UserName.Trim(user), contents, kind, cancellationToken);
    }

    /// <summary>Forgets a user.</summary>
    /// <returns>How many interactions were forgotten; 0 for somebody unknown.</returns>
    public Task<int> ForgetUserAsync(string user, CancellationToken cancellationToken = default) =>
        _store.ForgetUserAsync(UserName.Trim(user), cancellationToken);

    /// <summary>What a user thinks, by time; at the same time, in the order of recording.</summary>
    /// <param name="user">Who.</param>
    /// <param name="kind">Only this kind; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such user.</exception>
    public async Task<IReadOnlyList<Interaction>> ReadAsync(
        string user, InteractionKind? kind = null, CancellationToken cancellationToken = default)
    {
        var interactions = await FindAsync(user, cancellationToken);
        if (interactions.Count == 0)
            throw Unknown(UserName.Trim(user), await _store.ReadUsersAsync(cancellationToken));
        return kind is null ? interactions : [.. interactions.Where(interaction => interaction.Kind == kind)];
    }

    /// <summary>What a user thinks, by time; at the same time, in the order of recording. Empty for somebody unknown.</summary>
    public Task<IReadOnlyList<Interaction>> FindAsync(string user, CancellationToken cancellationToken = default) =>
        _store.ReadInteractionsAsync(UserName.Trim(user), cancellationToken);

    /// <summary>All users, in ordinal order of their names.</summary>
    public Task<IReadOnlyList<UserSummary>> ReadUsersAsync(CancellationToken cancellationToken = default) =>
        _store.ReadUsersAsync(cancellationToken);

    /// <summary>
    /// Writes what a user thinks as JSON lines, in the order of <see cref="ReadAsync"/>, such as
    /// <c>{"kind":"like","content":"64 hexadecimal digits","path":"sofa/1.jpg","weight":1,"time":"2026-11-24T08:00:00.0000000Z"}</c>.
    /// </summary>
    /// <param name="user">Who; the lines do not say it.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="kind">Only this kind; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops between lines.</param>
    /// <returns>How many lines.</returns>
    /// <exception cref="KindredException">There is no such user.</exception>
    public async Task<int> ExportAsync(
        string user, TextWriter writer, InteractionKind? kind = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var interactions = await ReadAsync(user, kind, cancellationToken);
        await InteractionLines.WriteAsync(interactions, writer, cancellationToken);
        return interactions.Count;
    }

    /// <summary>
    /// Remembers what the lines of an export say: all of them, or nothing where one is broken. A line needs <c>kind</c>, and
    /// <c>content</c> or <c>path</c>; <c>content</c> is the one that counts, and need not be in the library now. The others default
    /// as in recording. Importing an export where it came from changes nothing.
    /// </summary>
    /// <param name="user">Whose it is to be.</param>
    /// <param name="reader">The lines; blank ones are passed over.</param>
    /// <param name="images">The library's images: a <c>path</c> alone is looked up among them.</param>
    /// <param name="cancellationToken">Stops before anything is remembered.</param>
    /// <exception cref="InteractionLineException">A line is broken, or contradicts another or what is remembered.</exception>
    internal async Task<ImportReport> ImportAsync(
        string user, TextReader reader, ImageNames images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(images);
        var name = UserName.Trim(user);
        var lines = await InteractionLines.ReadAsync(reader, images, cancellationToken);
        try
        {
            var recorded = await RecordAsync(name, [.. lines.Select(line => line.Choice)], cancellationToken);
            return new ImportReport(recorded, lines.Count(line => images.FindByContent(line.Choice.Content) is null));
        }
        catch (OppositeChoiceException exception)
        {
            var (_, number) = lines.Find(line => ReferenceEquals(line.Choice, exception.Choice));
            throw new InteractionLineException(number, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>
    /// Remembers what records of many users say: all of it, or nothing where something is wrong with one. Doing it again changes nothing;
    /// see <see cref="IInteractionStore.RecordAsync(IAsyncEnumerable{InteractionBatch}, DateTimeOffset, CancellationToken)"/>.
    /// </summary>
    /// <param name="records">The records.</param>
    /// <param name="find">Finds a picture by what it is called, and by what it was called.</param>
    /// <param name="options">How records are read.</param>
    /// <param name="cancellationToken">Stops before anything is remembered.</param>
    /// <exception cref="BrokenRecordException">A record cannot be understood.</exception>
    /// <exception cref="ContradictoryRowException">A like and a dislike contradict each other, and neither has a time.</exception>
    /// <exception cref="UnknownPicturesException">The library has not all pictures, and records about them are not skipped.</exception>
    internal async Task<BatchReport> ImportAsync(
        IAsyncEnumerable<InteractionRecord> records, Func<string, string?, ChosenPicture?> find, BatchOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var builder = new BatchBuilder(find, options);
        return builder.Report(
            await _store.RecordAsync(builder.BuildAsync(records, cancellationToken), _time.GetUtcNow(), cancellationToken));
    }

    /// <summary>All users' interactions, user by user, each user's by time.</summary>
    internal IAsyncEnumerable<Interaction> ReadAllAsync(CancellationToken cancellationToken = default) =>
        _store.ReadAllInteractionsAsync(cancellationToken);

    /// <summary>Contents that interactions are about, whether or not the library has them now.</summary>
    internal async Task<IReadOnlySet<ContentHash>> ReadRememberedAsync(CancellationToken cancellationToken = default) =>
        (await _store.ReadChosenPicturesAsync(cancellationToken)).ToHashSet();

    private static KindredException Unknown(string user, IReadOnlyList<UserSummary> users)
    {
        var names = string.Join(", ", users.Take(UsersNamed).Select(other => other.User));
        var message = users.Count switch
        {
            0 => $"There is no user {user}, nor any other.",
            > UsersNamed => $"There is no user {user}; there are {users.Count:N0}, such as {names}.",
            _ => $"There is no user {user}; there {(users.Count == 1 ? "is" : "are")} {names}.",
        };
        return new KindredException(Fault.NoSuchUser, message) { Subject = user };
    }

    private Task<RecordReport> RecordAsync(string user, IReadOnlyList<Choice> choices, CancellationToken cancellationToken) =>
        _store.RecordAsync(user, choices, _time.GetUtcNow(), cancellationToken);
}
