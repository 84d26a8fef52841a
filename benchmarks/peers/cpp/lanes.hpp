// Columns of a matrix several at a time: 512 bits in GCC's own vector types, or one number where fewer are left.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

inline int threads = 1;

// Below so many numbers a second thread costs more than it saves.
constexpr long worthThreads = 4096;

template <class T> struct Vector { typedef T type __attribute__((vector_size(64))); };

template <class V, class T> inline V load(const T* from) { V v; std::memcpy(&v, from, sizeof v); return v; }
template <class V, class T> inline void store(T* to, V v) { std::memcpy(to, &v, sizeof v); }
template <class V> inline V relu(V x) { return x > V{} ? x : V{}; }
template <class V> inline V root(V x) {
  if constexpr (std::is_floating_point_v<V>) return std::sqrt(x);
  else {
    for (unsigned i = 0; i < sizeof x / sizeof x[0]; i++) x[i] = std::sqrt(x[i]);
    return x;
  }
}

// body.operator()<V, count>(first column): strips of four vectors, whose sums stay in registers, then what is left.
template <class T, class F> void strips(int columns, long work, F body) {
  using V = typename Vector<T>::type;
  constexpr int lanes = sizeof(V) / sizeof(T), strip = 4 * lanes;
  const int full = columns / strip;
#pragma omp parallel for schedule(static) if (threads > 1 && full > 1 && work > worthThreads)
  for (int i = 0; i < full; i++) body.template operator()<V, 4>(i * strip);
  int first = full * strip;
  for (; first + lanes <= columns; first += lanes) body.template operator()<V, 1>(first);
  for (; first < columns; first++) body.template operator()<T, 1>(first);
}

// The same along a row of numbers, on this thread.
template <class T, class F> void along(long count, F body) {
  using V = typename Vector<T>::type;
  constexpr long lanes = sizeof(V) / sizeof(T);
  long i = 0;
  for (; i + lanes <= count; i += lanes) body.template operator()<V>(i);
  for (; i < count; i++) body.template operator()<T>(i);
}
