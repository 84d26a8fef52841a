// A part of a step that can be computed in several ways: while trying, each way has its turn and is timed where it stands,
// with the caches as they are then; afterwards the fastest is kept.
#pragma once
#include <algorithm>
#include <functional>
#include <string>
#include <vector>
#include "measure.hpp"

struct Way {
  std::string name;
  std::function<void()> run;
  double fastest = 1e300;
};

class Choice {
 public:
  static inline bool trying = false;

  void add(std::string name, std::function<void()> run) { ways.push_back({std::move(name), std::move(run)}); }

  void operator()() {
    if (!trying) { ways[at].run(); return; }
    double start = now();
    ways[at].run();
    ways[at].fastest = std::min(ways[at].fastest, now() - start);
    at = (at + 1) % ways.size();
  }

  void settle() {
    at = std::min_element(ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.fastest < b.fastest; }) - ways.begin();
  }

  size_t count() const { return ways.size(); }
  // Of the fastest way, in seconds; 0 if there is nothing to do.
  double cost() const { return ways.empty() ? 0 : ways[at].fastest; }
  const std::string& name() const { return ways[at].name; }

 private:
  std::vector<Way> ways;
  size_t at = 0;
};
