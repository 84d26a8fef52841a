// What is trained and predicted, and the numbers that every peer starts from.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

enum class Act { prelu, swish, leaky, relu };
enum class Out { sigmoid, softmax, linear };
enum class Rule { momentum, adam, adamw };

struct Work {
  std::string name;
  std::vector<int> widths;
  Act hidden;
  Out output;
  Rule rule;
  double l2;
  int batch, batches, proof;
  bool predict = false, epoch = false, normalized = false;
  double dropout = 0;

  int layers() const { return int(widths.size()) - 1; }
  // Of one step: forward, and in training the gradients of weights and of inputs except the first layer's.
  double multiplyAdds() const {
    double products = 0;
    for (int l = 0; l < layers(); l++) products += double(widths[l]) * widths[l + 1];
    return samples() * (predict ? products : 3 * products - double(widths[0]) * widths[1]);
  }
  double samples() const { return double(batch) * (epoch ? batches : 1); }
};

inline std::vector<Work> workloads() {
  const std::vector<int> small{4, 12, 12, 3}, medium{784, 128, 64, 10}, large{784, 1024, 1024, 10}, deep{64, 256, 256, 256, 1};
  return {
    {"W1a", small, Act::prelu, Out::sigmoid, Rule::momentum, 1e-4, 64, 64, 100},
    {"W1b", small, Act::swish, Out::softmax, Rule::momentum, 1e-4, 64, 64, 100},
    {"W1c", small, Act::prelu, Out::linear, Rule::momentum, 1e-4, 64, 64, 100},
    {"W1leaky", small, Act::leaky, Out::sigmoid, Rule::momentum, 0, 64, 64, 100},
    {"W1epoch", small, Act::prelu, Out::sigmoid, Rule::momentum, 1e-4, 64, 625, 0, false, true},
    {"W2", medium, Act::relu, Out::softmax, Rule::adam, 0, 64, 32, 8},
    {"W2b32", medium, Act::relu, Out::softmax, Rule::adam, 0, 32, 64, 8},
    {"W3", large, Act::relu, Out::softmax, Rule::adam, 0, 256, 4, 8},
    {"W4", deep, Act::relu, Out::sigmoid, Rule::adamw, 0, 256, 16, 8, false, false, true, 0.1},
    {"W4b", deep, Act::relu, Out::sigmoid, Rule::adamw, 0, 256, 16, 8, false, false, true},
    {"W5a", small, Act::prelu, Out::sigmoid, Rule::momentum, 0, 1, 1, 0, true},
    {"W5b", medium, Act::relu, Out::softmax, Rule::adam, 0, 1, 1, 0, true},
    {"W5c", large, Act::relu, Out::softmax, Rule::adam, 0, 1024, 1, 0, true},
  };
}

// SplitMix64, as in SharedNumbers.cs.
inline double uniform(uint64_t stream, uint64_t index) {
  uint64_t z = (stream << 40) + (index + 1) * 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return double((z ^ (z >> 31)) >> 11) * 0x1p-53;
}
