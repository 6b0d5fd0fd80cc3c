namespace Kindred.Cli.Reports;

/// <summary>The style sheet of reports: wide or narrow, by day or by night, in the manner of the sheets.</summary>
internal static class ReportStyle
{
    public static string Css =>
        $$"""
        :root { color-scheme: light dark; {{ReportTheme.Light.Variables}} }
        @media (prefers-color-scheme: dark) { :root { {{ReportTheme.Dark.Variables}} } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        header, main, footer { max-width: 1040px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 44px; }
        h1 { font-size: 1.75rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; margin: 0 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 1.35rem; line-height: 1.3; font-weight: 600; margin: 0 0 6px;
          padding-top: 36px; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; font-weight: 600; margin: 36px 0 6px; }
        h4 { font-size: 0.95rem; font-weight: 600; margin: 20px 0 8px; }
        p { margin: 0 0 12px; max-width: 72ch; }
        section { margin-top: 44px; }
        .about { color: var(--faint); font-size: 0.9rem; margin: 0; padding: 0; list-style: none;
          display: flex; flex-wrap: wrap; gap: 2px 22px; overflow-wrap: anywhere; }
        .about b { font-weight: 400; color: var(--ink); }
        .short { border-left: 4px solid var(--accent); padding-left: 20px; margin-top: 32px; }
        .short p { font-size: 1.125rem; line-height: 1.6; margin: 0; max-width: 66ch; }
        .short h2 { border: 0; padding: 0; font-size: 0.95rem; color: var(--accent); margin: 0 0 4px; }
        dl { margin: 0; }
        dt { font-weight: 600; font-size: 0.95rem; }
        dd { margin: 0 0 12px; color: var(--faint); font-size: 0.9rem; max-width: 60ch; }
        .words { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(380px, 100%), 1fr)); gap: 0 44px; margin-top: 16px; }
        .note { color: var(--faint); font-size: 0.9rem; }
        nav { margin-top: 28px; font-size: 0.95rem; }
        nav a { margin-right: 20px; white-space: nowrap; }
        a { color: var(--accent); text-underline-offset: 3px; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr));
          gap: 12px 44px; align-items: start; margin: 16px 0 12px; }
        figure { margin: 0; min-width: 0; }
        figcaption { font-weight: 600; margin-bottom: 4px; }
        figcaption span { display: block; font-weight: 400; font-size: 0.9rem; line-height: 1.45; color: var(--faint); }
        figure img { display: block; width: 100%; max-width: 480px; height: auto; margin-top: 8px; }
        .scroll { overflow-x: auto; margin: 12px 0; }
        table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--faint); padding-bottom: 6px; caption-side: top; }
        th, td { padding: 6px 18px 6px 0; text-align: left; vertical-align: baseline;
          border-bottom: 1px solid var(--line); font-weight: 400; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--faint); font-size: 0.85rem; vertical-align: bottom; }
        th[scope=rowgroup] { font-weight: 600; padding-top: 16px; }
        tbody th[scope=row] { white-space: nowrap; }
        .wrap tbody th[scope=row] { white-space: normal; overflow-wrap: break-word; max-width: 12em; }
        td.figure { white-space: nowrap; }
        .bars .figure { text-align: right; }
        td small { color: var(--faint); font-size: 0.85em; margin-left: 8px; }
        td.words { color: var(--faint); min-width: 15em; }
        .bars td:first-of-type { width: 60%; }
        .bar { display: block; background: var(--tile); border-radius: 3px; height: 14px; min-width: 90px; }
        .bar span { display: block; background: var(--accent); border-radius: 3px; height: 14px; }
        ol.tiles, ul.tiles { list-style: none; margin: 0; padding: 0; display: grid; gap: 14px;
          grid-template-columns: repeat(5, minmax(0, 1fr)); }
        .row { display: grid; grid-template-columns: calc((100% - 86px) / 6) minmax(0, 1fr);
          gap: 14px 30px; margin: 0 0 26px; align-items: start; }
        ul.likes { grid-template-columns: repeat(6, minmax(0, 1fr)); max-width: 760px; margin-bottom: 18px; }
        .tile { font-size: 0.85rem; line-height: 1.35; min-width: 0; }
        .tile .picture { display: flex; align-items: center; justify-content: center; aspect-ratio: 4 / 3;
          background: var(--tile); border-radius: 10px; overflow: hidden; margin-bottom: 6px; }
        .tile img { display: block; width: 100%; height: 100%; object-fit: contain; }
        .tile .missing { color: var(--faint); font-size: 0.8rem; }
        .wrong .picture { outline: 2px dashed var(--warning); outline-offset: 2px; }
        .tile .what { display: flex; align-items: baseline; gap: 6px; }
        .tile .what bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .rank { flex: none; background: var(--accent); color: var(--page); border-radius: 10px; min-width: 20px; padding: 0 6px;
          font-size: 0.75rem; line-height: 20px; font-weight: 600; text-align: center; }
        .pair .rank { display: none; }
        .mark { flex: none; margin-left: auto; font-weight: 600; font-size: 1rem; line-height: 1; color: var(--accent); }
        .wrong .mark { color: var(--warning); }
        .tile .name { display: block; color: var(--faint); font-size: 0.75rem;
          overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .asked .what { font-weight: 600; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        footer { color: var(--faint); font-size: 0.85rem; padding-top: 16px; padding-bottom: 44px; margin-top: 56px; }
        footer p { border-top: 1px solid var(--line); padding-top: 16px; max-width: none; }
        @media (max-width: 640px) {
          header, main, footer { padding-left: 16px; padding-right: 16px; }
          header { padding-top: 28px; }
          .short { padding-left: 14px; }
          .row { grid-template-columns: minmax(0, 1fr); gap: 10px; border-bottom: 1px solid var(--line); padding-bottom: 18px; }
          .asked { max-width: 46%; }
          .row ol.tiles { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; }
          .pair ol.tiles { grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 10px 8px; }
          ul.likes { grid-template-columns: repeat(3, minmax(0, 1fr)); }
        }
        @media print { .row, .tile, figure, tr { break-inside: avoid-page; } }

        """;
}
