fn main(index : i32) {
  if (index < uniforms.size) {
    result[index] = y[index] * (1.0 - y[index]) * dy[index];
  }
}
