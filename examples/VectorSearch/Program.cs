using Kindred.Search;

const int dimensions = 64;
var random = new Random(1);
float[] Draw() => [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
float[][] vectors = [.. Enumerable.Range(0, 5000).Select(_ => Draw())];

// Exact: a query is compared with every vector. Ids are given out in order, from 0.
using var exact = new FlatIndex(dimensions, Metric.Cosine);
foreach (var vector in vectors)
    exact.Add(vector);
foreach (var (id, distance) in exact.Search(vectors[7], k: 3))
    Console.WriteLine($"{id} at {distance:0.000}");

// Approximate: a graph is walked, here over one byte a number. Distances are exact here, too.
var options = new HnswOptions { Precision = VectorPrecision.Int8 };
using var graph = new HnswIndex(dimensions, Metric.Cosine, options);
graph.AddRange([.. vectors.SelectMany(vector => vector)]);
graph.Remove(7);
graph.Save("vectors.index");

// A saved index is mapped into memory: it is there at once, and a search reads what it needs.
using var loaded = HnswIndex.Load("vectors.index", options);
var truth = exact.Search(vectors[7], k: 10, include: id => id != 7);
var found = loaded.Search(vectors[7], k: 10);
Console.WriteLine($"{found.Intersect(truth).Count()} of the ten nearest that are left");
