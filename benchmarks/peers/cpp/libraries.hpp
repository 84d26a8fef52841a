// The libraries' products, called alike: C = op(A)·op(B), all in rows, on the calling thread.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>
#ifdef PEER_ONEDNN
#include <dnnl.h>
#endif
#ifdef PEER_OPENBLAS
#include <cblas.h>
#endif

template <class T> using Product = void (*)(bool ta, bool tb, int m, int n, int k, const T* a, int lda, const T* b, int ldb, T* c, int ldc);

template <class T> struct Library {
  const char* name;
  // As lines of results name it.
  const char* peer;
  std::string version;
  Product<T> product;
  // Outside of a parallel region it uses all threads by itself.
  bool threaded;
};

#ifdef PEER_OPENBLAS
inline void openblas(bool ta, bool tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb, float* c, int ldc) {
  cblas_sgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
}
inline void openblas(bool ta, bool tb, int m, int n, int k, const double* a, int lda, const double* b, int ldb, double* c, int ldc) {
  cblas_dgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
}
inline std::string openblasVersion() {
  std::string text = OPENBLAS_VERSION;  // " OpenBLAS 0.3.21 "
  size_t first = text.find_first_of("0123456789");
  return text.substr(first, text.find_last_of("0123456789") + 1 - first);
}
#endif

#ifdef PEER_ONEDNN
inline void onednn(bool ta, bool tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb, float* c, int ldc) {
  if (dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, 1, a, lda, b, ldb, 0, c, ldc) != dnnl_success) {
    std::fprintf(stderr, "dnnl_sgemm failed\n");
    std::exit(1);
  }
}
inline std::string onednnVersion() {
  const dnnl_version_t* v = dnnl_version();
  return std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch);
}
#endif

template <class T> std::vector<Library<T>> libraries() {
  std::vector<Library<T>> all;
#ifdef PEER_ONEDNN
  if constexpr (sizeof(T) == sizeof(float)) all.push_back({"oneDNN", "onednn", onednnVersion(), onednn, true});
#endif
#ifdef PEER_OPENBLAS
  all.push_back({"OpenBLAS", "openblas", openblasVersion(), openblas, false});
#endif
  return all;
}
