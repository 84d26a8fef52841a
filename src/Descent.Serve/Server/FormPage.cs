namespace Descent.Serve;

/// <summary>The page at <c>/</c>: a form for one row. It has nothing of the model; the script asks for the columns, with the key if there
/// is one, and puts names and values into the page as text only.</summary>
internal static class FormPage
{
    /// <summary>The page may load nothing from elsewhere.</summary>
    public const string Policy = "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Descent</title>
        <style>
          :root { color-scheme: light dark }
          body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
          label { display: grid; grid-template-columns: 14rem 1fr; gap: .2rem 1rem; margin: .5rem 0 }
          small { grid-column: 2; opacity: .75 }
          input, button { font: inherit; padding: .25rem .5rem }
          pre { padding: 1rem; border: 1px solid; overflow: auto }
          @media (max-width: 30rem) { label { grid-template-columns: 1fr } small { grid-column: 1 } }
        </style>
        </head>
        <body>
        <h1 id="title">Descent</h1>
        <form id="key" hidden><label>API key <input name="key" type="password" autocomplete="current-password"></label><button>Use</button></form>
        <form id="row" hidden><div id="columns"></div><button>Predict</button></form>
        <pre id="answer" role="status" hidden></pre>
        <script>
        const byId = id => document.getElementById(id);
        let key = "";
        const headers = more => ({ ...(key ? { "X-API-Key": key } : {}), ...more });
        function show(text) { byId("answer").hidden = false; byId("answer").textContent = text; }
        async function load() {
          const answer = await fetch("model", { headers: headers() });
          byId("key").hidden = answer.status !== 401;
          if (!answer.ok) { if (key) show((await answer.json()).detail); return; }
          const model = await answer.json();
          byId("answer").hidden = true;
          byId("title").textContent = `${model.name}: ${model.targets.map(target => target.name).join(", ")}`;
          byId("columns").replaceChildren(...model.columns.map(column => {
            const label = document.createElement("label"), input = document.createElement("input"), hint = document.createElement("small");
            label.append(column.name);
            input.name = column.name;
            input.value = model.example[column.name];
            if (column.levels) {
              const list = document.createElement("datalist");
              list.id = `levels of ${column.name}`.replaceAll(" ", "-");
              list.append(...column.levels.map(level => { const option = document.createElement("option"); option.value = level; return option; }));
              input.setAttribute("list", list.id);
              label.append(input, list);
            } else { label.append(input); }
            hint.textContent = `${column.range ?? ""}${column.range ? "; " : ""}empty: ${column.ifMissing}`;
            label.append(hint);
            return label;
          }));
          byId("row").hidden = false;
        }
        byId("key").addEventListener("submit", event => { event.preventDefault(); key = event.target.elements.key.value; load(); });
        byId("row").addEventListener("submit", async event => {
          event.preventDefault();
          const row = {};
          for (const input of byId("columns").querySelectorAll("input")) { row[input.name] = input.value === "" ? null : input.value; }
          const answer = await fetch("predict", { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(row) });
          show(JSON.stringify(await answer.json(), null, 2));
        });
        load();
        </script>
        </body>
        </html>

        """;
}
