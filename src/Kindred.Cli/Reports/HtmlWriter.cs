using System.Net;
using System.Text;
using System.Xml;

namespace Kindred.Cli.Reports;

/// <summary>
/// Writes HTML that is well-formed XML too. Whatever is given as text or as an attribute's value is encoded, so that names of files do
/// no harm.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new("<!DOCTYPE html>\n");

    /// <summary>Opens an element; disposing what is returned closes it.</summary>
    public OpenElement Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes, ">");
        return new OpenElement(_html, element);
    }

    /// <summary>An element with nothing but text in it.</summary>
    public void Element(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes, ">");
        _html.Append(Encode(text)).Append("</").Append(element).Append('>');
    }

    /// <summary>An element that HTML never closes, such as <c>img</c>.</summary>
    public void Void(string element, params ReadOnlySpan<(string Name, string Value)> attributes) => Tag(element, attributes, "/>");

    /// <summary>Text.</summary>
    public void Text(string text) => _html.Append(Encode(text));

    /// <summary>Text in which what is filled in stands out.</summary>
    public void Emphasized(FormattableString text) =>
        _html.AppendFormat(Encode(text.Format), [.. text.GetArguments().Select(value => $"<strong>{Encode($"{value}")}</strong>")]);

    /// <summary>A style sheet. It goes out as it is and must have neither &lt; nor &amp;.</summary>
    public void Style(string css) => _html.Append("<style>\n").Append(css).Append("</style>\n");

    /// <summary>What has been written.</summary>
    public override string ToString() => _html.ToString();

    private static string Encode(string text)
    {
        // Names of files may have control characters, which no encoding makes legal, and halves of characters, which the encoder replaces.
        var legal = text.All(character => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character))
            ? text
            : string.Concat(
                text.Select(character =>
                    XmlConvert.IsXmlChar(character) || char.IsSurrogate(character) ? character : '\uFFFD'));
        return WebUtility.HtmlEncode(legal);
    }

    private void Tag(string element, ReadOnlySpan<(string Name, string Value)> attributes, string end)
    {
        _html.Append('<').Append(element);
        foreach (var (name, value) in attributes)
            _html.Append(' ').Append(name).Append("=\"").Append(Encode(value)).Append('"');
        _html.Append(end);
    }

    /// <summary>An element that is open until this is disposed.</summary>
    internal readonly struct OpenElement(StringBuilder html, string element) : IDisposable
    {
        public void Dispose() => html.Append("</").Append(element).Append(">\n");
    }
}
