// What can be done about what the doctor finds: one change of the settings each.

const slower = network => { network.rate = Number((network.rate / 10).toPrecision(2)); };
const faster = network => { network.rate = Number((network.rate * 10).toPrecision(2)); };
const activation = (from, to) => network => { for (const layer of network.layers) if (from.test(layer.activation)) layer.activation = to; network.initializer = ""; };

export const remedies = {
  UnsuitableOutput: { text: "Use the usual loss", edit: network => { network.loss = ""; } },
  SymmetricWeights: { text: "Draw different first weights", edit: network => { network.initializer = ""; } },
  ExplodingGradients: { text: "Draw the usual first weights", edit: network => { network.initializer = ""; network.clipping = network.clipping || 1; } },
  Saturation: { text: "Use relu", edit: activation(/sigmoid|tanh/, "relu") },
  VanishingGradients: { text: "Use relu", edit: activation(/sigmoid|tanh/, "relu") },
  LearningRateTooHigh: { text: "A tenth of the rate", edit: slower },
  DeadUnits: { text: "Use leaky_relu", edit: activation(/^relu/, "leaky_relu") },
  LearningRateTooLow: { text: "Ten times the rate", edit: faster },
  StrongPenalty: { text: "No penalty", edit: network => { network.regularizer = ""; } },
  Overfitting: { text: "Add a penalty", edit: network => { network.regularizer = network.regularizer ? "l2(0.05)" : "l2(0.01)"; } },
  Underfitting: { text: "A larger network", edit: network => { if (network.layers.length === 0) network.layers.push({ units: 8, activation: "tanh", dropout: 0, normalization: "" }); else for (const layer of network.layers) { layer.units = Math.min(32, 2 * layer.units); if (layer.activation === "linear") layer.activation = "tanh"; } } },
  PoorConvergence: { text: "Twice the epochs", edit: network => { network.epochs *= 2; } },
  NoisyTraining: { text: "Larger batches", edit: network => { network.batch = Math.min(2000, 4 * network.batch); } },
};

/** A name such as DeadUnits as words. */
export const titled = kind => { const words = kind.replace(/([A-Z])/g, " $1").trim().toLowerCase(); return words[0].toUpperCase() + words.slice(1); };
