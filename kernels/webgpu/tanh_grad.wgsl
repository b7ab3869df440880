fn main(index : i32) {
  if (index < uniforms.size) {
    result[index] = (1.0 - y[index] * y[index]) * dy[index];
  }
}
