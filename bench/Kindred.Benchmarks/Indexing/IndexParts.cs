using Kindred.Images.Sources;
using Kindred.Vision;
using Kindred.Vision.Decoding;

namespace Kindred.Benchmarks.Indexing;

/// <summary>What indexing is made of, each part by itself: decoding, and inference, on all cores as indexing does them.</summary>
internal sealed class IndexParts : IDisposable
{
    private readonly OnnxEmbedderOptions _options = new();

    /// <summary>Reads all pictures of a folder, and loads a model; the catalog's default where <see langword="null"/>.</summary>
    public IndexParts(string folder, string? model)
    {
        Pictures =
        [
            .. FolderScan.Run(Path.GetFullPath(folder)).Files.Select(file => File.ReadAllBytes(Path.Combine(folder, file.Path))),
        ];
        Networks = EmbeddingNetworks.Load(model);
        Embedder = OnnxEmbedder.Load(model, _options);
    }

    /// <summary>The pictures' files.</summary>
    public byte[][] Pictures { get; }

    /// <summary>The model's networks.</summary>
    public EmbeddingNetworks Networks { get; }

    /// <summary>The same model as an index run has it.</summary>
    public OnnxEmbedder Embedder { get; }

    /// <summary>Decodes every picture.</summary>
    public void Decode()
    {
        var decoder = new ImageDecoder();
        var next = -1;
        OnEveryCore(() =>
        {
            var pixels = new byte[Networks.Width * Networks.Height * 3];
            for (int picture; (picture = Interlocked.Increment(ref next)) < Pictures.Length;)
                decoder.Decode(Pictures[picture], Networks.Width, Networks.Height, pixels);
        });
    }

    /// <summary>Runs the networks on as many pictures as there are. What is in one makes no difference to how long it takes.</summary>
    public void Infer()
    {
        var next = -1;
        OnEveryCore(() =>
        {
            using var batch = new EmbeddingBatch(Networks, _options.BatchSize);
            while (Interlocked.Increment(ref next) < Pictures.Length)
            {
                batch.Add(0, 0, 0);
                if (batch.IsFull)
                    batch.Run();
            }

            batch.Run();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Embedder.Dispose();
        Networks.Dispose();
    }

    private void OnEveryCore(Action work)
    {
        var threads = Enumerable.Range(0, _options.Workers).Select(_ => new Thread(() => work())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
