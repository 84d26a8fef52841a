// Writes layers models of TensorFlow.js and what they predict: npm install @tensorflow/tfjs@4.22.0, then node write.mjs in this folder.
// uint8 and float16 are the quantizations of tensorflowjs_converter; TensorFlow.js reads them here, as everywhere.
import * as tf from '@tensorflow/tfjs';
import { mkdirSync, writeFileSync } from 'node:fs';

const random = (shape, seed) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const rows = random([7, 4], 5);

const classifier = tf.sequential({ layers: [
  tf.layers.dense({ units: 8, activation: 'relu', inputShape: [4] }),
  tf.layers.batchNormalization(),
  tf.layers.dropout({ rate: 0.2 }),
  tf.layers.dense({ units: 6, useBias: false, activation: 'tanh' }),
  tf.layers.dense({ units: 3, activation: 'softmax' })] });
classifier.compile({ optimizer: tf.train.adam(0.05), loss: 'categoricalCrossentropy' });
const x = random([90, 4], 1).add(tf.tensor1d([0, 1, 2, -1]));
await classifier.fit(x, tf.oneHot(x.sum(1).greater(2).toInt().add(x.slice([0, 0], [90, 1]).squeeze().greater(0).toInt()), 3), { epochs: 8, verbose: 0 });

const activations = ['elu', 'selu', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'swish', 'mish', 'gelu', 'linear'];
const input = tf.input({ shape: [4] });
let last = input;
for (const activation of activations) {
  last = tf.layers.dense({ units: 4, activation, kernelInitializer: tf.initializers.randomNormal({ stddev: 1, seed: 4 }), biasInitializer: tf.initializers.randomNormal({ stddev: 0.5, seed: 3 }) }).apply(last);
}
last = tf.layers.layerNormalization().apply(tf.layers.reLU().apply(last));
last = tf.layers.leakyReLU({ alpha: 0.2 }).apply(tf.layers.gaussianNoise({ stddev: 0.1 }).apply(last));
last = tf.layers.prelu({ alphaInitializer: tf.initializers.randomUniform({ minval: 0.1, maxval: 0.4, seed: 2 }) }).apply(tf.layers.dense({ units: 5 }).apply(last));
last = tf.layers.elu().apply(tf.layers.dense({ units: 5 }).apply(last));
last = tf.layers.activation({ activation: 'tanh' }).apply(tf.layers.reshape({ targetShape: [5] }).apply(last));
last = tf.layers.dense({ units: 2 }).apply(last);
const functional = tf.model({ inputs: input, outputs: last });

const yes = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [4] }), tf.layers.dense({ units: 6, activation: 'relu' }), tf.layers.dense({ units: 1, activation: 'sigmoid' })] });

const convolution = tf.sequential({ layers: [tf.layers.conv1d({ filters: 1, kernelSize: 2, inputShape: [4, 1], name: 'filter' }), tf.layers.flatten(), tf.layers.dense({ units: 1 })] });

async function artifacts(model) {
  let kept;
  await model.save({ save: async all => { kept = all; return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }; } });
  return kept;
}

function write(name, all, parts = 1) {
  mkdirSync(name, { recursive: true });
  const bytes = new Uint8Array(tf.io.concatenateArrayBuffers([all.weightData].flat()));
  const paths = [];
  for (let part = 0; part < parts; part++) {
    paths.push(parts === 1 ? 'model.weights.bin' : `group1-shard${part + 1}of${parts}.bin`);
    writeFileSync(`${name}/${paths.at(-1)}`, bytes.subarray(Math.floor(bytes.length * part / parts), Math.floor(bytes.length * (part + 1) / parts)));
  }
  writeFileSync(`${name}/model.json`, JSON.stringify({ modelTopology: all.modelTopology, format: 'layers-model', generatedBy: all.generatedBy, convertedBy: null, weightsManifest: [{ paths, weights: all.weightSpecs }] }));
}

// As tensorflowjs_converter does: each weight by itself.
function quantized(all, dtype) {
  const values = new Float32Array(tf.io.concatenateArrayBuffers([all.weightData].flat()));
  const specs = [], buffers = [];
  let first = 0;
  for (const spec of all.weightSpecs) {
    const own = values.subarray(first, first += spec.shape.reduce((a, b) => a * b, 1));
    if (dtype === 'float16') {
      buffers.push(new Uint16Array([...own].map(half)).buffer);
      specs.push({ ...spec, quantization: { dtype, original_dtype: 'float32' } });
    } else {
      const min = Math.min(...own), scale = (Math.max(...own) - min) / 255 || 1;
      buffers.push(new Uint8Array([...own].map(value => Math.round((value - min) / scale))).buffer);
      specs.push({ ...spec, quantization: { dtype, min, scale, original_dtype: 'float32' } });
    }
  }
  return { ...all, weightSpecs: specs, weightData: tf.io.concatenateArrayBuffers(buffers) };
}

// The bits of the half toward zero, of a normal number.
function half(value) {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0], exponent = ((bits >>> 23) & 0xff) - 112;
  return exponent <= 0 ? (bits >>> 16) & 0x8000 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}

const cases = {};
async function add(name, all, parts) {
  write(name, all, parts);
  const model = await tf.loadLayersModel(tf.io.fromMemory(all));
  cases[name] = { outputs: await model.predict(rows).array() };
}
await add('classifier', await artifacts(classifier), 2);
await add('functional', await artifacts(functional));
await add('yes', await artifacts(yes));
await add('uint8', quantized(await artifacts(yes), 'uint8'));
await add('float16', quantized(await artifacts(yes), 'float16'));
write('convolution', await artifacts(convolution));
writeFileSync('../tfjs.json', JSON.stringify({ by: `TensorFlow.js ${tf.version.tfjs}`, inputs: await rows.array(), cases }, null, 1));
