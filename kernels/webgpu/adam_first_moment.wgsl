fn main(index : i32) {
  if (index < uniforms.size) {
    result[index] = uniforms.keep * moment[index] + uniforms.rest * gradient[index];
  }
}
