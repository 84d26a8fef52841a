// The clock, the options and the lines of JSON, as in shared.py.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

struct Options {
  std::string workload = "all", type = "float";
  int threads = 1;
  double seconds = 1;
  bool check = false;

  Options(int count, char** words) {
    for (int i = 1; i < count; i++) {
      std::string word = words[i];
      if (word == "--check") { check = true; continue; }
      if (i + 1 == count) fail(word + " needs a value");
      const char* value = words[++i];
      if (word == "--workload") workload = value;
      else if (word == "--type") type = value;
      else if (word == "--threads") threads = std::atoi(value);
      else if (word == "--seconds") seconds = std::atof(value);
      else fail("unknown option " + word);
    }
    if (threads < 1) fail("--threads needs a number from 1");
    if (type != "float" && type != "double") fail("--type is float or double");
  }

  // A list such as "W2,gemm", where group is "all" for networks and "gemm" for products.
  bool wants(const std::string& name, const char* group) const {
    std::istringstream words(workload);
    for (std::string word; std::getline(words, word, ',');)
      if (word == name || word == group) return true;
    return false;
  }

  [[noreturn]] static void fail(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(2);
  }
};

inline double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

template <class F> double seconds(F& run, long count) {
  double start = now();
  for (long i = 0; i < count; i++) run();
  return now() - start;
}

inline double percentile(const std::vector<double>& sorted, double share) {
  double place = share * (sorted.size() - 1);
  size_t below = size_t(place);
  return below + 1 == sorted.size() ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

// Microseconds per step over many short windows, sorted, after half the time of warming up.
template <class F> std::vector<double> windows(F& run, double limit) {
  const double window = 0.01;
  long count = 1;
  double fastest = 1e300, warm = 0;
  do {
    double elapsed = seconds(run, count);
    warm += elapsed, fastest = std::min(fastest, elapsed / count);
    if (elapsed < window / 2) count *= 2;
  } while (warm < limit / 2);
  count = std::max(1L, long(window / fastest));
  std::vector<double> times;
  for (double total = 0; times.size() < 5 || total < limit;) {
    double elapsed = seconds(run, count);
    total += elapsed;
    times.push_back(elapsed / count * 1e6);
  }
  std::sort(times.begin(), times.end());
  return times;
}

// check: what shows that the right thing was computed, or "null"; times: none if only that is wanted.
inline void line(const char* peer, const std::string& version, const std::string& workload, const Options& options, int threads,
                 const std::string& check, const std::vector<double>& times, double samples, double multiplyAdds) {
  std::printf("{\"peer\": \"%s\", \"version\": \"%s\", \"workload\": \"%s\", \"type\": \"%s\", \"threads\": %d, \"check\": %s",
    peer, version.c_str(), workload.c_str(), options.type.c_str(), threads, check.c_str());
  if (!times.empty()) {
    double middle = percentile(times, 0.5);
    std::printf(", \"laneBits\": null, \"microsecondsPerStep\": %.6g, \"minimumMicroseconds\": %.6g, \"percentile5Microseconds\": %.6g, \"percentile95Microseconds\": %.6g, "
      "\"windows\": %zu, \"samplesPerSecond\": %.6g, \"multiplyAddsPerStep\": %.0f, \"gflops\": %.6g, \"fmaPeakGflops\": null, \"bytesPerStep\": null, \"finalWeightsHash\": null",
      middle, times[0], percentile(times, 0.05), percentile(times, 0.95), times.size(), samples / middle * 1e6, multiplyAdds, 2 * multiplyAdds / middle * 1e-3);
  }
  std::printf("}\n");
  std::fflush(stdout);
}

inline std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.12g", value);
  return text;
}
