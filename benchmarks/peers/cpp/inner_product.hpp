#include <functional>
// A dense layer by oneDNN's inner products, with the weights in the blocked layout that it asks for. All primitives are made once.
#pragma once
#ifdef PEER_ONEDNN
#include <unordered_map>
#include <dnnl.hpp>

class InnerProduct {
  using desc = dnnl::memory::desc;
  using tag = dnnl::memory::format_tag;

 public:
  InnerProduct(int rows, int in, int out, bool relu)
      : x({rows, in}, type, tag::ab), w({out, in}, type, tag::any), b({out}, type, tag::a), y({rows, out}, type, tag::ab), natural({out, in}, type, tag::ab) {
    dnnl::post_ops after;
    if (relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(after);
    hint = {{dnnl::prop_kind::forward_training, x, w, b, y}, attributes, engine()};
    w = hint.weights_desc();
  }

  size_t weights() const { return w.get_size() / sizeof(float); }

  // The weights from outputs × inputs.
  void put(const float* from, float* weights) const {
    dnnl::memory source(natural, engine(), const_cast<float*>(from)), target(w, engine(), weights);
    dnnl::reorder(source, target).execute(stream(), source, target);
  }

  std::function<void()> forward(const float* from, const float* weights, const float* bias, float* to) const {
    return run(dnnl::inner_product_forward(hint), {{DNNL_ARG_SRC, on(x, from)}, {DNNL_ARG_WEIGHTS, on(w, weights)}, {DNNL_ARG_BIAS, on(b, bias)}, {DNNL_ARG_DST, on(y, to)}});
  }

  std::function<void()> input(const float* delta, const float* weights, float* to) const {
    dnnl::inner_product_backward_data::primitive_desc how({x, w, y}, engine(), hint);
    return run(dnnl::inner_product_backward_data(how), {{DNNL_ARG_DIFF_DST, on(y, delta)}, {DNNL_ARG_WEIGHTS, on(w, weights)}, {DNNL_ARG_DIFF_SRC, on(x, to)}});
  }

  std::function<void()> gradient(const float* from, const float* delta, float* to) const {
    dnnl::inner_product_backward_weights::primitive_desc how({x, w, y}, engine(), hint);
    return run(dnnl::inner_product_backward_weights(how), {{DNNL_ARG_SRC, on(x, from)}, {DNNL_ARG_DIFF_DST, on(y, delta)}, {DNNL_ARG_DIFF_WEIGHTS, on(w, to)}});
  }

 private:
  static constexpr auto type = dnnl::memory::data_type::f32;
  desc x, w, b, y, natural;
  dnnl::inner_product_forward::primitive_desc hint;

  static dnnl::engine& engine() { static dnnl::engine cpu(dnnl::engine::kind::cpu, 0); return cpu; }
  static dnnl::stream& stream() { static dnnl::stream only(engine()); return only; }
  static dnnl::memory on(const desc& d, const float* data) { return dnnl::memory(d, engine(), const_cast<float*>(data)); }

  static std::function<void()> run(dnnl::primitive primitive, std::unordered_map<int, dnnl::memory> arguments) {
    return [primitive, arguments] { primitive.execute(stream(), arguments); };
  }
};
#endif
