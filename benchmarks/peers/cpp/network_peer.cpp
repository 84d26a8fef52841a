// The same training steps in C++: products by oneDNN and OpenBLAS, whichever is there and faster for each, everything else in
// plain loops. Samples are rows. Prints one JSON line per workload, like the other peers.
// usage: network_peer [--workload A,B|all] [--type float|double] [--threads N] [--seconds S] [--check]
// With PEER_EXPLAIN in the environment it says on stderr which ways it chose, and their microseconds.
#include <random>
#include "network.hpp"

constexpr int rounds = 3;

// The layout of the weights that makes each layer fastest. The layouts have their turns several times, so that a disturbance
// of the machine does not decide.
template <class T> static std::vector<Layout> layouts(const Work& w, double limit) {
  std::vector<Layout> candidates{Layout::outputsFirst, Layout::inputsFirst};
#ifdef PEER_ONEDNN
  if (sizeof(T) == sizeof(float)) candidates.push_back(Layout::blocked);
#endif
  std::vector<std::unique_ptr<Network<T>>> networks;
  for (Layout layout : candidates) networks.push_back(std::make_unique<Network<T>>(w, std::vector<Layout>(w.layers(), layout)));
  for (int round = 0; round < rounds; round++)
    for (auto& network : networks) network->tryAll(limit / rounds);
  std::vector<Layout> best;
  for (int l = 0; l < w.layers(); l++) {
    auto fastest = std::min_element(networks.begin(), networks.end(), [l](auto& a, auto& b) { return a->cost(l) < b->cost(l); });
    best.push_back(candidates[fastest - networks.begin()]);
  }
  return best;
}

template <class T> static void measure(const Work& w, const Options& options) {
  threads = w.predict && w.batch < 64 * options.threads ? 1 : options.threads;
  omp_set_num_threads(threads);
  const double limit = std::min(0.4, options.seconds);
  Network<T> net(w, layouts<T>(w, limit));
  for (int round = 0; round < rounds; round++) net.tryAll(limit / rounds);
  if (std::getenv("PEER_EXPLAIN")) std::fprintf(stderr, "%s\n%s", w.name.c_str(), net.describe().c_str());

  std::vector<int> order(size_t(w.batch) * w.batches);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 generator(1);
  long at = 0;
  double last = 0;
  auto step = [&] {
    last = net.step(&order[size_t(at) * w.batch]);
    at = at + 1 == w.batches ? 0 : at + 1;
  };
  auto predict = [&] { net.predict(); };
  auto epoch = [&] {
    std::shuffle(order.begin(), order.end(), generator);
    for (int b = 0; b < w.batches; b++) step();
  };

  std::string check = "null";
  if (w.predict) {
    net.gather(order.data());
    predict();
    double sum = 0;
    const int count = w.batch * w.widths.back();
    for (int i = 0; i < count; i++) sum += double(net.z.back()[i]) * net.z.back()[i];
    check = number(sum / count);
  } else if (!w.epoch) {
    for (int i = 0; i < w.proof; i++) step();
    double loss = net.loss(order.data());
    if (w.dropout == 0) check = number(loss);
  }
  std::vector<double> times;
  if (!options.check) times = w.predict ? windows(predict, options.seconds) : w.epoch ? windows(epoch, options.seconds) : windows(step, options.seconds);
  const Library<T> first = libraries<T>().front();
  line(first.peer, first.version, w.name, options, threads, check, times, w.samples(), w.multiplyAdds());
}

int main(int count, char** words) {
  const Options options(count, words);
#ifdef PEER_OPENBLAS
  // Its own threads would wait for the cores on which OpenMP's wait; shared products call it from those.
  openblas_set_num_threads(1);
#endif
  for (const Work& w : workloads()) {
    if (!options.wants(w.name, "all")) continue;
    if (options.type == "float") measure<float>(w, options);
#ifdef PEER_OPENBLAS
    else measure<double>(w, options);
#endif
  }
}
