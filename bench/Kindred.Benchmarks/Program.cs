using System.Globalization;
using BenchmarkDotNet.Running;
using Kindred.Benchmarks;
using Kindred.Benchmarks.Axes;
using Kindred.Benchmarks.Choices;
using Kindred.Benchmarks.Clusters;
using Kindred.Benchmarks.Indexing;
using Kindred.Benchmarks.Neighbors;
using Kindred.Benchmarks.Plots;
using Kindred.Benchmarks.Vectors;
using Kindred.Evaluation.Histories;
using Kindred.Search;

// pipeline FOLDER [MODEL]: how near indexing comes to decode plus inference, in one run, as one line of JSON.
// steps FOLDER [MODEL]:    where the processor time of an index run goes, as one line of JSON.
// comparing LIBRARY [FILE]: what comparing its pictures costs, as one line of JSON; FILE gets a line for each pair.
// loading [MODEL]:         what loading a model costs, part by part, as one line of JSON.
// candidates LIBRARY:      what finding candidates for near-duplicates costs, exactly and by a graph, and what the graph finds.
// candidates fill FROM TO N: makes a library of N embeddings made up from those of two altered copies of photographs.
// job EXECUTABLE FOLDER [MODEL]: the job of 2019, 1,000 pictures to neighbor lists, as one line of JSON.
// recommend [PICTURES]:    what a recommendation costs for 1, 10, 100 and 1,000 likes, as a table.
// pictures FOLDER FIRST N: writes N made-up pictures, numbered from FIRST.
// growth FOLDER N WIDTH [PHOTOGRAPHS]: writes N pictures, drawn WIDTH pixels wide, or altered copies of the photographs of a folder.
// altered FOLDER TO:       a labelled gallery three times as large: its pictures, recolored crops and reshaped crops of them.
// library FOLDER N [int8]: makes a library of N made-up embeddings, without pictures.
// preparing LIBRARY:       what preparing such a library costs, step by step, and again after one more picture, as lines of JSON.
// store LIBRARY N:         what writing and reading N pictures costs in a new library, a folder or postgres://…, as one line of JSON.
// cluster fill LIBRARY N DIMENSIONS: fills a new library at postgres://… with N made-up embeddings, as one line of JSON.
// cluster recall N DIMENSIONS QUERIES ADDRESS…: what servers of such a library find of the ten nearest, as one line of JSON.
// search LIBRARY:          what a search and a recommendation cost by themselves, as one line of JSON.
// interactions FILE N PICTURES: writes N made-up interactions with that many pictures of such a library, as CSV.
// blocks LIBRARY:          what reading all interactions costs, as one line of JSON.
// record LIBRARY ROWS:     what recording made-up interactions costs the store, once and once more, as lines of JSON.
// likes LIBRARY PICTURES PEOPLE LIKES FILE: records made-up likes in such a library, and writes them to a file for the peers.
// choices parts|fit LIBRARY: what learning from choices costs, part by part or as a whole, as lines of JSON.
// choices lists LIBRARY PEOPLE [WEIGHT]: what people's lists cost, also where choices count otherwise than was found, as lines of JSON.
// choices recall LIBRARY PEOPLE: what the index finds of what people's lists ask for, as lines of JSON.
// layout LIBRARY:          what laying the gallery out costs, and what it keeps, as one line of JSON.
// colors LIBRARY [PICTURES]: what a weight of color does, and whether things have the color asked for; with PICTURES for a drawn sample.
// histories LIBRARY looks|hidden|both [PEOPLE]: gives a library made-up people, who choose by its looks or by what no picture shows.
// ratings LIBRARY FILE:    gives it people from a CSV of user, thing and rating.
// axes LIBRARY…:          precision@5 with 64 to 512 axes and the time of the fit, as a table.
// aging LIBRARY:           precision@5 in a learned space that is kept while pictures come or change their label, as a table.
// axes fits:               a space fitted on a sample beside one fitted on all, over made-up embeddings, as a table.
//
// What bench/search.sh runs; the verbs print lines of JSON:
// vectors FOLDER [--pictures PHOTOS] [--quick]: writes the vectors that Kindred and its peers search.
// growing FOLDER ROWS:     writes the vectors of the table of growth.
// exact FILE [LISTS]:      the ten nearest of each, and writes the lists.
// single FILE:             one query after another, beside the bandwidth of memory.
// hnsw BASE QUERIES NAME:  builds a graph, and measures recall and time over the width of its search.
// cost TABLE BASE QUERIES ROWS|all flat|hnsw float32|int8 NAME: what one index costs.
// filters BASE QUERIES NAME: recall and time where only a part of the vectors may be found.
// churn BASE QUERIES NAME: recall after three of ten vectors are exchanged for others.
// stress SECONDS SEED:     searches beside adding and removing, checked.
// plot growth|recall LINES OUT.png: draws what the verbs above printed.
// Anything else goes to BenchmarkDotNet, such as --filter '*'.
return args switch
{
    ["pipeline", var folder, .. var rest] => await Pipeline.RunAsync(folder, rest.FirstOrDefault()),
    ["steps", var folder, .. var rest] => await IndexSteps.RunAsync(folder, rest.FirstOrDefault()),
    ["comparing", var library, .. var rest] => await ComparingCost.RunAsync(library, rest.FirstOrDefault()),
    ["loading", .. var rest] => LoadingCost.Run(rest.FirstOrDefault()),
    ["candidates", "fill", var from, var to, var count] => await CandidateCost.FillAsync(from, to, int.Parse(count)),
    ["candidates", var library] => await CandidateCost.RunAsync(library),
    ["job", var executable, var folder, .. var rest] => await Job2019.RunAsync(executable, folder, rest.FirstOrDefault()),
    ["recommend", .. var rest] => await RecommendScale.RunAsync(rest is [var pictures] ? int.Parse(pictures) : 10_000),
    ["pictures", var folder, var first, var count] => WritePictures(folder, int.Parse(first), int.Parse(count)),
    ["growth", var folder, var count, var width, .. var rest] =>
        GrowthPictures.Write(folder, int.Parse(count), int.Parse(width), rest.FirstOrDefault()),
    ["altered", var folder, var to] => AlteredGallery.Write(folder, to),
    ["library", var folder, var count, .. var rest] =>
        await MakeLibraryAsync(folder, int.Parse(count), Indexes.Parse(rest.FirstOrDefault() ?? "float32")),
    ["interactions", var file, var rows, var pictures] => HistoryCost.Write(file, int.Parse(rows), int.Parse(pictures)),
    ["blocks", var library] => await HistoryCost.ReadAsync(library),
    ["record", var library, var rows] => await RecordCost.RunAsync(library, int.Parse(rows)),
    ["likes", var library, var pictures, var people, var likes, var file] =>
        await MadeUpHistories.FillAsync(library, int.Parse(pictures), int.Parse(people), int.Parse(likes), file),
    ["choices", "parts", var library] => await ChoicesCost.PartsAsync(library),
    ["choices", "fit", var library] => await ChoicesCost.FitAsync(library),
    ["choices", "lists", var library, var people, .. var rest] => await ChoicesLists.RunAsync(
        library, int.Parse(people), rest is [var weight] ? double.Parse(weight, CultureInfo.InvariantCulture) : null),
    ["choices", "recall", var library, var people] => await ChoicesLists.RecallAsync(library, int.Parse(people)),
    ["layout", var library] => await LayoutCost.RunAsync(library),
    ["preparing", var library] => await PreparingCost.RunAsync(library),
    ["store", var library, var count] => await StoreCost.RunAsync(library, int.Parse(count)),
    ["cluster", "fill", var library, var count, var dimensions] =>
        await ClusterLibrary.FillAsync(library, int.Parse(count), int.Parse(dimensions)),
    ["cluster", "recall", var count, var dimensions, var queries, .. var servers] =>
        await ClusterRecall.RunAsync(int.Parse(count), int.Parse(dimensions), int.Parse(queries), servers),
    ["search", var library] => await SearchCost.RunAsync(library),
    ["colors", var library, .. var rest] => await ColorQuality.RunAsync(library, rest.FirstOrDefault()),
    ["histories", var library, var world, .. var rest] =>
        await Histories.DrawAsync(
            library, Enum.Parse<MadeUpWorld>(world, ignoreCase: true), rest is [var people] ? int.Parse(people) : 400),
    ["ratings", var library, var file] => await Histories.ImportAsync(library, file),
    ["aging", var library] => await AgingSpace.RunAsync(library),
    ["axes", "fits"] => AxesTables.PrintFits(),
    ["axes", .. var libraries] => await AxesTables.PrintQualityAsync(libraries),
    ["vectors", var folder, .. var rest] =>
        await VectorSets.WriteAsync(
            folder, rest is ["--pictures", var photographs, ..] ? photographs : null, quick: rest.Contains("--quick")),
    ["growing", var folder, var rows] => VectorSets.WriteGrowing(folder, int.Parse(rows)),
    ["exact", var file, .. var rest] => ExactSearch.RunAll(file, rest.FirstOrDefault()),
    ["single", var file] => ExactSearch.RunSingle(file),
    ["hnsw", var vectors, var queries, var name] => GraphRecall.Run(vectors, queries, name),
    ["cost", var table, var vectors, var queries, var rows, var method, var precision, var name] =>
        IndexCost.Run(table, vectors, queries, rows == "all" ? null : int.Parse(rows), method, precision, name),
    ["filters", var vectors, var queries, var name] => FilterRecall.Run(vectors, queries, name),
    ["churn", var vectors, var queries, var name] => Churn.Run(vectors, queries, name),
    ["stress", var seconds, var seed] => SearchStress.Run(double.Parse(seconds), int.Parse(seed)),
    ["plot", var kind, var lines, var target] => SearchPlots.Draw(kind, lines, target),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Pipeline).Assembly).Run(args);
    return 0;
}

static async Task<int> MakeLibraryAsync(string folder, int count, VectorPrecision vectors)
{
    await MadeUpLibrary.FillAsync(folder, count, vectors);
    return 0;
}

static int WritePictures(string folder, int first, int count)
{
    MadeUpPictures.Write(folder, first, count);
    return 0;
}
