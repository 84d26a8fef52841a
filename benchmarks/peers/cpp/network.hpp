// A network and its training step: all memory and all primitives made once, every product in the way that was fastest here.
#pragma once
#include <cstdlib>
#include <memory>
#include <numeric>
#include <omp.h>
#include <sys/mman.h>
#include "choice.hpp"
#include "inner_product.hpp"
#include "libraries.hpp"
#include "loops.hpp"
#include "normalization.hpp"

enum class Layout { outputsFirst, inputsFirst, blocked };

template <class T> class Network {
 public:
  const Work& w;
  std::vector<T*> z;

  Network(const Work& work, const std::vector<Layout>& layouts) : w(work), n(work.layers()), outs(work.widths.back()) {
    const int batch = w.batch, ins = w.widths[0];
    long weights = 0;
    layers.resize(n);
    for (int l = 0; l < n; l++) {
      Layer& layer = layers[l];
      layer.in = w.widths[l], layer.out = w.widths[l + 1], layer.layout = layouts[l], layer.last = l + 1 == n;
#ifdef PEER_ONEDNN
      if (layer.layout == Layout::blocked) layer.inner = std::make_unique<InnerProduct>(batch, layer.in, layer.out, fusesRelu(layer));
#endif
      layer.w = weights, layer.count = long(layer.in) * layer.out;
#ifdef PEER_ONEDNN
      if (layer.inner) layer.count = long(layer.inner->weights());
#endif
      weights += (layer.count + 15) / 16 * 16;
    }
    vectors = weights;
    long at = weights;
    for (Layer& layer : layers) {
      layer.b = at, at += layer.out;
      const bool sloped = w.hidden == Act::prelu || w.hidden == Act::swish;
      if (!layer.last && (sloped || w.normalized)) layer.s = at, at += layer.out;
      if (!layer.last && w.normalized) layer.beta = at, at += layer.out;
    }
    all = at;
    p = block(all), m = block(all), v = block(all), gVectors = block(all - vectors);
    scratch = block(threads * (room = (largest() + 15) / 16 * 16));
    for (int l = 0; l < n; l++) {
      Layer& layer = layers[l];
      layer.z = block(long(batch) * layer.out), layer.d = block(long(batch) * layer.out);
      layer.a = w.hidden == Act::relu && !w.normalized && !layer.last ? layer.z : block(long(batch) * layer.out);
      z.push_back(layer.z);
      if (w.normalized && !layer.last) layer.normal = std::make_unique<Normalization<T>>(batch, layer.out, w.dropout, l);
    }
    const long rows = long(batch) * w.batches;
    x = block(rows * ins), t = block(rows * outs), gatheredX = block(long(batch) * ins), gatheredT = block(long(batch) * outs);
    for (long i = 0; i < rows * ins; i++) x[i] = T(2 * uniform(1, i) - 1);
    if (w.output == Out::softmax)
      for (long r = 0; r < rows; r++) t[r * outs + int(uniform(2, r) * outs)] = 1;
    else
      for (long i = 0; i < rows * outs; i++) { double u = uniform(2, i); t[i] = T(w.output == Out::sigmoid ? (u < 0.5 ? 0 : 1) : 2 * u - 1); }
    start();
    ways();
  }

  ~Network() { for (void* each : blocks) std::free(each); }
  Network(const Network&) = delete;

  // One update on the rows with these numbers; the loss before it.
  double step(const int* order) {
    gather(order);
    forward();
    const double loss = lossAndGradient(w.output, layers[n - 1].z, gatheredT, layers[n - 1].d, w.batch, outs);
    now = Update::at(w.rule, w.l2, ++steps);
    sumRows<T>(layers[n - 1].d, gVectors + layers[n - 1].b - vectors, w.batch, outs);
    for (int l = n - 1; l >= 0; l--) {
      if (l) layers[l].input();
      layers[l].learn();
      if (l) backward(layers[l - 1]);
    }
    update(now, false, p + vectors, gVectors, m + vectors, v + vectors, all - vectors);
    return loss;
  }

  void predict() {
    forward();
    outputs(w.output, layers[n - 1].z, w.batch, outs);
  }

  void gather(const int* order) {
    const int ins = w.widths[0];
#pragma omp parallel for schedule(static) if (threads > 1 && long(w.batch) * ins > worthThreads)
    for (int r = 0; r < w.batch; r++) {
      std::copy_n(x + long(order[r]) * ins, ins, gatheredX + long(r) * ins);
      std::copy_n(t + long(order[r]) * outs, outs, gatheredT + long(r) * outs);
    }
  }

  // The loss of the rows with these numbers, in double.
  double loss(const int* order) {
    gather(order);
    forward();
    const T* y = layers[n - 1].z;
    double total = 0;
    for (int r = 0; r < w.batch; r++, y += outs) {
      const T* target = gatheredT + long(r) * outs;
      if (w.output == Out::softmax) {
        double high = *std::max_element(y, y + outs), sum = 0;
        for (int j = 0; j < outs; j++) sum += std::exp(double(y[j]) - high);
        for (int j = 0; j < outs; j++) total += target[j] * (high + std::log(sum) - y[j]);
      } else {
        for (int j = 0; j < outs; j++) {
          double number = y[j], goal = target[j];
          total += (w.output == Out::sigmoid ? std::max(number, 0.0) - number * goal + std::log1p(std::exp(-std::fabs(number))) : (number - goal) * (number - goal)) / outs;
        }
      }
    }
    return total / w.batch;
  }

  // The weights and vectors that every peer starts from.
  void start() {
    steps = 0;
    for (T* each : {p, m, v}) std::fill_n(each, all, T(0));
    std::vector<T> first;
    for (int l = 0; l < n; l++) {
      const Layer& layer = layers[l];
      const int in = layer.in, out = layer.out;
      const double bound = std::sqrt(6.0 / (in + out));
      first.resize(long(in) * out);
      for (long i = 0; i < long(in) * out; i++) {
        long to = layer.layout == Layout::inputsFirst ? i % in * out + i / in : i;
        first[to] = T((2 * uniform(10 + l, i) - 1) * bound);
      }
      put(layer, first.data());
      if (layer.s) std::fill_n(p + layer.s, out, T(w.hidden == Act::prelu ? 0.25 : 1));
    }
  }

  // Every product once in each of its ways, and again until the time is over; then back to the start.
  void tryAll(double limit) {
    std::vector<int> order(w.batch);
    std::iota(order.begin(), order.end(), 0);
    size_t most = 1;
    for (Layer& layer : layers) most = std::max({most, layer.forward.count(), layer.input.count(), layer.learn.count()});
    Choice::trying = true;
    double begin = ::now();
    for (size_t i = 0; i < most || ::now() - begin < limit; i++) w.predict ? predict() : void(step(order.data()));
    Choice::trying = false;
    for (Layer& layer : layers) layer.forward.settle(), layer.input.settle(), layer.learn.settle();
    start();
  }

  double cost(int l) const { return layers[l].forward.cost() + layers[l].input.cost() + layers[l].learn.cost(); }

  std::string describe() const {
    std::string text;
    for (const Layer& layer : layers)
      for (const Choice* each : {&layer.forward, &layer.input, &layer.learn})
        if (each->count()) text += "  " + each->name() + " " + std::to_string(each->cost() * 1e6) + "\n";
    return text;
  }

 private:
  struct Layer {
    int in, out;
    Layout layout;
    bool last;
    long w = 0, count = 0, b = 0, s = 0, beta = 0;
    T *z = nullptr, *a = nullptr, *d = nullptr;
    Choice forward, input, learn;
    std::unique_ptr<Normalization<T>> normal;
#ifdef PEER_ONEDNN
    std::unique_ptr<InnerProduct> inner;
#endif
  };

  int n, outs, steps = 0;
  long vectors = 0, all = 0, room = 0;
  T *p, *m, *v, *gVectors, *scratch, *x, *t, *gatheredX, *gatheredT;
  Update now{};
  std::vector<Layer> layers;
  std::vector<void*> blocks;

  T* block(long count) {
    const size_t page = size_t(count) * sizeof(T) < (1 << 20) ? 64 : 1 << 21, bytes = (size_t(count) * sizeof(T) + page) / page * page;
    void* memory = std::aligned_alloc(page, bytes);
    madvise(memory, bytes, MADV_HUGEPAGE);
    std::fill_n(static_cast<T*>(memory), bytes / sizeof(T), T(0));
    blocks.push_back(memory);
    return static_cast<T*>(memory);
  }

  long largest() const {
    long most = 0;
    for (const Layer& layer : layers) most = std::max(most, layer.count);
    return most;
  }

  bool fusesRelu(const Layer& layer) const { return !layer.last && w.hidden == Act::relu && !w.normalized; }

  void put(const Layer& layer, const T* from) {
#ifdef PEER_ONEDNN
    if constexpr (sizeof(T) == sizeof(float)) if (layer.inner) { layer.inner->put(from, p + layer.w); return; }
#endif
    std::copy_n(from, layer.count, p + layer.w);
  }

  void forward() {
    for (Layer& layer : layers) {
      layer.forward();
      if (layer.normal) layer.normal->forward(layer.z, layer.a, p + layer.b, p + layer.s, p + layer.beta);
    }
  }

  // Bias and activation of some rows, right after their product.
  void finish(const Layer& layer, int from, int rows) {
    T* zr = layer.z + long(from) * layer.out;
    if (layer.last) addBias(zr, p + layer.b, rows, layer.out);
    else if (w.normalized) return;
    else if (w.hidden == Act::relu) addBiasRelu(zr, p + layer.b, rows, layer.out);
    else activate(w.hidden, zr, layer.a + long(from) * layer.out, p + layer.b, p + layer.s, rows, layer.out);
  }

  void backward(Layer& layer) {
    T *gb = gVectors + layer.b - vectors, *gs = layer.s ? gVectors + layer.s - vectors : nullptr;
    if (layer.normal) layer.normal->backward(layer.d, layer.z, layer.a, p + layer.s, gb, gs, gVectors + layer.beta - vectors);
    else if (w.hidden == Act::relu) reluBackward(layer.d, layer.a, gb, w.batch, layer.out);
    else slopeBackward(w.hidden, layer.d, layer.z, layer.a, p + layer.s, gs, gb, w.batch, layer.out);
  }

  // body(from, count) for every one of some equal pieces of a range, shared among the threads.
  template <class F> static void pieces(int range, int count, bool shared, F body) {
#pragma omp parallel for schedule(static) if (shared)
    for (int i = 0; i < count; i++) {
      const int from = int(long(range) * i / count), to = int(long(range) * (i + 1) / count);
      body(from, to - from);
    }
  }

  void ways() {
    for (int l = 0; l < n; l++) {
      Layer& layer = layers[l];
      const T* from = l ? layers[l - 1].a : gatheredX;
      T* to = l ? layers[l - 1].d : nullptr;
      if (layer.layout == Layout::blocked) blockedWays(layer, from, to);
      else for (const Library<T>& library : libraries<T>()) plainWays(layer, from, to, library);
    }
  }

  void plainWays(Layer& layer, const T* from, T* to, const Library<T>& library) {
    const int in = layer.in, out = layer.out, batch = w.batch;
    const bool outputsFirst = layer.layout == Layout::outputsFirst;
    const std::string name = std::string(library.name) + (outputsFirst ? " outputs first" : " inputs first");
    const Product<T> product = library.product;
    T* weights = p + layer.w;
    const int stride = outputsFirst ? in : out;
    for (int shared = 0; shared < (threads > 1 && batch > 1 ? 2 : 1); shared++) {
      const int parts = shared ? threads : 1;
      const std::string how = name + (shared ? ", shared" : ", alone");
      layer.forward.add("forward, " + how, [=, this, &layer] {
        pieces(batch, parts, shared, [=, this, &layer](int row, int rows) {
          product(false, outputsFirst, rows, out, in, from + long(row) * in, in, weights, stride, layer.z + long(row) * out, out);
          finish(layer, row, rows);
        });
      });
      if (w.predict) continue;
      if (to) layer.input.add("input, " + how, [=, &layer] {
        pieces(batch, parts, shared, [=, &layer](int row, int rows) {
          product(false, !outputsFirst, rows, in, out, layer.d + long(row) * out, out, weights, stride, to + long(row) * in, in);
        });
      });
      const int range = outputsFirst ? out : in;
      for (int cuts = parts; cuts == parts || (cuts <= 16 * parts && range / cuts >= 16); cuts *= 2)
        layer.learn.add("learn in " + std::to_string(cuts) + ", " + how, [=, this, &layer] {
          pieces(range, cuts, shared, [=, this, &layer](int first, int count) {
            T* g = scratch + omp_get_thread_num() * room;
            if (outputsFirst) product(true, false, count, in, batch, layer.d + first, out, from, in, g, in);
            else product(true, false, count, out, batch, from + first, in, layer.d, out, g, out);
            const long at = layer.w + long(first) * stride;
            update(now, true, p + at, g, m + at, v + at, long(count) * stride);
          });
        });
    }
    if (!library.threaded || threads == 1) return;
    layer.forward.add("forward, " + name + ", by itself", [=, this, &layer] {
      product(false, outputsFirst, batch, out, in, from, in, weights, stride, layer.z, out);
      pieces(batch, threads, long(batch) * out > worthThreads, [=, this, &layer](int row, int rows) { finish(layer, row, rows); });
    });
    if (w.predict) return;
    if (to) layer.input.add("input, " + name + ", by itself", [=, &layer] { product(false, !outputsFirst, batch, in, out, layer.d, out, weights, stride, to, in); });
    layer.learn.add("learn, " + name + ", by itself", [=, this, &layer] {
      if (outputsFirst) product(true, false, out, in, batch, layer.d, out, from, in, scratch, in);
      else product(true, false, in, out, batch, from, in, layer.d, out, scratch, out);
      updateWeights(layer);
    });
  }

  void updateWeights(const Layer& layer) {
    pieces(int(layer.count / 16), threads, layer.count > worthThreads, [=, this, &layer](int first, int count) {
      const long start = 16l * first, length = start + 16l * count == layer.count / 16 * 16 ? layer.count - start : 16l * count;
      update(now, true, p + layer.w + start, scratch + start, m + layer.w + start, v + layer.w + start, length);
    });
  }

  void blockedWays([[maybe_unused]] Layer& layer, [[maybe_unused]] const T* from, [[maybe_unused]] T* to) {
#ifdef PEER_ONEDNN
    if constexpr (sizeof(T) == sizeof(float)) {
      auto product = layer.inner->forward(from, p + layer.w, p + layer.b, layer.z);
      const bool finished = layer.last || fusesRelu(layer) || w.normalized;
      layer.forward.add("forward, oneDNN's inner product", finished ? product : std::function<void()>([=, this, &layer] { product(); finish(layer, 0, w.batch); }));
      if (w.predict) return;
      if (to) layer.input.add("input, oneDNN's inner product", layer.inner->input(layer.d, p + layer.w, to));
      auto gradient = layer.inner->gradient(from, layer.d, scratch);
      layer.learn.add("learn, oneDNN's inner product", [=, this, &layer] { gradient(); updateWeights(layer); });
    }
#endif
  }
};
