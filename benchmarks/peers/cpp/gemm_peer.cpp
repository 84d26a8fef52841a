// Products of square matrices on one thread, by every library that is there; libxsmm, which makes a kernel for each size
// while it runs, for the small ones it is meant for. Prints one JSON line per library and size, like the other peers.
// usage: gemm_peer [--workload gemm-8,gemm-96|gemm] [--type float|double] [--seconds S] [--check]
#include <omp.h>
#include "libraries.hpp"
#include "measure.hpp"
#include "workloads.hpp"
#ifdef PEER_LIBXSMM
#include <libxsmm.h>
#endif

template <class T> static T* block(size_t count) { return static_cast<T*>(std::aligned_alloc(64, (count * sizeof(T) + 63) / 64 * 64)); }

template <class T> struct Matrices {
  int size, stride;
  T *a, *b, *c;

  // Rows a multiple of 4 KiB apart would fight for the same cache sets.
  explicit Matrices(int size) : size(size), stride(size + (size % 1024 == 0 ? 16 : 0)) {
    T** all[] = {&a, &b, &c};
    for (int i = 0; i < 3; i++) {
      *all[i] = block<T>(size_t(size) * stride);
      for (int j = 0; j < size * size; j++) (*all[i])[size_t(j / size) * stride + j % size] = i == 2 ? T(0) : T(2 * uniform(1 + i, j) - 1);
    }
  }
  ~Matrices() { std::free(a), std::free(b), std::free(c); }
  Matrices(const Matrices&) = delete;

  double meanSquare() const {
    double sum = 0;
    for (int i = 0; i < size * size; i++) { double x = c[size_t(i / size) * stride + i % size]; sum += x * x; }
    return sum / size / size;
  }
};

template <class T, class F> static void measure(const char* peer, const std::string& version, const Options& options, const Matrices<T>& matrices, F run) {
  const double size = matrices.size;
  std::fill_n(matrices.c, size_t(matrices.size) * matrices.stride, T(0));
  run();
  const std::string check = number(matrices.meanSquare());
  const std::vector<double> times = options.check ? std::vector<double>{} : windows(run, options.seconds);
  line(peer, version, "gemm-" + std::to_string(matrices.size), options, 1, check, times, size, size * size * size);
}

#ifdef PEER_LIBXSMM
static auto dispatch(int n, int stride, float one, float zero) { return libxsmm_smmdispatch(n, n, n, &stride, &stride, &stride, &one, &zero, nullptr, nullptr); }
static auto dispatch(int n, int stride, double one, double zero) { return libxsmm_dmmdispatch(n, n, n, &stride, &stride, &stride, &one, &zero, nullptr, nullptr); }
#endif

template <class T> static void measureAll(const Options& options) {
  for (int size : {8, 16, 24, 32, 48, 64, 80, 96, 128, 256, 512, 1024}) {
    if (!options.wants("gemm-" + std::to_string(size), "gemm")) continue;
    const Matrices<T> m(size);
    for (const Library<T>& library : libraries<T>())
      measure(library.peer, library.version, options, m, [&] { library.product(false, false, size, size, size, m.a, m.stride, m.b, m.stride, m.c, m.stride); });
#ifdef PEER_LIBXSMM
    // Its matrices lie in columns: C = A·B in rows is Cᵀ = Bᵀ·Aᵀ there.
    if (size > 128) continue;
    if (auto kernel = dispatch(size, m.stride, T(1), T(0))) measure("libxsmm", LIBXSMM_CONFIG_VERSION, options, m, [&] { kernel(m.b, m.a, m.c); });
#endif
  }
}

int main(int count, char** words) {
  const Options options(count, words);
  omp_set_num_threads(1);
#ifdef PEER_OPENBLAS
  openblas_set_num_threads(1);
#endif
  if (options.type == "float") measureAll<float>(options);
  else measureAll<double>(options);
}
