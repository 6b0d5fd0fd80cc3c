namespace Kindred.Storage.Postgres.Migrations;

/// <summary>
/// What the processes that index a library at once are working on. It has no place in a library in a file, and may be lost at any time:
/// whoever finds its claims gone looks again what there is to do.
/// </summary>
internal static class ClaimSchema
{
    /// <summary>
    /// A key is a content's hash, or that of a file's name. An owner is alive as long as it holds the advisory lock of its number.
    /// </summary>
    public const string Create = """
        CREATE SEQUENCE claim_owners AS integer CYCLE;
        CREATE UNLOGGED TABLE claims (
            key bytea PRIMARY KEY,
            owner integer NOT NULL,
            until timestamptz NOT NULL);
        CREATE INDEX claims_owner ON claims(owner);
        """;
}
