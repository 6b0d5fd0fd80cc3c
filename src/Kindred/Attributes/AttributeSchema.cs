namespace Kindred.Attributes;

/// <summary>The attributes that pictures of a library may have, by name. Immutable.</summary>
public sealed class AttributeSchema
{
    /// <summary>At most so many attributes are kept.</summary>
    internal const int MostAttributes = 200;

    private readonly Dictionary<string, int> _places;

    internal AttributeSchema(IReadOnlyList<AttributeDefinition> definitions)
    {
        Definitions = definitions;
        _places = new Dictionary<string, int>(definitions.Count, StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < definitions.Count; place++)
            _places.Add(definitions[place].Name, place);
    }

    /// <summary>The attributes, in the order in which they came into the library.</summary>
    public IReadOnlyList<AttributeDefinition> Definitions { get; }

    internal static AttributeSchema Empty { get; } = new([]);

    /// <summary>Finds an attribute, in upper or lower case; <see langword="null"/> where there is none.</summary>
    public AttributeDefinition? Find(string name) => PlaceOf(name) is >= 0 and var place ? Definitions[place] : null;

    /// <summary>Where an attribute stands in <see cref="Definitions"/>; -1 where there is none.</summary>
    internal int PlaceOf(string name) => _places.TryGetValue(name, out var place) ? place : -1;

    /// <summary>All attributes with their types, by name, for messages.</summary>
    internal string Described => Definitions.Count == 0
        ? "the library has no attributes yet"
        : $"there are {string.Join(", ", Definitions.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase))} and id (text)";
}
