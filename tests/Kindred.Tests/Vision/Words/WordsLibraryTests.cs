using Kindred.Colors;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.NearDuplicates;
using Kindred.Spaces;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Generators;
using Microsoft.Extensions.AI;

namespace Kindred.Tests.Vision.Words;

/// <summary>A library whose model has a network for words beside the one for pictures.</summary>
public sealed class WordsLibraryTests : IDisposable
{
    private static readonly SimilarOptions Each = new() { Variants = VariantPlaces.All };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fitted", SpaceKind.Visual)]
    [InlineData("none", SpaceKind.None)]
    public async Task SearchByWords_InAnySpace_FindsWhatTheyName(string space, SpaceKind kind)
    {
        await using var library = await IndexedAsync(TwoTowers.Write(_folder, space));
        using var gallery = await library.OpenGalleryAsync(Cancel);

        Assert.Equal(kind, gallery.Space.Kind);
        Assert.True(gallery.HasWords);
        foreach (var color in new[] { "red", "blue", "green" })
        {
            var found = await gallery.SearchByWordsAsync($"a photo of a {color} sofa", 8, Each, Cancel);

            Assert.Equal(8, found.Count);
            Assert.All(found, one => Assert.StartsWith(color, one.Image.Path));
            Assert.Equal(found.OrderByDescending(one => one.Score), found);
            Assert.All(found, one => Assert.Equal(float.NaN, one.Confidence));
        }
    }

    [Fact]
    public async Task SearchByWords_InAFittedSpace_HasTheCosinesOfTheCommonOne()
    {
        var model = TwoTowers.Write(_folder);
        await using var library = await IndexedAsync(model);
        using var gallery = await library.OpenGalleryAsync(Cancel);
        using var pictures = new ImageEmbeddingGenerator(model);
        using var words = new WordsEmbeddingGenerator(model);
        var asked = (await words.GenerateAsync(["blue"], cancellationToken: Cancel))[0].Vector;

        foreach (var found in await gallery.SearchByWordsAsync("blue", 24, Each, Cancel))
        {
            var file = new DataContent(await File.ReadAllBytesAsync(found.Image.File, Cancel), "image/png");
            var picture = (await pictures.GenerateAsync([file], cancellationToken: Cancel))[0].Vector;
            // Libraries keep half precision.
            Assert.Equal(Dot(asked.Span, picture.Span), found.Score, 0.002f);
        }
    }

    [Fact]
    public async Task SearchByWords_WithAGeneratorForWords_AsksIt()
    {
        var model = TwoTowers.Write(_folder, words: "");
        await using (var without = await IndexedAsync(model))
        {
            using var silent = await without.OpenGalleryAsync(Cancel);
            Assert.False(silent.HasWords);
            var fault = await Assert.ThrowsAsync<KindredException>(() => silent.SearchByWordsAsync("blue", 3, null, Cancel));
            Assert.Equal(Fault.NoWords, fault.Fault);
        }

        using var tower = new WordsEmbeddingGenerator(WithWords());
        await using var library = await Library.OpenAsync(
            _folder.File("gallery"), new() { Model = model, WordsGenerator = tower, LeaveWordsOpen = true }, Cancel);
        using var gallery = await library.OpenGalleryAsync(Cancel);

        Assert.True(gallery.HasWords);
        var found = await gallery.SearchByWordsAsync("blue", 8, Each, Cancel);
        Assert.All(found, one => Assert.StartsWith("blue", one.Image.Path));
    }

    [Fact]
    public async Task SearchByWords_WithColorAndPlaces_KeepsBoth()
    {
        await using var library = await IndexedAsync(TwoTowers.Write(_folder));
        using var gallery = await library.OpenGalleryAsync(Cancel);

        var yellow = Each with { Color = WantedColor.Parse("yellow", null) };
        var found = await gallery.SearchByWordsAsync("red", 24, yellow, Cancel);
        var grouped = await gallery.SearchByWordsAsync("red", 24, null, Cancel);

        Assert.Equal(["red-1.png", "red-3.png", "red-5.png", "red-7.png"], found.Take(4).Select(one => one.Image.Path).Order());
        Assert.All(found, one => Assert.Contains(one.Image.Path[^5], "1357"));
        // Nothing stands twice, in its own place or behind another.
        var shown = grouped.SelectMany(one => (IEnumerable<Image>)[one.Image, .. one.Variants, .. one.NearDuplicates]).ToList();
        Assert.Equal(shown.Distinct().Count(), shown.Count);
    }

    [Theory]
    [InlineData("""{ "file": "none.onnx", "contextLength": 8, "tokenizer": { "kind": "clip", "files": ["vocab.json", "merges.txt"] } }""",
        "none.onnx")]
    [InlineData("""{ "file": "words.onnx", "contextLength": 8, "tokenizer": { "kind": "clip", "files": ["vocab.json"] } }""", "files")]
    [InlineData("""{ "file": "../w.onnx", "contextLength": 8, "tokenizer": { "kind": "wordPiece", "files": ["vocab.txt"] } }""", "folder")]
    public async Task Index_WithWordsThatCannotBe_IsRefusedAtOnce(string words, string says)
    {
        var model = TwoTowers.Write(_folder, words: $", \"words\": {words}");
        TwoTowers.WritePictures(_folder);
        await using var library = await Library.OpenAsync(_folder.File("gallery"), new() { Model = model }, Cancel);

        var fault = await Assert.ThrowsAsync<KindredException>(
            () => library.IndexAsync(_folder.File("gallery"), cancellationToken: Cancel));

        Assert.Contains(says, fault.Message);
    }

    [Fact]
    public async Task SearchByWords_OfATowerOfAnotherLength_SaysSoInOneLine()
    {
        await using var library = await IndexedAsync(TwoTowers.Write(_folder));
        using var gallery = await library.OpenGalleryAsync(Cancel);
        // The picture network itself is no network for words.
        File.Copy(_folder.File("model", "towers.onnx"), _folder.File("model", "words.onnx"), overwrite: true);

        var fault = await Assert.ThrowsAsync<KindredException>(() => gallery.SearchByWordsAsync("red", 3, null, Cancel));

        Assert.Contains("input_ids", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task SearchByWords_WithWordsOfAnotherLength_NamesBothLengths()
    {
        var model = TwoTowers.Write(_folder, words: "");
        await using (await IndexedAsync(model))
        {
        }

        using var other = new OneVector([1, 2, 3]);
        await using var library = await Library.OpenAsync(
            _folder.File("gallery"), new() { Model = model, WordsGenerator = other, LeaveWordsOpen = true }, Cancel);
        using var gallery = await library.OpenGalleryAsync(Cancel);

        var fault = await Assert.ThrowsAsync<KindredException>(() => gallery.SearchByWordsAsync("red", 3, null, Cancel));

        Assert.Contains("3 numbers", fault.Message);
        Assert.Contains("have 4", fault.Message);
    }

    [Fact]
    public async Task SearchByWords_OfAnotherModelsLibrary_IsRefused()
    {
        await using (await IndexedAsync(TwoTowers.Write(_folder)))
        {
        }

        var other = _folder.File("model", "towers.onnx");
        var bytes = await File.ReadAllBytesAsync(other, Cancel);
        await File.WriteAllBytesAsync(other, [.. bytes, 0x12, 0x00], Cancel); // A producer's name of no letters.
        await using var library = await Library.OpenAsync(_folder.File("gallery"), new() { Model = other }, Cancel);
        using var gallery = await library.OpenGalleryAsync(Cancel);

        var fault = await Assert.ThrowsAnyAsync<KindredException>(() => gallery.SearchByWordsAsync("red", 3, null, Cancel));

        Assert.Equal(Fault.ModelMismatch, fault.Fault);
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0f;
        for (var i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    private string WithWords()
    {
        TwoTowers.Write(_folder);
        var file = _folder.File("other", "towers.onnx");
        foreach (var part in Directory.GetFiles(_folder.File("model", "")))
            File.Copy(part, _folder.File("other", Path.GetFileName(part)), overwrite: true);
        TwoTowers.Write(_folder, words: "");
        return file;
    }

    private async Task<Library> IndexedAsync(string model)
    {
        TwoTowers.WritePictures(_folder);
        var library = await Library.OpenAsync(_folder.File("gallery"), new() { Model = model }, Cancel);
        await library.IndexAsync(_folder.File("gallery"), cancellationToken: Cancel);
        return library;
    }

    private sealed class OneVector(float[] vector) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(vector))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
