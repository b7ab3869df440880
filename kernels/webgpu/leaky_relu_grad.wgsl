fn main(index : i32) {
  if (index < uniforms.size) {
    result[index] = select(uniforms.alpha, 1.0, x[index] > 0.0) * dy[index];
  }
}
