// Batch normalization, relu and dropout together: two passes over the numbers each way.
#pragma once
#include <algorithm>
#include <vector>
#include "lanes.hpp"
#include "workloads.hpp"

// xoshiro128++ (Blackman and Vigna, 2019), sixteen generators side by side for every pair of vectors.
struct Generators {
  typedef uint32_t Lanes __attribute__((vector_size(64)));
  Lanes s[4];

  explicit Generators(uint64_t stream) {
    for (int i = 0; i < 4 * 16; i++) s[i / 16][i % 16] = uint32_t(uniform(stream, i) * 0x1p32) | 1;
  }

  Lanes next() {
    Lanes sum = s[0] + s[3], number = ((sum << 7) | (sum >> 25)) + s[0], shifted = s[1] << 9;
    s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3], s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >> 21);
    return number;
  }
};

template <class T> class Normalization {
 public:
  Normalization(int rows, int columns, double dropout, int layer)
      : rows(rows), columns(columns), dropout(dropout), mean(columns), inverse(columns), runningMean(columns), runningVariance(columns, T(1)) {
    for (int i = 0; i < columns; i++) generators.emplace_back(100 + uint64_t(layer) * columns + i);
  }

  // a = dropout(relu(γ·(z − mean)/√(variance + ε) + β)). The bias before it moves the mean alone, so it is added to that only.
  void forward(const T* z, T* a, const T* bias, const T* gamma, const T* beta) {
    const T scale = T(1 / (1 - dropout));
    strips<T>(columns, long(rows) * columns, [=, this]<class V, int count>(int first) {
      constexpr int lanes = sizeof(V) / sizeof(T);
      // Distances from the first row: a large mean costs no digits.
      V origin[count], sum[count] = {}, square[count] = {}, factor[count], shift[count];
      for (int k = 0; k < count; k++) origin[k] = load<V>(z + first + k * lanes);
      for (int r = 1; r < rows; r++)
        for (int k = 0; k < count; k++) {
          V x = load<V>(z + long(r) * columns + first + k * lanes) - origin[k];
          sum[k] += x, square[k] += x * x;
        }
      for (int k = 0; k < count; k++) {
        const int at = first + k * lanes;
        V away = sum[k] / T(rows), center = origin[k] + away, variance = relu(square[k] / T(rows) - away * away), inv = 1 / root(variance + T(1e-5));
        store(&mean[at], center), store(&inverse[at], inv);
        V seen = load<V>(&runningMean[at]), spread = load<V>(&runningVariance[at]);
        store(&runningMean[at], seen + T(0.1) * (center + load<V>(bias + at) - seen));
        store(&runningVariance[at], spread + T(0.1) * (variance * (T(rows) / (rows - 1)) - spread));
        factor[k] = load<V>(gamma + at) * inv * scale;
        shift[k] = load<V>(beta + at) * scale - factor[k] * center;
      }
      if (dropout == 0) {
        for (long at = first; at < long(rows) * columns; at += columns)
          for (int k = 0; k < count; k++) store(a + at + k * lanes, relu(load<V>(z + at + k * lanes) * factor[k] + shift[k]));
        return;
      }
      Generators own = generators[first];
      for (long at = first; at < long(rows) * columns; at += columns) {
        Generators::Lanes number{};
        for (int k = 0; k < count; k++) {
          // One number serves two columns, 16 bits each.
          number = k % 2 ? number >> 16 : own.next();
          V y = relu(load<V>(z + at + k * lanes) * factor[k] + shift[k]);
          store(a + at + k * lanes, keeps<V>(number & 0xFFFF) ? y : V{});
        }
      }
      generators[first] = own;
    });
  }

  // In place: from the gradient with respect to a to that with respect to z; what was dropped or cut off is 0 in a.
  void backward(T* d, const T* z, const T* a, const T* gamma, T* gBias, T* gGamma, T* gBeta) {
    const T scale = T(1 / (1 - dropout));
    strips<T>(columns, long(rows) * columns, [=, this]<class V, int count>(int first) {
      constexpr int lanes = sizeof(V) / sizeof(T);
      V sum[count] = {}, dot[count] = {}, center[count], bias[count] = {}, factor[count], slope[count], shift[count];
      for (int k = 0; k < count; k++) center[k] = load<V>(&mean[first + k * lanes]);
      for (long at = first; at < long(rows) * columns; at += columns)
        for (int k = 0; k < count; k++) {
          V y = load<V>(a + at + k * lanes) > V{} ? load<V>(d + at + k * lanes) * scale : V{};
          store(d + at + k * lanes, y);
          sum[k] += y, dot[k] += y * (load<V>(z + at + k * lanes) - center[k]);
        }
      for (int k = 0; k < count; k++) {
        const int at = first + k * lanes;
        V inv = load<V>(&inverse[at]);
        store(gGamma + at, dot[k] * inv), store(gBeta + at, sum[k]);
        factor[k] = load<V>(gamma + at) * inv;
        slope[k] = -factor[k] * inv * inv * dot[k] / T(rows);
        shift[k] = -factor[k] * sum[k] / T(rows) - slope[k] * center[k];
      }
      for (long at = first; at < long(rows) * columns; at += columns)
        for (int k = 0; k < count; k++) {
          V y = factor[k] * load<V>(d + at + k * lanes) + (slope[k] * load<V>(z + at + k * lanes) + shift[k]);
          store(d + at + k * lanes, y);
          bias[k] += y;
        }
      for (int k = 0; k < count; k++) store(gBias + first + k * lanes, bias[k]);
    });
  }

 private:
  int rows, columns;
  double dropout;
  std::vector<T> mean, inverse, runningMean, runningVariance;
  std::vector<Generators> generators;

  template <class V> auto keeps(Generators::Lanes number) const {
    const uint32_t limit = uint32_t((1 - dropout) * 65536 + 0.5);
    if constexpr (std::is_floating_point_v<V>) return number[0] < limit;
    else if constexpr (sizeof(V{}[0]) == 4) return number < limit;
    else {
      typedef uint32_t Half __attribute__((vector_size(32)));
      typedef uint64_t Wide __attribute__((vector_size(64)));
      return __builtin_convertvector(load<Half>(&number), Wide) < uint64_t(limit);
    }
  }
};
