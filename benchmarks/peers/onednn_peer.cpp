// The same training steps in C++: products by oneDNN (or OpenBLAS), everything else in plain loops that the compiler
// turns into vector code. Samples are rows. Prints one JSON line per workload, like the other peers.
// usage: onednn_peer [--workload A,B|all] [--type float|double] [--threads N] [--seconds S] [--check]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>
#include <omp.h>
#ifdef PEER_OPENBLAS
#include <cblas.h>
static const char* const peer = "openblas";
#else
#include <dnnl.h>
static const char* const peer = "onednn";
#endif

using std::string;
using std::vector;

// C = op(A)·op(B), all in rows.
#ifdef PEER_OPENBLAS
static void product(bool ta, bool tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb, float* c) {
  cblas_sgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, m, n, k, 1, a, lda, b, ldb, 0, c, n);
}
static void product(bool ta, bool tb, int m, int n, int k, const double* a, int lda, const double* b, int ldb, double* c) {
  cblas_dgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, m, n, k, 1, a, lda, b, ldb, 0, c, n);
}
static string version() {
  string text = OPENBLAS_VERSION;  // " OpenBLAS 0.3.21 "
  return text.substr(text.find_first_of("0123456789"), text.find_last_of("0123456789") + 1 - text.find_first_of("0123456789"));
}
#else
static void product(bool ta, bool tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb, float* c) {
  if (dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, 1, a, lda, b, ldb, 0, c, n) != dnnl_success) { std::fprintf(stderr, "dnnl_sgemm failed\n"); std::exit(1); }
}
static string version() {
  const dnnl_version_t* v = dnnl_version();
  return std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch);
}
#endif

enum class Act { prelu, swish, leaky, relu };
enum class Out { sigmoid, softmax, linear };

struct Work {
  string name;
  vector<int> widths;
  Act hidden;
  Out output;
  bool adam;
  double l2;
  int batch, batches, proof;
  bool predict = false, epoch = false;
};

static vector<Work> workloads() {
  const vector<int> small{4, 12, 12, 3}, medium{784, 128, 64, 10}, large{784, 1024, 1024, 10};
  return {
    {"W1a", small, Act::prelu, Out::sigmoid, false, 1e-4, 64, 64, 100},
    {"W1b", small, Act::swish, Out::softmax, false, 1e-4, 64, 64, 100},
    {"W1c", small, Act::prelu, Out::linear, false, 1e-4, 64, 64, 100},
    {"W1leaky", small, Act::leaky, Out::sigmoid, false, 0, 64, 64, 100},
    {"W1epoch", small, Act::prelu, Out::sigmoid, false, 1e-4, 64, 625, 0, false, true},
    {"W2", medium, Act::relu, Out::softmax, true, 0, 64, 32, 8},
    {"W2b32", medium, Act::relu, Out::softmax, true, 0, 32, 64, 8},
    {"W3", large, Act::relu, Out::softmax, true, 0, 256, 4, 8},
    {"W5a", small, Act::prelu, Out::sigmoid, false, 0, 1, 1, 0, true},
    {"W5b", medium, Act::relu, Out::softmax, true, 0, 1, 1, 0, true},
    {"W5c", large, Act::relu, Out::softmax, true, 0, 1024, 1, 0, true},
  };
}

// SplitMix64, as in SharedNumbers.cs.
static double uniform(uint64_t stream, uint64_t index) {
  uint64_t z = (stream << 40) + (index + 1) * 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return double((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static int threads = 1;

template <class T> struct Net {
  const Work& w;
  int n, outs, steps = 0;
  size_t weights = 0;
  vector<size_t> wAt, bAt, sAt;
  vector<T> p, g, m, v, x, t, gatheredX, gatheredT;
  vector<vector<T>> z, a, d;

  explicit Net(const Work& work) : w(work), n(int(work.widths.size()) - 1), outs(work.widths.back()) {
    size_t at = 0;
    for (int l = 0; l < n; l++) { wAt.push_back(at); at += size_t(w.widths[l]) * w.widths[l + 1]; }
    weights = at;
    for (int l = 0; l < n; l++) { bAt.push_back(at); at += w.widths[l + 1]; }
    for (int l = 0; l + 1 < n; l++) { sAt.push_back(at); at += w.widths[l + 1]; }
    p.assign(at, 0), g = m = v = p;
    for (int l = 0; l < n; l++) {
      int in = w.widths[l], out = w.widths[l + 1];
      double bound = std::sqrt(6.0 / (in + out));
      for (size_t i = 0; i < size_t(in) * out; i++) p[wAt[l] + i] = T((2 * uniform(10 + l, i) - 1) * bound);
      if (l + 1 < n) std::fill_n(p.begin() + sAt[l], out, T(w.hidden == Act::swish ? 1 : 0.25));
      z.emplace_back(size_t(w.batch) * out);
    }
    a = d = z;
    size_t rows = size_t(w.batch) * w.batches;
    int ins = w.widths[0];
    x.resize(rows * ins), t.assign(rows * outs, 0);
    for (size_t i = 0; i < x.size(); i++) x[i] = T(2 * uniform(1, i) - 1);
    if (w.output == Out::softmax)
      for (size_t r = 0; r < rows; r++) t[r * outs + int(uniform(2, r) * outs)] = 1;
    else
      for (size_t i = 0; i < t.size(); i++) { double u = uniform(2, i); t[i] = T(w.output == Out::sigmoid ? (u < 0.5 ? 0 : 1) : 2 * u - 1); }
    gatheredX.resize(size_t(w.batch) * ins), gatheredT.resize(size_t(w.batch) * outs);
  }

  void forward(const T* input) {
    for (int l = 0; l < n; l++) {
      const int in = w.widths[l], out = w.widths[l + 1], batch = w.batch;
      T* zl = z[l].data();
      T* al = a[l].data();
      const T *b = &p[bAt[l]], *s = l + 1 < n ? &p[sAt[l]] : nullptr;
      product(false, true, batch, out, in, input, in, &p[wAt[l]], in, zl);
#pragma omp parallel for if (threads > 1 && batch * out > 16384)
      for (int r = 0; r < batch; r++) {
        T* zr = zl + size_t(r) * out;
        T* ar = al + size_t(r) * out;
        if (l + 1 == n) { for (int j = 0; j < out; j++) zr[j] += b[j]; continue; }
        switch (w.hidden) {
          case Act::relu: for (int j = 0; j < out; j++) { T y = zr[j] + b[j]; zr[j] = y; ar[j] = y > 0 ? y : 0; } break;
          case Act::leaky: for (int j = 0; j < out; j++) { T y = zr[j] + b[j]; zr[j] = y; ar[j] = y > 0 ? y : T(0.01) * y; } break;
          case Act::prelu: for (int j = 0; j < out; j++) { T y = zr[j] + b[j]; zr[j] = y; ar[j] = y > 0 ? y : s[j] * y; } break;
          case Act::swish: for (int j = 0; j < out; j++) { T y = zr[j] + b[j]; zr[j] = y; ar[j] = y / (1 + std::exp(-s[j] * y)); } break;
        }
      }
      input = al;
    }
  }

  // The outputs, written over the numbers before the last activation.
  void activate() {
    T* zl = z[n - 1].data();
    if (w.output == Out::sigmoid) {
      for (int i = 0; i < w.batch * outs; i++) zl[i] = 1 / (1 + std::exp(-zl[i]));
    } else if (w.output == Out::softmax) {
      for (int r = 0; r < w.batch; r++) {
        T *row = zl + r * outs, high = row[0], sum = 0;
        for (int j = 1; j < outs; j++) high = std::max(high, row[j]);
        for (int j = 0; j < outs; j++) { row[j] = std::exp(row[j] - high); sum += row[j]; }
        for (int j = 0; j < outs; j++) row[j] /= sum;
      }
    }
  }

  double loss(const T* target) const {
    double total = 0;
    for (int r = 0; r < w.batch; r++) {
      const T *zr = &z[n - 1][r * outs], *tr = target + r * outs;
      if (w.output == Out::softmax) {
        double high = zr[0], sum = 0;
        for (int j = 1; j < outs; j++) high = std::max(high, double(zr[j]));
        for (int j = 0; j < outs; j++) sum += std::exp(zr[j] - high);
        for (int j = 0; j < outs; j++) total += tr[j] * (high + std::log(sum) - zr[j]);
      } else {
        for (int j = 0; j < outs; j++) {
          double y = zr[j];
          total += (w.output == Out::sigmoid ? std::max(y, 0.0) - y * tr[j] + std::log1p(std::exp(-std::fabs(y))) : (y - tr[j]) * (y - tr[j])) / outs;
        }
      }
    }
    return total / w.batch;
  }

  void step(const T* input, const T* target) {
    const int batch = w.batch;
    forward(input);
    activate();
    T factor = T(w.output == Out::softmax ? 1.0 / batch : (w.output == Out::linear ? 2.0 : 1.0) / (batch * outs));
    for (int i = 0; i < batch * outs; i++) d[n - 1][i] = factor * (z[n - 1][i] - target[i]);
    for (int l = n - 1; l >= 0; l--) {
      const int in = w.widths[l], out = w.widths[l + 1];
      const T* dl = d[l].data();
      product(true, false, out, in, batch, dl, out, l ? a[l - 1].data() : input, in, &g[wAt[l]]);
      T* gb = &g[bAt[l]];
      std::fill_n(gb, out, T(0));
      for (int r = 0; r < batch; r++) for (int j = 0; j < out; j++) gb[j] += dl[size_t(r) * out + j];
      if (l) {
        product(false, false, batch, in, out, dl, out, &p[wAt[l]], in, d[l - 1].data());
        backward(l - 1);
      }
    }
    update();
  }

  void backward(int l) {
    const int width = w.widths[l + 1], batch = w.batch;
    T* dl = d[l].data();
    const T *zl = z[l].data(), *al = a[l].data(), *s = &p[sAt[l]];
    T* gs = &g[sAt[l]];
    std::fill_n(gs, width, T(0));
    if (w.hidden == Act::relu) {
#pragma omp parallel for simd if (threads > 1 && batch * width > 16384)
      for (int i = 0; i < batch * width; i++) dl[i] = zl[i] > 0 ? dl[i] : 0;
    } else if (w.hidden == Act::leaky) {
      for (int i = 0; i < batch * width; i++) dl[i] *= zl[i] > 0 ? T(1) : T(0.01);
    } else {
      for (int r = 0; r < batch; r++, dl += width, zl += width, al += width) {
        if (w.hidden == Act::prelu) {
          for (int j = 0; j < width; j++) { gs[j] += zl[j] > 0 ? 0 : dl[j] * zl[j]; dl[j] *= zl[j] > 0 ? T(1) : s[j]; }
        } else {
          for (int j = 0; j < width; j++) {
            T sigmoid = 1 / (1 + std::exp(-s[j] * zl[j])), rest = al[j] * (1 - sigmoid);
            gs[j] += dl[j] * zl[j] * rest;
            dl[j] *= sigmoid + s[j] * rest;
          }
        }
      }
    }
  }

  void update() {
    const long all = long(w.hidden == Act::prelu || w.hidden == Act::swish ? p.size() : sAt[0]), decaying = long(weights);
    T *pp = p.data(), *gg = g.data(), *mm = m.data(), *vv = v.data();
    if (w.l2 > 0) { T l2 = T(w.l2); for (long i = 0; i < decaying; i++) gg[i] += l2 * pp[i]; }
    if (!w.adam) {
      for (long i = 0; i < all; i++) { mm[i] = T(0.75) * mm[i] + T(0.25) * gg[i]; pp[i] -= T(0.06) * mm[i]; }
      return;
    }
    steps++;
    const T rate = T(0.001 / (1 - std::pow(0.9, steps))), root = T(1 / std::sqrt(1 - std::pow(0.999, steps)));
#pragma omp parallel for simd if (threads > 1 && all > 16384)
    for (long i = 0; i < all; i++) {
      mm[i] = T(0.9) * mm[i] + T(0.1) * gg[i];
      vv[i] = T(0.999) * vv[i] + T(0.001) * gg[i] * gg[i];
      pp[i] -= rate * mm[i] / (std::sqrt(vv[i]) * root + T(1e-8));
    }
  }

  void gathered(const int* rows) {
    const int ins = w.widths[0];
    for (int r = 0; r < w.batch; r++) {
      std::copy_n(&x[size_t(rows[r]) * ins], ins, &gatheredX[size_t(r) * ins]);
      std::copy_n(&t[size_t(rows[r]) * outs], outs, &gatheredT[size_t(r) * outs]);
    }
    step(gatheredX.data(), gatheredT.data());
  }
};

static double seconds(const std::function<void()>& run, long count) {
  auto start = std::chrono::steady_clock::now();
  for (long i = 0; i < count; i++) run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

static double percentile(const vector<double>& sorted, double share) {
  double place = share * (sorted.size() - 1);
  size_t below = size_t(place);
  return below + 1 == sorted.size() ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

template <class T> static void measure(const Work& w, double limit, bool only) {
  Net<T> net(w);
  long at = 0;
  vector<int> order(size_t(w.batch) * w.batches);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 generator(1);
  std::function<void()> run = [&] {
    net.step(&net.x[size_t(at) * w.batch * w.widths[0]], &net.t[size_t(at) * w.batch * net.outs]);
    at = (at + 1) % w.batches;
  };
  if (w.predict) run = [&] { net.forward(net.x.data()); net.activate(); };
  if (w.epoch) run = [&] {
    std::shuffle(order.begin(), order.end(), generator);
    for (int b = 0; b < w.batches; b++) net.gathered(&order[size_t(b) * w.batch]);
  };

  char check[40] = "null";
  if (w.predict) {
    run();
    double sum = 0;
    for (T y : net.z[net.n - 1]) sum += double(y) * y;
    std::snprintf(check, sizeof check, "%.12g", sum / net.z[net.n - 1].size());
  } else if (!w.epoch) {
    for (int i = 0; i < w.proof; i++) run();
    net.forward(net.x.data());
    std::snprintf(check, sizeof check, "%.12g", net.loss(net.t.data()));
  }
  std::printf("{\"peer\": \"%s\", \"version\": \"%s\", \"workload\": \"%s\", \"type\": \"%s\", \"threads\": %d, \"check\": %s",
    peer, version().c_str(), w.name.c_str(), sizeof(T) == 4 ? "float" : "double", threads, check);
  if (!only) {
    const double window = 0.01;
    long count = 1;
    double fastest = 1e300, warm = 0;
    do {
      double elapsed = seconds(run, count);
      warm += elapsed, fastest = std::min(fastest, elapsed / count);
      if (elapsed < window / 2) count *= 2;
    } while (warm < limit / 2);
    count = std::max(1L, long(window / fastest));
    vector<double> times;
    for (double total = 0; times.size() < 5 || total < limit;) {
      double elapsed = seconds(run, count);
      total += elapsed;
      times.push_back(elapsed / count * 1e6);
    }
    std::sort(times.begin(), times.end());
    double products = 0, middle = percentile(times, 0.5);
    for (int l = 0; l < net.n; l++) products += double(w.widths[l]) * w.widths[l + 1];
    double samples = double(w.batch) * (w.epoch ? w.batches : 1), adds = samples * (w.predict ? products : 3 * products - double(w.widths[0]) * w.widths[1]);
    std::printf(", \"laneBits\": null, \"microsecondsPerStep\": %.6g, \"minimumMicroseconds\": %.6g, \"percentile5Microseconds\": %.6g, \"percentile95Microseconds\": %.6g, "
      "\"windows\": %zu, \"samplesPerSecond\": %.6g, \"multiplyAddsPerStep\": %.0f, \"gflops\": %.6g, \"fmaPeakGflops\": null, \"bytesPerStep\": null, \"finalWeightsHash\": null",
      middle, times[0], percentile(times, 0.05), percentile(times, 0.95), times.size(), samples / middle * 1e6, adds, 2 * adds / middle * 1e-3);
  }
  std::printf("}\n");
  std::fflush(stdout);
}

int main(int count, char** words) {
  string wanted = "all", type = "float";
  double limit = 1;
  bool only = false;
  for (int i = 1; i < count; i++) {
    string word = words[i];
    if (word == "--check") { only = true; continue; }
    if (i + 1 == count) { std::fprintf(stderr, "%s needs a value\n", words[i]); return 2; }
    const char* value = words[++i];
    if (word == "--workload") wanted = value;
    else if (word == "--type") type = value;
    else if (word == "--threads") threads = std::atoi(value);
    else if (word == "--seconds") limit = std::atof(value);
    else { std::fprintf(stderr, "unknown option %s\n", word.c_str()); return 2; }
  }
  omp_set_num_threads(threads);
#ifdef PEER_OPENBLAS
  openblas_set_num_threads(threads);
#endif
  for (const Work& w : workloads()) {
    if (wanted != "all" && ("," + wanted + ",").find("," + w.name + ",") == string::npos) continue;
    if (type == "float") measure<float>(w, limit, only);
#ifdef PEER_OPENBLAS
    else measure<double>(w, limit, only);
#endif
  }
  return 0;
}
