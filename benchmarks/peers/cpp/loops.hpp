// Everything that is not a product, as loops that the compiler turns into vector code. Matrices lie in rows.
#pragma once
#include <algorithm>
#include <cmath>
#include "lanes.hpp"
#include "workloads.hpp"

template <class T> void addBias(T* __restrict y, const T* __restrict b, int rows, int columns) {
  for (int r = 0; r < rows; r++, y += columns)
    for (int j = 0; j < columns; j++) y[j] += b[j];
}

template <class T> void addBiasRelu(T* __restrict y, const T* __restrict b, int rows, int columns) {
  for (int r = 0; r < rows; r++, y += columns)
    for (int j = 0; j < columns; j++) { T x = y[j] + b[j]; y[j] = x > 0 ? x : 0; }
}

// z = z + b, a = f(z).
template <class T> void activate(Act act, T* __restrict z, T* __restrict a, const T* __restrict b, const T* __restrict s, int rows, int columns) {
  for (int r = 0; r < rows; r++, z += columns, a += columns) {
    switch (act) {
      case Act::relu: for (int j = 0; j < columns; j++) { T x = z[j] + b[j]; z[j] = x; a[j] = x > 0 ? x : 0; } break;
      case Act::leaky: for (int j = 0; j < columns; j++) { T x = z[j] + b[j]; z[j] = x; a[j] = x > 0 ? x : T(0.01) * x; } break;
      case Act::prelu: for (int j = 0; j < columns; j++) { T x = z[j] + b[j]; z[j] = x; a[j] = x > 0 ? x : s[j] * x; } break;
      case Act::swish: for (int j = 0; j < columns; j++) { T x = z[j] + b[j]; z[j] = x; a[j] = x / (1 + std::exp(-s[j] * x)); } break;
    }
  }
}

// The gradient through relu, in place, and its sum over the rows.
template <class T> void reluBackward(T* d, const T* a, T* gb, int rows, int columns) {
  strips<T>(columns, long(rows) * columns, [=]<class V, int count>(int first) {
    constexpr int lanes = sizeof(V) / sizeof(T);
    V sum[count] = {};
    long at = first;
    for (int r = 0; r < rows; r++, at += columns)
      for (int k = 0; k < count; k++) {
        V x = load<V>(a + at + k * lanes) > V{} ? load<V>(d + at + k * lanes) : V{};
        store(d + at + k * lanes, x);
        sum[k] += x;
      }
    for (int k = 0; k < count; k++) store(gb + first + k * lanes, sum[k]);
  });
}

template <class T> void sumRows(const T* d, T* gb, int rows, int columns) {
  strips<T>(columns, long(rows) * columns, [=]<class V, int count>(int first) {
    constexpr int lanes = sizeof(V) / sizeof(T);
    V sum[count] = {};
    for (int r = 0; r < rows; r++)
      for (int k = 0; k < count; k++) sum[k] += load<V>(d + long(r) * columns + first + k * lanes);
    for (int k = 0; k < count; k++) store(gb + first + k * lanes, sum[k]);
  });
}

// The gradient through an activation with a slope, in place; the slope's own gradient, and the sum over the rows.
template <class T> void slopeBackward(Act act, T* __restrict d, const T* __restrict z, const T* __restrict a, const T* __restrict s, T* __restrict gs, T* __restrict gb, int rows, int columns) {
  if (act != Act::leaky) std::fill_n(gs, columns, T(0));
  std::fill_n(gb, columns, T(0));
  for (int r = 0; r < rows; r++, d += columns, z += columns, a += columns) {
    if (act == Act::leaky) {
      for (int j = 0; j < columns; j++) { T x = d[j] * (z[j] > 0 ? T(1) : T(0.01)); d[j] = x; gb[j] += x; }
    } else if (act == Act::prelu) {
      for (int j = 0; j < columns; j++) {
        T x = d[j], below = std::min(z[j], T(0));
        gs[j] += x * below;
        x *= z[j] > 0 ? T(1) : s[j];
        d[j] = x, gb[j] += x;
      }
    } else {
      for (int j = 0; j < columns; j++) {
        T sigmoid = 1 / (1 + std::exp(-s[j] * z[j])), rest = a[j] * (1 - sigmoid), x = d[j];
        gs[j] += x * z[j] * rest;
        x *= sigmoid + s[j] * rest;
        d[j] = x, gb[j] += x;
      }
    }
  }
}

// Outputs in place of the numbers before the last activation.
template <class T> void outputs(Out out, T* z, int rows, int columns) {
  const int all = rows * columns;
  if (out == Out::sigmoid) {
    for (int i = 0; i < all; i++) z[i] = 1 / (1 + std::exp(-z[i]));
  } else if (out == Out::softmax) {
    for (int r = 0; r < rows; r++) {
      T *row = z + long(r) * columns, high = row[0];
      for (int j = 1; j < columns; j++) high = std::max(high, row[j]);
      for (int j = 0; j < columns; j++) row[j] -= high;
    }
    for (int i = 0; i < all; i++) z[i] = std::exp(z[i]);
    for (int r = 0; r < rows; r++) {
      T *row = z + long(r) * columns, sum = 0;
      for (int j = 0; j < columns; j++) sum += row[j];
      for (T share = 1 / sum, *y = row; y < row + columns; y++) *y *= share;
    }
  }
}

// The mean loss of the numbers z before the last activation, and its gradient with respect to them.
template <class T> double lossAndGradient(Out out, T* __restrict z, const T* __restrict t, T* __restrict d, int rows, int columns) {
  const int all = rows * columns;
  T total = 0;
  if (out == Out::softmax) {
    for (int i = 0; i < all; i++) d[i] = z[i];
    outputs(out, d, rows, columns);
    // −log p of the class; a target of 0 adds nothing.
    for (int i = 0; i < all; i++) total -= t[i] * std::log(std::max(d[i], T(1e-30)));
    const T factor = T(1) / rows;
    for (int i = 0; i < all; i++) d[i] = factor * (d[i] - t[i]);
    return double(total) / rows;
  }
  const T factor = T(1) / all;
  if (out == Out::sigmoid) {
    for (int i = 0; i < all; i++) {
      T e = std::exp(-std::fabs(z[i])), p = (z[i] > 0 ? T(1) : e) / (1 + e);
      total += std::max(z[i], T(0)) - z[i] * t[i] + std::log(1 + e);
      d[i] = factor * (p - t[i]);
    }
  } else {
    for (int i = 0; i < all; i++) { T x = z[i] - t[i]; total += x * x; d[i] = 2 * factor * x; }
  }
  return double(total) / all;
}

// The optimizers' numbers for one step.
struct Update {
  Rule rule;
  double l2, rate, root, kept;

  static Update at(Rule rule, double l2, int step) {
    if (rule == Rule::momentum) return {rule, l2, 0.06, 0, 1};
    return {rule, l2, 0.001 / (1 - std::pow(0.9, step)), 1 / std::sqrt(1 - std::pow(0.999, step)), rule == Rule::adamw ? 1 - 0.001 * 0.01 : 1};
  }
};

// Weights are penalized or decay; biases, slopes, scales and shifts are not.
template <class T> void update(const Update& u, bool isWeight, T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, long count) {
  if (u.rule == Rule::momentum) {
    const T l2 = T(isWeight ? u.l2 : 0);
    for (long i = 0; i < count; i++) { T x = g[i] + l2 * p[i]; m[i] = T(0.75) * m[i] + T(0.25) * x; p[i] -= T(0.06) * m[i]; }
    return;
  }
  const T rate = T(u.rate), scale = T(u.root), kept = T(isWeight ? u.kept : 1);
  along<T>(count, [=]<class V>(long i) {
    V x = load<V>(g + i), mean = T(0.9) * load<V>(m + i) + T(0.1) * x, square = T(0.999) * load<V>(v + i) + T(0.001) * x * x;
    store(m + i, mean), store(v + i, square);
    store(p + i, kept * load<V>(p + i) - rate * mean / (root(square) * scale + T(1e-8)));
  });
}
