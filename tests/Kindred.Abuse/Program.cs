using System.CommandLine;
using Kindred.Abuse;
using Kindred.Abuse.Files.Bombs;
using Kindred.Abuse.Files.Fuzz;
using Kindred.Abuse.Http;
using Kindred.Abuse.Libraries.Disks;
using Kindred.Abuse.Libraries.Flips;
using Kindred.Abuse.Processes.Kills;
using Kindred.Abuse.Processes.Pairs;

if (args is [FuzzWorker.Verb, ..])
    return FuzzWorker.Run(args, Console.Out);

IAttack[] attacks =
    [new BombAttack(), new FuzzAttack(), new KillAttack(), new FlipAttack(), new PairAttack(), new DiskAttack(), .. HttpAttacks.All];
string[] names = [.. attacks.Select(attack => attack.Name)];

var length = new Argument<string>("length") { Description = "short, some seconds each; long, hours." };
length.AcceptOnlyFromAmong("short", "long");
var which = new Argument<string[]>("attack")
{
    Description = $"all, or any of {string.Join(", ", names)}.",
    Arity = ArgumentArity.ZeroOrMore,
};
which.AcceptOnlyFromAmong(["all", HttpAttacks.Group, .. names]);
var seed = new Option<int>("--seed") { Description = "Where random numbers come from.", DefaultValueFactory = _ => 1 };
var from = new Option<int>("--from") { Description = "The number of the first round, to repeat one that failed." };
var count = new Option<int?>("--count") { Description = "How many rounds." };
var kindred = new Option<string>("--kindred")
{
    Description = "What to attack: the executable, or Kindred.Cli.dll; also the environment's KINDRED.",
    DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KINDRED") ?? "out/kindred",
};
var faults = new Option<string?>("--fault-points")
{
    Description = "The same, built with points at which it kills itself; also the environment's KINDRED_FAULT_POINTS.",
    DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KINDRED_FAULT_POINTS"),
};
var root = new RootCommand("Attacks Kindred as processes on one machine, and says whether it stood.")
{
    length, which, seed, from, count, kindred, faults,
};
root.SetAction(async (parsed, cancellationToken) =>
{
    var chosen = parsed.GetValue(which) is { Length: > 0 } given && !given.Contains("all") ? given : names;
    var folder = Directory.CreateTempSubdirectory("kindred-abuse-").FullName;
    var settings = new AbuseSettings(
        Path.GetFullPath(parsed.GetRequiredValue(kindred)), folder, parsed.GetValue(length) == "long", parsed.GetValue(seed))
    {
        KindredWithFaultPoints = parsed.GetValue(faults) is { } path ? Path.GetFullPath(path) : null,
        From = parsed.GetValue(from),
        Count = parsed.GetValue(count),
    };
    bool IsChosen(IAttack attack) =>
        chosen.Contains(attack.Name) || (chosen.Contains(HttpAttacks.Group) && HttpAttacks.All.Contains(attack));
    var table = new AttackTable(Console.Out);
    foreach (var attack in attacks.Where(IsChosen).TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        await table.RunAsync(attack, settings, cancellationToken);
    table.Write();
    if (table.Failed == 0)
        Directory.Delete(folder, recursive: true);
    else
        Console.WriteLine($"What failed is in {folder}");
    return table.Failed == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
