// The library, in a worker: training does not hold up the page.
import { dotnet } from "./_framework/dotnet.js";

const program = begin();

async function begin() {
  const { setModuleImports, getAssemblyExports, getConfig, runMain } = await dotnet.create();
  setModuleImports("worker", { post: text => postMessage({ command: text }) });
  const { Program } = (await getAssemblyExports(getConfig().mainAssemblyName)).Descent.Playground;
  return { ...calls(Program), session: () => { runMain().catch(fault => postMessage({ fault: String(fault) })); } };
}

const calls = library => ({
  command: text => library.Receive(text),
  catalogue: () => JSON.parse(library.ReadCatalogue()),
  table: ({ content, name }) => JSON.parse(library.ReadTable(new Uint8Array(content), name)),
});

onmessage = async ({ data: { name, value, number } }) => {
  try {
    postMessage({ number, answer: (await program)[name](value) });
  } catch (fault) {
    postMessage({ number, fault: String(fault) });
  }
};
