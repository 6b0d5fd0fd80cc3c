using Kindred.Attributes;
using Kindred.Images.Records;

namespace Kindred.Cli.Attributes;

/// <summary>
/// What the columns of a table of attributes mean: <c>picture</c>, or <c>content</c> and <c>path</c>, name the picture, <c>id</c> is the
/// shop's own id, and every other column is an attribute. A name may end in its type, as in <c>size:text</c>.
/// </summary>
internal sealed class AttributeColumns
{
    private static readonly string[] Naming = ["picture", "content", "path", OwnId.Name];

    private readonly int[] _naming;

    private AttributeColumns(int[] naming, IReadOnlyList<(int Column, string Name, AttributeType? Type)> attributes)
    {
        _naming = naming;
        Attributes = attributes;
    }

    public int Picture => _naming[0];

    public int Content => _naming[1];

    public int Path => _naming[2];

    public int Id => _naming[3];

    /// <summary>The attributes: where they stand, their names, and the types that they say they have.</summary>
    public IReadOnlyList<(int Column, string Name, AttributeType? Type)> Attributes { get; }

    /// <summary>Whether a name is that of no attribute.</summary>
    public static bool IsNaming(string name) => Naming.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the columns by their names.</summary>
    /// <exception cref="BrokenRecordException">None names the picture or its own id, or a name comes twice.</exception>
    public static AttributeColumns Find(IReadOnlyList<string> names)
    {
        var naming = Naming.Select(name => names.ToList().FindIndex(
            own => string.Equals(own.Trim(), name, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (naming.All(column => column < 0))
        {
            throw new BrokenRecordException(
                1, $"there is no column picture (a path, or the SHA-256 of a file) or id; the columns are {string.Join(", ", names)}");
        }

        var attributes = new List<(int, string, AttributeType?)>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var column = 0; column < names.Count; column++)
        {
            if (naming.Contains(column) || string.IsNullOrWhiteSpace(names[column]))
                continue;
            var (name, type) = Split(names[column].Trim());
            if (!known.Add(name))
                throw new BrokenRecordException(1, $"there are two columns {name}");
            attributes.Add((column, name, type));
        }

        return new AttributeColumns(naming, attributes);
    }

    private static (string Name, AttributeType? Type) Split(string name) =>
        name.LastIndexOf(':') is > 0 and var colon && AttributeTypes.Of(name[(colon + 1)..].Trim().ToLowerInvariant()) is { } type
            ? (name[..colon].Trim(), type)
            : (name, null);
}
