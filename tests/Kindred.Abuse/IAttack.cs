namespace Kindred.Abuse;

/// <summary>One kind of abuse. It must leave Kindred standing, and says where it did not.</summary>
internal interface IAttack
{
    /// <summary>As it is typed.</summary>
    string Name { get; }

    /// <summary>Attacks, and counts what it did into the run. What Kindred did wrong is a failure of the run, not an exception.</summary>
    Task RunAsync(AttackRun run, CancellationToken cancellationToken);
}
