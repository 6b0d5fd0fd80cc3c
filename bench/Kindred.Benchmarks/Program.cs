using BenchmarkDotNet.Running;
using Kindred.Benchmarks;

// pipeline FOLDER [MODEL]: how near indexing comes to decode plus inference, in one run, as one line of JSON.
// job FOLDER [MODEL]:      the job of 2019, 1,000 pictures to neighbor lists, as one line of JSON.
// recommend [PICTURES]:    what a recommendation costs for 1, 10, 100 and 1,000 likes, as a table.
// Anything else goes to BenchmarkDotNet, such as --filter '*'.
return args switch
{
    ["pipeline", var folder, .. var rest] => await Pipeline.RunAsync(folder, rest.FirstOrDefault()),
    ["job", var folder, .. var rest] => await Job2019.RunAsync(folder, rest.FirstOrDefault()),
    ["recommend", .. var rest] => await RecommendScale.RunAsync(rest is [var pictures] ? int.Parse(pictures) : 10_000),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Pipeline).Assembly).Run(args);
    return 0;
}
