using Kindred.Cli.Reports.Sections;
using Kindred.Cli.Sheets;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Spaces;

namespace Kindred.Cli.Reports;

/// <summary>An evaluation drawn as a page. The same library and seed give the same bytes.</summary>
internal sealed class EvaluationPage(EvaluationReport report, Gallery gallery, LibraryStatus status, int seed)
{
    private readonly IReadOnlyList<LabelExamples> _labels = report.Labels is { } labels ? LabelExamples.Choose(labels, gallery) : [];
    private readonly IReadOnlyList<UserExample> _users = report.Users is null ? [] : UserExample.Draw(gallery, seed);

    private bool Learned => gallery.Space.Kind == SpaceKind.Learned;

    private string Space => gallery.Space.Kind switch
    {
        SpaceKind.Learned => "in use, learned",
        SpaceKind.Visual => "in use, by looks",
        _ => "in use, as it is",
    };

    /// <summary>Draws it into a folder.</summary>
    /// <exception cref="KindredException">A file cannot be written.</exception>
    public async Task WriteAsync(ReportFolder folder, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var thumbnails = new ThumbnailReader(gallery.Source.Pictures);
        var page = new ReportPage(await ReportPictures.WriteAsync(folder, Shown(), thumbnails, progress, cancellationToken));
        Write(page);
        foreach (var (file, png) in page.Charts)
            await folder.WriteAsync(file, png, cancellationToken);
        await folder.WritePageAsync(page.Html, cancellationToken);
    }

    private IEnumerable<Image> Shown() =>
    [
        .. _labels.SelectMany(label => label.Examples).SelectMany(example => example.Found.Prepend(example.Asked)),
        .. report.Labels is { } labels ? LabelSection.Worst(labels) : [],
        .. _users.SelectMany(user => user.Likes.Concat(user.ByTastes).Concat(user.ByAverage)),
        .. report.Mixed is { } mixed ? MixedSection.Shown(mixed) : [],
        .. FalseNearDuplicates(),
    ];

    private IEnumerable<Image> FalseNearDuplicates() => report.NearDuplicates is { } duplicates
        ? DuplicateSection.FalseNearDuplicates(duplicates, gallery.Images).SelectMany(pair => (Image[])[pair.Original, pair.Taken])
        : [];

    private void Write(ReportPage page)
    {
        var html = page.Html;
        using var document = html.Open("html", ("lang", "en"));
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Void(
                "meta", ("http-equiv", "Content-Security-Policy"),
                ("content", "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"));
            html.Element("title", $"{Title()} · Kindred");
            html.Style(ReportStyle.Css);
        }

        using var body = html.Open("body");
        using (html.Open("header"))
            WriteHeader(html);
        using (html.Open("main"))
        {
            SummarySection.Write(html, report);
            WriteContents(html);
            if (report.Labels is { } labels)
                new LabelSection(page, labels, Space).Write(_labels);
            if (report.Users is { } users)
                new UserSection(page, users).Write(_users, Learned);
            if (report.Mixed is { } mixed)
                new MixedSection(page, mixed).Write();
            if (report.Dislikes is { } dislikes)
                DislikeSection.Write(page, dislikes);
            if (report.NearDuplicates is { } duplicates)
                new DuplicateSection(page, duplicates).Write(gallery.Images);
            if (report.History is { } history)
                HistorySection.Write(page, history);
        }

        using var footer = html.Open("footer");
        html.Element("p", "Kindred · drawn by kindred evaluate --report");
    }

    private string Title() =>
        $"How well Kindred recommends from {string.Join(", ", status.Folders.Select(folder => Path.GetFileName(folder)))}";

    private void WriteHeader(HtmlWriter html)
    {
        html.Element("h1", Title());
        using var about = html.Open("ul", ("class", "about"));
        (string Name, string Value)[] facts =
        [
            ("Library", status.Location),
            ("Model", gallery.Stamp.Model),
            ("Space", $"{gallery.Space.Kind.ToString().ToLowerInvariant()}, {gallery.Space.Dimensions} dimensions"),
            ("Pictures", $"{gallery.Images.Count:N0}"),
            ("Seed", $"{seed}"),
        ];
        foreach (var (name, value) in facts)
        {
            using var fact = html.Open("li");
            html.Text(name + " ");
            html.Element("b", value);
        }
    }

    private void WriteContents(HtmlWriter html)
    {
        (string Name, object? Part)[] parts =
        [
            ("Labels", report.Labels), ("Users", report.Users), ("Mixed", report.Mixed), ("Dislikes", report.Dislikes),
            ("Duplicates", report.NearDuplicates), ("History", report.History),
        ];
        var judged = parts.Where(part => part.Part is not null).ToArray();
        if (judged.Length < 2)
            return;

        using var contents = html.Open("nav", ("aria-label", "Contents"));
        foreach (var (name, _) in judged)
            html.Element("a", name, ("href", $"#{name.ToLowerInvariant()}"));
    }
}
