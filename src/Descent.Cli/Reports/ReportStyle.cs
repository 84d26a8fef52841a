namespace Descent.Cli.Reports;

/// <summary>The style sheet of the report. Blue and orange stay apart for every kind of color vision.</summary>
internal static class ReportStyle
{
    /// <summary>The whole sheet; colors follow the reader's light or dark setting, and print is always light.</summary>
    public const string Sheet = """
        :root { --paper: #fbfbf9; --panel: #ffffff; --ink: #1b1f24; --muted: #626a75; --line: #e3e4e0; --faint: #eeeeeb;
          --blue: #0067a8; --orange: #b84e08; --red: #b3261e; color-scheme: light dark; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --paper: #14171b; --panel: #1c2026; --ink: #e8e9eb; --muted: #9ca4ae; --line: #31363e; --faint: #262b32;
            --blue: #62b5ee; --orange: #f0a04b; --red: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
          font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
        main { max-width: 960px; margin: 0 auto; padding: 40px 24px 56px; }
        header { margin-bottom: 28px; }
        .eyebrow { color: var(--muted); font-size: 14px; margin: 0; }
        h1 { font-size: clamp(26px, 5vw, 38px); line-height: 1.15; letter-spacing: -.02em; margin: 4px 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 18px; letter-spacing: -.005em; margin: 0 0 14px; }
        h3 { font-size: 15px; font-weight: 600; margin: 0 0 6px; overflow-wrap: anywhere; } section > :not(h2) + h3 { margin-top: 24px; } h3 + p { margin-top: 0; } .facts + .scroll { margin-top: 10px; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 22px 24px; margin: 18px 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px; margin: 0; }
        .tiles div { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 14px 18px; }
        .tiles dt { color: var(--muted); font-size: 14px; overflow-wrap: anywhere; }
        .tiles dd { margin: 0; font-size: 28px; font-weight: 600; letter-spacing: -.02em; line-height: 1.25; }
        .verdict { margin: 18px 2px; } .verdict b { margin-right: .4em; }
        .tiles small { font-size: 15px; font-weight: 400; color: var(--muted); letter-spacing: 0; white-space: nowrap; }
        .notice { border-left: 4px solid var(--blue); background: var(--panel); border-radius: 4px 10px 10px 4px; padding: 10px 16px; margin: 10px 0; overflow-wrap: anywhere; }
        .notice p { margin: 0; } .notice .hint { color: var(--muted); font-size: 15px; }
        .notice.warning { border-color: var(--orange); } .notice.error { border-color: var(--red); }
        .notice b { margin-right: .4em; } .warning b { color: var(--orange); } .error b { color: var(--red); } .information b { color: var(--blue); }
        .facts { display: grid; grid-template-columns: minmax(110px, max-content) 1fr; gap: 6px 24px; margin: 0; }
        .facts dt { color: var(--muted); overflow-wrap: anywhere; } .facts dd { margin: 0; overflow-wrap: anywhere; }
        .facts dt, .facts dd, td, th, h1, h3 { unicode-bidi: isolate; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 15px; }
        th { text-align: left; font-weight: 500; color: var(--muted); font-size: 14px; }
        th, td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 22em; }
        tr:last-child td { border-bottom: 0; } tfoot td { border-top: 1px solid var(--line); font-weight: 600; }
        .number { text-align: right; padding-right: 0; padding-left: 12px; white-space: nowrap; }
        .compared th, .compared td { overflow-wrap: normal; }
        figure { margin: 0; } figcaption { text-align: center; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 20px; }
        svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
        svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; fill: var(--ink); }
        .chart { width: 100%; max-width: 760px; }
        .chart .note, .margin text, .confusion .axis { fill: var(--muted); }
        .confusion .back { fill: var(--faint); } .confusion .right { fill: var(--blue); } .confusion .wrong { fill: var(--orange); }
        .confusion .none { fill: var(--muted); }
        .importance { max-width: 600px; } .importance .sure { fill: var(--blue); } .importance .unsure { fill: var(--muted); fill-opacity: .45; } .importance .interval { stroke: var(--ink); stroke-width: 1.4; fill: none; }
        .importance .zero { stroke: var(--muted); } .importance .value, .importance .note { fill: var(--muted); }
        .remark { color: var(--muted); font-size: 15px; margin: 8px 0 0; overflow-wrap: anywhere; } h2 + .remark, .later + .remark { margin: -6px 0 14px; } .later + .remark { margin: 0 0 8px; } .later { margin-top: 18px; }
        ul.lines { margin: 0; padding-left: 20px; } .lines li { margin: 4px 0; overflow-wrap: anywhere; }
        .edges path { stroke: var(--muted); stroke-opacity: .28; } .network circle { fill: var(--blue); } .network .inputs circle { fill: var(--panel); stroke: var(--blue); stroke-width: 2; }
        .network text { fill: var(--muted); } .network text.units { fill: var(--ink); font-weight: 600; font-size: 14px; } .network .dots { font-size: 20px; }
        .formulas { background: var(--faint); border-radius: 8px; padding: 10px 14px; margin: 12px 0; overflow-x: auto; font-size: 14px; } code { font-size: 14px; overflow-wrap: anywhere; }
        section a, .steps a { color: var(--blue); } section p:first-child { margin-top: 0; } section > p:last-child { margin-bottom: 0; } .steps { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 12px; margin-top: 22px; } details { padding: 8px 0; border-top: 1px solid var(--line); } summary { cursor: pointer; }
        .pages { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: -12px 0 20px; } .pages a { color: var(--blue); }
        .settings { display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: end; margin: 14px 2px; } .settings label { display: flex; flex-direction: column; color: var(--muted); font-size: 14px; }
        .settings input, .settings button { font: inherit; font-size: 15px; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 7px; padding: 5px 10px; width: 11em; } .settings button { width: auto; cursor: pointer; } .settings ::placeholder { color: var(--muted); opacity: 1; }
        main > p a { color: var(--blue); } .answer { border: 0; } .answer > summary { font-weight: 600; } :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; border-radius: 2px; }
        footer { color: var(--muted); font-size: 14px; margin-top: 28px; }
        .swipe { display: none; }
        @media (max-width: 600px) {
          .swipe { display: block; } main { padding: 24px 14px 36px; } section { padding: 18px 14px; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 8px; }
          .tiles { grid-template-columns: 1fr 1fr; gap: 10px; } .tiles dd { font-size: 23px; } .tiles div { padding: 10px 14px; }
          .chart text { font-size: 19px; } .importance text { font-size: 18px; } svg.large, .wide svg { max-width: none; } .wide .plot text { font-size: 14px; } .network text { font-size: 15px; } .network text.units { font-size: 17px; } }
        @media print {
          body { background: none; font-size: 10pt; } main { max-width: none; padding: 0; } header { margin-bottom: 10pt; } footer { margin-top: 12pt; }
          section { border: 0; border-radius: 0; border-top: 1px solid #cccccc; padding: 10pt 0 0; margin: 10pt 0 0; } .chart, figure .plot { max-width: 480px; }
          .tiles { grid-template-columns: repeat(4, 1fr); } .tiles div { padding: 6pt 9pt; } .tiles dd { font-size: 16pt; } .network { max-width: 50%; } tfoot { display: table-row-group; } .notice .hint { font-size: inherit; } .large { max-width: 100%; }
          th, td { padding-top: 3pt; padding-bottom: 3pt; overflow-wrap: anywhere; } tr, figure, .notice, .tiles div { break-inside: avoid; } h2 { break-after: avoid; margin-bottom: 6pt; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
        """;
}
