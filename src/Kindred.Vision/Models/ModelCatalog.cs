namespace Kindred.Vision.Models;

/// <summary>Every model Kindred knows by name: weights, and the recipes that use them. Read-only and safe to share.</summary>
internal sealed class ModelCatalog
{
    private static readonly Lazy<ModelCatalog> Embedded = new(ReadEmbedded);

    private readonly Dictionary<string, ModelRecipe> _models;
    private readonly Dictionary<string, ModelWeights> _weights;
    private readonly Dictionary<string, CombinedModel> _combined;

    private ModelCatalog(CatalogFile file, string source)
    {
        Weights = file.Weights;
        Models = file.Models;
        Combined = file.Combined;
        _weights = Index(file.Weights, weights => weights.Id, source);
        _models = Index(file.Models, model => model.Id, source);
        _combined = Index(file.Combined, combined => combined.Id, source);
        foreach (var weights in file.Weights)
            CheckWeights(weights, source);
        foreach (var model in file.Models)
        {
            RecipeRules.Check(model, $"{source}, {model.Id}");
            if (!_weights.ContainsKey(model.Weights))
                throw new KindredException($"{source}: model {model.Id} names weights {model.Weights}, which are not listed.");
        }

        foreach (var combined in file.Combined)
            CombinedRules.Check(combined, _models, source);

        var defaults = file.Models.Where(model => model.IsDefault).ToList();
        DefaultModel = defaults.Count == 1
            ? defaults[0]
            : throw new KindredException($"{source}: {defaults.Count} models are marked default; there must be one.");
    }

    /// <summary>The catalog that comes with Kindred, <c>models/catalog.json</c>.</summary>
    public static ModelCatalog Default => Embedded.Value;

    /// <summary>The recipes, in the file's order.</summary>
    public IReadOnlyList<ModelRecipe> Models { get; }

    /// <summary>The models that combine several of <see cref="Models"/>, in the file's order.</summary>
    public IReadOnlyList<CombinedModel> Combined { get; }

    /// <summary>The weights, in the file's order.</summary>
    public IReadOnlyList<ModelWeights> Weights { get; }

    /// <summary>The recipe used when none is named.</summary>
    public ModelRecipe DefaultModel { get; }

    /// <summary>Reads a catalog.</summary>
    /// <param name="json">JSON in the form of <c>models/catalog.json</c>.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="KindredException">It is not a catalog, or contradicts itself.</exception>
    public static ModelCatalog Parse(string json, string source = "The model catalog") =>
        new(CatalogJson.Read<CatalogFile>(json, source), source);

    /// <summary>The recipe of that name; letter case does not matter.</summary>
    /// <param name="id">A recipe's id.</param>
    /// <exception cref="KindredException">There is none; the message names what is near.</exception>
    public ModelRecipe Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _models.TryGetValue(id, out var recipe) ? recipe : throw Unknown("model", id, _models.Keys.Concat(_combined.Keys));
    }

    /// <summary>The combined model of that name, letter case ignored; <see langword="null"/> where none is called so.</summary>
    /// <param name="id">A model's id, or anything else that <c>--model</c> takes.</param>
    public CombinedModel? TryFindCombined(string? id) => id is null ? null : _combined.GetValueOrDefault(id);

    /// <summary>Whether a model is called so, combined or not; letter case matters, for a library's stamp has it as it is here.</summary>
    /// <param name="id">A model's id.</param>
    public bool Knows(string id) => Models.Any(model => model.Id == id) || Combined.Any(model => model.Id == id);

    /// <summary>All weights that a model takes, combined or not, in the order of its networks.</summary>
    /// <param name="id">A model's id; letter case does not matter.</param>
    /// <exception cref="KindredException">There is no such model.</exception>
    public IReadOnlyList<ModelWeights> WeightsOf(string id) => TryFindCombined(id) is { } combined
        ? [.. combined.Parts.Select(part => FindWeights(Find(part.Model).Weights)).Distinct()]
        : [FindWeights(Find(id).Weights)];

    /// <summary>The weights of that name; letter case does not matter.</summary>
    /// <param name="id">The weights' id; a recipe has it in <see cref="ModelRecipe.Weights"/>.</param>
    /// <exception cref="KindredException">There are none; the message names what is near.</exception>
    public ModelWeights FindWeights(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _weights.TryGetValue(id, out var weights) ? weights : throw Unknown("weights", id, _weights.Keys);
    }

    private static ModelCatalog ReadEmbedded()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream("catalog.json")
            ?? throw new InvalidOperationException("catalog.json is not embedded in this build.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private static Dictionary<string, T> Index<T>(IReadOnlyList<T> entries, Func<T, string> id, string source)
    {
        var index = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (id(entry).Length == 0 || !index.TryAdd(id(entry), entry))
                throw new KindredException($"{source}: the id '{id(entry)}' is empty or stands there twice.");
        }

        return index;
    }

    private static void CheckWeights(ModelWeights weights, string source)
    {
        var origins = (weights.Origin.Npm is null ? 0 : 1) + (weights.Origin.NuGet is null ? 0 : 1) + (weights.Origin.Url is null ? 0 : 1);
        if (origins != 1)
            throw new KindredException($"{source}: the origin of {weights.Id} must be one of npm, nuget and url.");
        if (weights.Files.Count == 0 || (weights.Origin.Npm is null && weights.Files.Count != 1))
            throw new KindredException($"{source}: {weights.Id} lists {weights.Files.Count} files.");
        foreach (var file in weights.Files)
        {
            // The name becomes part of a path that downloads are written to.
            if (file.Name.Length == 0 || file.Name != Path.GetFileName(file.Name) || file.Name is "." or "..")
                throw new KindredException($"{source}: '{file.Name}' of {weights.Id} is not a plain file name.");
            if (file.Bytes <= 0 || file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower))
                throw new KindredException($"{source}: {file.Name} of {weights.Id} needs its size and SHA-256.");
        }
    }

    private static KindredException Unknown(string kind, string id, IEnumerable<string> known)
    {
        var near = known.Select(name => (name, distance: EditDistance(id, name)))
            .Where(pair => pair.distance <= Math.Max(3, id.Length / 2) || pair.name.Contains(id, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.name, StringComparer.Ordinal)
            .Take(3)
            .Select(pair => pair.name)
            .ToList();
        var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "";
        return new KindredException(Fault.NoSuchModel, $"No {kind} called '{id}'.{hint}") { Subject = id };
    }

    // Levenshtein's distance, letter case ignored.
    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < right.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(change, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
