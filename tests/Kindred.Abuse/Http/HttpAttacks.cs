using Kindred.Abuse.Http.Api;
using Kindred.Abuse.Http.Crowds;
using Kindred.Abuse.Http.Soak;

namespace Kindred.Abuse.Http;

/// <summary>Attacks on <c>kindred serve</c>, each over real connections to a process of its own.</summary>
internal static class HttpAttacks
{
    /// <summary>Asks for all of them.</summary>
    public const string Group = "http";

    public static IReadOnlyList<IAttack> All { get; } =
        [new ApiAttack(), new FloodAttack(), new SlowAttack(), new KeyAttack(), new WriteAttack(), new SoakAttack()];
}
